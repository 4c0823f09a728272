import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The same path from `src/durable` and `dist/durable`. */
const folder = fileURLToPath(new URL('../../generated/', import.meta.url));

/**
 * A migrated empty database made by the build (`tools/build-prepared-databases.mjs`): unpacking it takes a quarter of the
 * time of creating one. Undefined when it was not built: the first start then takes longer. One with older migrations is
 * migrated further, one with unknown migrations is refused, like every database.
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
