import { type Kysely, sql } from 'kysely';

const statements = [
  `create table support_thread (
    id text primary key,
    organisation_id text,
    service_id text references service (id),
    opened_by text not null references person (id),
    subject text not null,
    state text not null,
    version integer not null,
    search_text text not null,
    created_at_ms bigint not null,
    waiting_since_ms bigint not null,
    first_answer_at_ms bigint
  )`,
  'create index support_thread_queue on support_thread (state, waiting_since_ms, id)',
  'create index support_thread_organisation on support_thread (organisation_id, created_at_ms desc, id)',
  'create index support_thread_person on support_thread (opened_by, created_at_ms desc, id)',
  `create index support_thread_search on support_thread using gin (to_tsvector('simple', search_text))`,

  `create table incident (
    id text primary key,
    kind text not null check (kind in ('incident', 'maintenance')),
    title_fr text not null,
    title_en text not null,
    text_fr text not null,
    text_en text not null,
    begins_at_ms bigint not null,
    ends_at_ms bigint,
    announced_by text not null references person (id)
  )`,
  'create index incident_time on incident (begins_at_ms desc, id)',

  `create table approval (
    id text primary key,
    action text not null,
    object_id text not null,
    detail jsonb not null,
    asked_by text not null references person (id),
    asked_at_ms bigint not null,
    decided_by text references person (id),
    decided_at_ms bigint,
    verdict text check (verdict in ('approved', 'refused')),
    check ((decided_by is null) = (verdict is null)),
    check (decided_by is null or decided_by <> asked_by)
  )`,
  'create index sign_in_time on sign_in (at_ms)',
  'create index approval_open on approval (asked_at_ms) where verdict is null',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
