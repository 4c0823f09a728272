import { GaranceError } from '@garance/core';
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';

/** By name, applied in order of names. Forward only: a mistake is corrected by another migration. */
export type Migrations = Readonly<Record<string, Migration>>;

/**
 * Migrates the database to this program's schema in one SQL transaction, under an advisory lock: of several nodes
 * starting at once, one migrates and the others wait. Applied migrations are recorded in `schema_migration`.
 * A database with a migration unknown to this program belongs to a newer version and is refused.
 * @throws the error of the failed migration; the database is unchanged then
 */
export async function migrate<Schema>(db: Kysely<Schema>, migrations: Migrations): Promise<void> {
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(db);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableName: 'schema_migration',
    migrationLockTableName: 'schema_migration_lock',
    ...(rows[0] === undefined ? {} : { migrationTableSchema: rows[0].schema }),
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/**
 * Verified: the database has exactly the migrations of this program.
 * @throws GaranceError `store.schema_unknown` with the first migration that one of them lacks
 */
export async function checkSchema<Schema>(db: Kysely<Schema>, migrations: Migrations): Promise<void> {
  const table = await sql<{
    found: string | null;
  }>`select to_regclass('schema_migration')::text as found`.execute(db);
  const isEmpty = table.rows[0]?.found == null;
  const { rows } = isEmpty
    ? { rows: [] }
    : await sql<{ name: string }>`select name from schema_migration order by name`.execute(db);
  const applied = new Set(rows.map(({ name }) => name));
  const lacking = Object.keys(migrations).find((name) => !applied.has(name));
  if (lacking !== undefined) throw new GaranceError('store.schema_unknown', { detail: `lacks ${lacking}` });
  const newer = rows.find(({ name }) => !Object.hasOwn(migrations, name));
  if (newer !== undefined) throw new GaranceError('store.schema_unknown', { detail: `has ${newer.name}` });
}
