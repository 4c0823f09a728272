import { type Kysely, sql } from 'kysely';

/** Records which migrations a program must know to work on a database with newer migrations: see `migrate.ts`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('create table schema_requirement (migration text primary key, needs text)').execute(db);
}
