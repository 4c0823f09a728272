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
