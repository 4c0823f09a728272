import { access, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { GaranceError } from '@garance/core';
import { Kysely, PGliteDialect } from 'kysely';
import { configurationChannel, type DatabaseConnection } from './connection.ts';
import { lockDataDirectory } from './data-directory-lock.ts';
import { type Migrations, migrate } from './migrations/migrate.ts';
import { logOf, type ObserveQueries } from './observe-queries.ts';
import { findPreparedDatabase } from './prepared-database.ts';
import { prepareStatements } from './prepared-statements.ts';
import type { Tables } from './schema.ts';

/**
 * Opens the embedded database. PGlite does not protect its directory against a second process, which would destroy it:
 * a lock file is taken first and released last.
 *
 * @param location a directory, created when missing with access for its owner only; or `memory:`
 * @param observe called for each query
 * @throws GaranceError `store.directory_in_use` naming directory and process, `store.directory_foreign`
 */
export async function connectPglite(
  location: string,
  migrations: Migrations,
  observe?: ObserveQueries,
): Promise<DatabaseConnection> {
  const watched = observe === undefined ? {} : { observe };
  if (location === 'memory:' || location === ':memory:')
    return openPglite({ isNew: true, migrations, release: async () => {}, ...watched });
  const directory = resolve(location);
  await mkdir(dirname(directory), { recursive: true, mode: 0o700 });
  const lock = await lockDataDirectory(directory);
  try {
    return await openDirectory(directory, { migrations, release: lock.release, ...watched });
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Opens a directory. A database whose creation was interrupted is empty and is created again. */
async function openDirectory(
  directory: string,
  settings: Pick<PgliteLocation, 'migrations' | 'release' | 'observe'>,
): Promise<DatabaseConnection> {
  const creating = `${directory}.creating`;
  if (await exists(creating)) await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const files = await readdir(directory);
  const isNew = files.length === 0;
  if (!isNew && !files.includes('PG_VERSION')) {
    throw new GaranceError('store.directory_foreign', { detail: directory });
  }
  if (isNew) await writeFile(creating, '', { mode: 0o600 });
  const connection = await openPglite({ directory, isNew, ...settings });
  await rm(creating, { force: true });
  return connection;
}

interface PgliteLocation {
  readonly directory?: string;
  readonly isNew: boolean;
  readonly migrations: Migrations;
  release(): Promise<void>;
  readonly observe?: ObserveQueries;
}

async function openPglite({
  directory,
  isNew,
  migrations,
  release,
  observe,
}: PgliteLocation): Promise<DatabaseConnection> {
  // Imported here, so that a node on PostgreSQL does not load the embedded database.
  const { PGlite } = await import('@electric-sql/pglite');
  const prepared = isNew ? await findPreparedDatabase(migrations) : undefined;
  const pglite = await PGlite.create({
    ...(directory === undefined ? {} : { dataDir: directory }),
    ...(prepared === undefined ? {} : { loadDataDir: prepared }),
  });
  try {
    await migrate(new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) }), migrations);
  } catch (error) {
    await pglite.close();
    throw error;
  }
  const db = new Kysely<Tables>({
    dialect: new PGliteDialect({ pglite: await prepareStatements(pglite) }),
    ...logOf(observe),
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
    copy: async () => {
      await pglite.exec('checkpoint');
      // No statement runs during the copy; writes of an open transaction count as never committed.
      return new Uint8Array(await (await pglite.dumpDataDir('gzip')).arrayBuffer());
    },
    close: async () => {
      await db.destroy();
      if (!pglite.closed) await pglite.close();
      await release();
    },
  };
}

/**
 * Creates an embedded database from a copy.
 * @param directory absent or empty
 * @throws GaranceError `store.directory_in_use`; `store.directory_foreign` when the directory is not empty
 */
export async function restoreEmbeddedDatabase(directory: string, copy: Uint8Array): Promise<void> {
  await mkdir(dirname(directory), { recursive: true, mode: 0o700 });
  const lock = await lockDataDirectory(directory);
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    if ((await readdir(directory)).length > 0) {
      throw new GaranceError('store.directory_foreign', { detail: directory });
    }
    await writeFile(`${directory}.creating`, '', { mode: 0o600 });
    const { PGlite } = await import('@electric-sql/pglite');
    const loadDataDir = new Blob([new Uint8Array(copy)], { type: 'application/x-gzip' });
    const pglite = await PGlite.create({ dataDir: directory, loadDataDir });
    await pglite.close();
    await rm(`${directory}.creating`);
  } finally {
    await lock.release();
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
