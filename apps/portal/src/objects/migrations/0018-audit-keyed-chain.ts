import { type Kysely, sql } from 'kysely';

/** Entries written before are unkeyed; `begin` of the audit log closes them when the store is opened. */
const statements = [
  'alter table audit_log add column keyed boolean not null default false',
  'alter table audit_head add column seal text',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
