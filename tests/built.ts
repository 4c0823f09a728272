import { existsSync, readFileSync, watch } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Resolves when the build that `npm test` runs beside the tests has ended; at once when the tree was built before.
 *
 * @throws Error when the build failed, because its output may be an older program
 */
export async function waitForBuild(): Promise<void> {
  const { GARANCE_TEST_BUILD: mark } = process.env;
  if (mark === undefined) return;
  const ended = Promise.withResolvers<void>();
  const look = () => {
    if (existsSync(mark)) ended.resolve();
  };
  const watcher = watch(dirname(mark), look);
  look();
  await ended.promise;
  watcher.close();
  if (readFileSync(mark, 'utf8') !== '0') throw new Error('the build failed: its messages come at the end');
}
