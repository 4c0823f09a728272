import { type Kysely, sql } from 'kysely';

const statements = [
  // One row per distinct signed body: the same delivery again finds it, and the answer it got.
  `create table datapass_delivery (
    sequence bigint generated always as identity primary key,
    body_hash text not null unique,
    remote_id text not null,
    event text not null,
    fired_at bigint not null,
    first_received_at_ms bigint not null,
    last_received_at_ms bigint not null,
    times_received integer not null default 1,
    state text not null check (state in ('received', 'applied', 'kept', 'older', 'ignored', 'refused')),
    error text,
    sealed_body text not null,
    answer_status integer not null,
    answer jsonb not null
  )`,
  'create index datapass_delivery_remote on datapass_delivery (remote_id, fired_at)',
  'create index datapass_delivery_state on datapass_delivery (state, sequence)',
  `create table datapass_request (
    remote_id text primary key,
    request_id text,
    approved_by text,
    sealed_unmapped text
  )`,
  'create index datapass_request_request on datapass_request (request_id)',
  `create table webhook_endpoint (
    id text primary key,
    url text not null,
    events jsonb not null,
    sealed_secret text not null,
    enabled boolean not null,
    created_at_ms bigint not null
  )`,
  `create table webhook_call (
    sequence bigint generated always as identity primary key,
    id text not null unique,
    endpoint_id text not null references webhook_endpoint (id),
    event text not null,
    object_id text not null,
    sealed_payload text not null,
    state text not null check (state in ('waiting', 'delivered', 'failed')),
    attempt integer not null default 0,
    created_at_ms bigint not null,
    next_attempt_at_ms bigint not null,
    leased_until_ms bigint not null default 0,
    ended_at_ms bigint
  )`,
  `create index webhook_call_due on webhook_call (next_attempt_at_ms) where state = 'waiting'`,
  'create index webhook_call_endpoint on webhook_call (endpoint_id, sequence)',
  `create table webhook_attempt (
    id bigint generated always as identity primary key,
    call_id text not null references webhook_call (id),
    at_ms bigint not null,
    status integer,
    failure text
  )`,
  'create index webhook_attempt_call on webhook_attempt (call_id, id)',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
