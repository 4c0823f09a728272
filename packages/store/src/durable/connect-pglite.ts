import { access, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { GaranceError } from '@garance/core';
import { Kysely, PGliteDialect } from 'kysely';
import { configurationChannel, type DatabaseConnection } from './connection.ts';
import { lockDataDirectory } from './data-directory-lock.ts';

import { migrate } from './migrations/migrate.ts';
import { findPreparedDatabase } from './prepared-database.ts';
import { prepareStatements } from './prepared-statements.ts';
import type { Tables } from './schema.ts';

/**
 * The embedded database. PGlite does not guard its directory itself, and two processes on one would destroy it:
 * the lock file is taken first and given back last.
 *
 * @param location a directory, created when missing with access for its owner only; or `memory:`
 * @throws GaranceError `store.directory_in_use` naming directory and process, `store.directory_foreign`
 */
export async function connectPglite(location: string): Promise<DatabaseConnection> {
  if (location === 'memory:' || location === ':memory:') return open(undefined, async () => {});
  const directory = resolve(location);
  await mkdir(dirname(directory), { recursive: true, mode: 0o700 });
  const lock = await lockDataDirectory(directory);
  try {
    return await open(directory, lock.release);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Opens a directory, or memory. A creation that was cut short left nothing worth keeping, and is begun anew. */
async function open(
  directory: string | undefined,
  release: () => Promise<void>,
): Promise<DatabaseConnection> {
  if (directory === undefined) return openPglite({ isNew: true, release });
  const creating = `${directory}.creating`;
  if (await exists(creating)) await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const files = await readdir(directory);
  const isNew = files.length === 0;
  if (!isNew && !files.includes('PG_VERSION')) {
    throw new GaranceError('store.directory_foreign', { detail: directory });
  }
  if (isNew) await writeFile(creating, '', { mode: 0o600 });
  const connection = await openPglite({ directory, isNew, release });
  await rm(creating, { force: true });
  return connection;
}

interface PgliteLocation {
  readonly directory?: string;
  readonly isNew: boolean;
  release(): Promise<void>;
}

async function openPglite({ directory, isNew, release }: PgliteLocation): Promise<DatabaseConnection> {
  // Loaded here, so that a node on PostgreSQL never carries the embedded database in its memory.
  const { PGlite } = await import('@electric-sql/pglite');
  const prepared = isNew ? await findPreparedDatabase() : undefined;
  const pglite = await PGlite.create({
    ...(directory === undefined ? {} : { dataDir: directory }),
    ...(prepared === undefined ? {} : { loadDataDir: prepared }),
  });
  try {
    await migrate(new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) }));
  } catch (error) {
    await pglite.close();
    throw error;
  }
  const db = new Kysely<Tables>({
    dialect: new PGliteDialect({ pglite: await prepareStatements(pglite) }),
  });
  return {
    db,
    shared: false,
    listen: async (onNotice) => {
      const unlisten = await pglite.listen(configurationChannel, onNotice);
      return async () => {
        if (!pglite.closed) await unlisten();
      };
    },
    close: async () => {
      await db.destroy();
      if (!pglite.closed) await pglite.close();
      await release();
    },
  };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
