import { type Kysely, sql } from 'kysely';

const statements = [
  `create table transition_history (
    id bigint generated always as identity primary key,
    object text not null,
    object_id text not null,
    event text not null,
    from_state text not null,
    to_state text not null,
    actor text not null,
    at_ms bigint not null,
    reason text
  )`,
  'create index transition_history_object on transition_history (object, object_id, id)',
  `create table audit_log (
    sequence bigint primary key,
    at_ms bigint not null,
    actor text not null,
    action text not null,
    object text not null,
    object_id text not null,
    detail jsonb not null,
    hash text not null
  )`,
  `create table audit_head (
    only_row boolean primary key default true check (only_row),
    sequence bigint not null,
    hash text not null
  )`,
  `insert into audit_head (sequence, hash) values (0, repeat('0', 64))`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
