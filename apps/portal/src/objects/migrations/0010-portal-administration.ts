import { type Kysely, sql } from 'kysely';

/** Indexes of the operators' searches. */
const statements = [
  'create index audit_log_actor on audit_log (actor, sequence desc)',
  'create index audit_log_action on audit_log (action, sequence desc)',
  'create index audit_log_object on audit_log (object_id, sequence desc)',
  `create index registration_version_name on registration_version
    using gin (to_tsvector('simple', document ->> 'displayName')) where state = 'published'`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
