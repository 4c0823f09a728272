import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Migrations } from './migrations/migrate.ts';

/** The same place seen from `src/durable` and `dist/durable`. */
const folder = fileURLToPath(new URL('../../generated/', import.meta.url));

/** How a prepared database's file begins: it holds the tables of the migrations of these names. */
export function preparedPrefix(migrations: Migrations): string {
  const names = JSON.stringify(Object.keys(migrations).sort());
  return `migrated-database-${createHash('sha256').update(names).digest('hex').slice(0, 8)}-`;
}

/**
 * A migrated database without rows of ours, made once by the build (`tools/build-prepared-databases.mjs`): unpacking it
 * takes a quarter of the time of making one. Without it everything works, only the first start is slower.
 */
export async function findPreparedDatabase(migrations: Migrations): Promise<Blob | undefined> {
  try {
    const prefix = preparedPrefix(migrations);
    const name = (await readdir(folder)).find((each) => each.startsWith(prefix) && each.endsWith('.tar'));
    return name === undefined ? undefined : new Blob([await readFile(join(folder, name))]);
  } catch {
    return undefined;
  }
}
