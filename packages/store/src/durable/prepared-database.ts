import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The same place seen from `src/durable` and `dist/durable`. */
const folder = fileURLToPath(new URL('../../generated/', import.meta.url));

/**
 * A migrated database without rows of ours, made once by the build (`tools/build-prepared-databases.mjs`): unpacking it
 * takes a quarter of the time of making one. Without it everything works, only the first start is slower; with one of
 * other migrations, what is missing is migrated and what is unknown is refused, as with any database.
 */
export async function findPreparedDatabase(): Promise<Blob | undefined> {
  try {
    const names = (await readdir(folder)).filter((name) => /^migrated-database-[0-9a-f]+\.tar$/.test(name));
    const [name] = names;
    return name === undefined ? undefined : new Blob([await readFile(join(folder, name))]);
  } catch {
    return undefined;
  }
}
