import { GaranceError } from '@garance/core';
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';

/**
 * A migration either expands the schema (adds what older programs ignore: tables, columns with a default, indexes) or
 * contracts it (removes what only older programs still use). One that expands needs nothing. One that contracts names
 * the newest migration whose programs no longer use what it removes.
 */
export interface SchemaMigration extends Migration {
  /** Name of a migration; programs that do not know it cannot work on the database after this one. */
  readonly needs?: string;
}

/** By name; applied in order of names. Forward only: a mistake is corrected by another migration. */
export type Migrations = Readonly<Record<string, SchemaMigration>>;

/**
 * Migrates the database to this program's schema in one SQL transaction, under an advisory lock: of several nodes
 * starting at once, one migrates and the others wait. Applied migrations are recorded in `schema_migration`, and what
 * older programs must know to keep running in `schema_requirement`. A database of a newer version is not changed.
 * @throws GaranceError `store.schema_unknown` when a newer version has changed what this program uses
 * @throws the error of the failed migration; the database is unchanged then
 */
export async function migrate<Schema>(db: Kysely<Schema>, migrations: Migrations): Promise<void> {
  const { lacking, newer } = await compare(db, migrations);
  if (newer.length > 0) return checkSchema(db, migrations);
  // Only then: the migrator first reads the whole catalogue, which takes longer than opening the embedded database.
  if (lacking !== undefined) await applyAll(db, migrations);
  await recordRequirements(db, migrations);
}

async function applyAll<Schema>(db: Kysely<Schema>, migrations: Migrations): Promise<void> {
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

async function recordRequirements<Schema>(db: Kysely<Schema>, migrations: Migrations): Promise<void> {
  if (!(await exists(db, 'schema_requirement'))) return;
  const rows = Object.entries(migrations).map(([name, { needs }]) => sql`(${name}, ${needs ?? null}::text)`);
  await sql`insert into schema_requirement (migration, needs) values ${sql.join(rows)}
    on conflict (migration) do nothing`.execute(db);
}

/**
 * Verified: the database has every migration of this program, and no newer migration changed what this program uses, so
 * that both versions may run at the same time.
 * @throws GaranceError `store.schema_unknown` with the first migration that prevents it
 */
export async function checkSchema<Schema>(db: Kysely<Schema>, migrations: Migrations): Promise<void> {
  const { lacking, newer } = await compare(db, migrations);
  if (lacking !== undefined) throw new GaranceError('store.schema_unknown', { detail: `lacks ${lacking}` });
  if (newer.length === 0) return;
  const needs = await requirements(db);
  const refused = newer.find((name) => {
    const needed = needs.get(name);
    return needed === undefined || (needed !== null && !Object.hasOwn(migrations, needed));
  });
  if (refused !== undefined) throw new GaranceError('store.schema_unknown', { detail: `has ${refused}` });
}

interface Comparison {
  /** The first migration of this program that was not applied. */
  readonly lacking: string | undefined;
  /** Applied migrations that this program does not know. */
  readonly newer: readonly string[];
}

async function compare<Schema>(db: Kysely<Schema>, migrations: Migrations): Promise<Comparison> {
  const { rows } = (await exists(db, 'schema_migration'))
    ? await sql<{ name: string }>`select name from schema_migration order by name`.execute(db)
    : { rows: [] };
  const applied = new Set(rows.map(({ name }) => name));
  return {
    lacking: Object.keys(migrations)
      .sort()
      .find((name) => !applied.has(name)),
    newer: rows.map(({ name }) => name).filter((name) => !Object.hasOwn(migrations, name)),
  };
}

async function requirements<Schema>(db: Kysely<Schema>): Promise<ReadonlyMap<string, string | null>> {
  if (!(await exists(db, 'schema_requirement'))) return new Map();
  const { rows } = await sql<{
    migration: string;
    needs: string | null;
  }>`select migration, needs from schema_requirement`.execute(db);
  return new Map(rows.map(({ migration, needs }) => [migration, needs]));
}

async function exists<Schema>(db: Kysely<Schema>, table: string): Promise<boolean> {
  const { rows } = await sql<{ found: string | null }>`select to_regclass(${table})::text as found`.execute(
    db,
  );
  return rows[0]?.found != null;
}
