import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Migrations } from './migrations/migrate.ts';

/** The same path from `src/durable` and `dist/durable`. */
const folder = fileURLToPath(new URL('../../generated/', import.meta.url));

/** Beginning of the file name of a database prepared with the migrations of these names. */
export function preparedPrefix(migrations: Migrations): string {
  const names = JSON.stringify(Object.keys(migrations).sort());
  return `migrated-database-${createHash('sha256').update(names).digest('hex').slice(0, 8)}-`;
}

/**
 * A migrated empty database created by the build (`tools/build-prepared-databases.mjs`): unpacking it takes a quarter
 * of the time of creating one. Undefined when it was not built: the first start then takes longer.
 */
export async function findPreparedDatabase(migrations: Migrations): Promise<Blob | undefined> {
  try {
    const prefix = preparedPrefix(migrations);
    const name = (await readdir(folder)).find((file) => file.startsWith(prefix) && file.endsWith('.tar'));
    return name === undefined ? undefined : new Blob([await readFile(join(folder, name))]);
  } catch {
    return undefined;
  }
}
