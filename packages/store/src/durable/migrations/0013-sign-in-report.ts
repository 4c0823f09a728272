import { type Kysely, sql } from 'kysely';

/** When the person reported that a sign-in was not theirs: the operator is notified once per sign-in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table sign_in add column reported_at_ms bigint').execute(db);
}
