import { type Kysely, sql } from 'kysely';

/** Proposer and approver of a role: the new operator decides nothing of theirs for 14 days. */
const statements = [
  'alter table platform_role add column proposed_by text',
  'alter table platform_role add column approved_by text',
  'create index approval_object on approval (action, object_id, asked_at_ms desc)',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
