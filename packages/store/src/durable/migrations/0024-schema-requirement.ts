import { type Kysely, sql } from 'kysely';

/** What a program must know to work on a migration that it does not know itself: see `migrate.ts`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('create table schema_requirement (migration text primary key, needs text)').execute(db);
}
