import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const generated = fileURLToPath(new URL('../../packages/store/generated', import.meta.url));

/** Without them everything works, but each database costs five seconds more of processor time. */
it('the migrated databases are prepared before the tests, also in a tree that is not built', () => {
  expect(globSync('migrated-database-*.tar', { cwd: generated })).toHaveLength(2);
});
