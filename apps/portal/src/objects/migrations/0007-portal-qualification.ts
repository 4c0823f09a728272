import { type Kysely, sql } from 'kysely';

const platform = `platform text not null check (platform in ('standard', 'plus'))`;

const statements = [
  `create table qualification (
    id text primary key,
    service_id text not null references service (id),
    organisation_id text not null,
    ${platform},
    state text not null,
    version integer not null,
    search_text text not null,
    created_at_ms bigint not null,
    updated_at_ms bigint not null,
    ordered_at_ms bigint not null,
    submitted_at_ms bigint,
    clock_stopped_at_ms bigint,
    clock_used_days integer not null,
    due_on text,
    holds jsonb,
    repeat_before_ms bigint,
    unique (service_id, platform)
  )`,
  'create index qualification_queue on qualification (state, ordered_at_ms, id)',
  `create index qualification_search on qualification using gin (to_tsvector('simple', search_text))`,
  `create index qualification_repeat on qualification (repeat_before_ms) where state = 'qualified'`,

  `create table qualification_item (
    qualification_id text not null references qualification (id),
    item_id text not null,
    version integer not null,
    text text not null,
    link text not null,
    declared_by text,
    declared_at_ms bigint,
    verdict text check (verdict in ('accepted', 'changes')),
    comment text not null,
    judged_by text,
    judged_at_ms bigint,
    primary key (qualification_id, item_id)
  )`,

  `create table qualification_report (
    id text primary key,
    service_id text not null,
    ${platform},
    registration_id text not null,
    registration_version integer not null,
    suite_version text not null,
    started_at_ms bigint not null,
    finished_at_ms bigint not null,
    report jsonb not null,
    jws text not null,
    accepted_by text not null,
    accepted_at_ms bigint not null
  )`,
  `create index qualification_report_service
    on qualification_report (service_id, platform, finished_at_ms desc, id desc)`,

  `create table production (
    id text primary key,
    service_id text not null references service (id),
    organisation_id text not null,
    ${platform},
    qualification_id text not null references qualification (id),
    state text not null,
    version integer not null,
    reason text,
    opened_at_ms bigint not null,
    changed_at_ms bigint not null,
    activated_at_ms bigint,
    delivered_to text,
    delivered_at_ms bigint,
    unique (service_id, platform)
  )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
