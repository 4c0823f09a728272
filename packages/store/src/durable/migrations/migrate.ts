import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';

/** By name; run in the order of the names. Forward only: there is no way down, a mistake is mended by the next one. */
export type Migrations = Readonly<Record<string, Migration>>;

/**
 * Brings the database to this program's schema, in one SQL transaction, under an advisory lock: of several nodes
 * starting at once one migrates and the others wait. What has run is recorded in `schema_migration`.
 * A database that knows a migration this program does not know is refused: it belongs to a newer program.
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
