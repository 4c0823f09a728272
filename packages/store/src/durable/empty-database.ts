import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/**
 * A database as PGlite makes it, with nothing of ours in it, made once by the build (`tools/build-empty-database.mjs`):
 * unpacking it takes a third of the time of making one. Without it everything works, only the first start is slower.
 */
export async function findEmptyDatabase(): Promise<Blob | undefined> {
  try {
    const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
    const manifest: unknown = JSON.parse(
      await readFile(new URL('../package.json', `file://${entry}`), 'utf8'),
    );
    const version =
      manifest !== null && typeof manifest === 'object' && 'version' in manifest && manifest.version;
    const file = new URL(`../../generated/empty-database-${version}.tar.gz`, import.meta.url);
    return new Blob([await readFile(file)]);
  } catch {
    return undefined;
  }
}
