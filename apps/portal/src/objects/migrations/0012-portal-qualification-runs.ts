import { type Kysely, sql } from 'kysely';

const platform = `platform text not null check (platform in ('standard', 'plus'))`;

const statements = [
  `create table qualification_target (
    service_id text not null references service (id),
    ${platform},
    addresses jsonb not null,
    version integer not null,
    changed_by text not null,
    changed_at_ms bigint not null,
    primary key (service_id, platform)
  )`,

  `create table qualification_run (
    id text primary key,
    service_id text not null references service (id),
    ${platform},
    state text not null
      check (state in ('queued', 'running', 'finished', 'failed', 'cancelled', 'interrupted')),
    cause text not null check (cause in ('person', 'schedule')),
    requested_by text not null,
    addresses jsonb not null,
    queued_at_ms bigint not null,
    started_at_ms bigint,
    finished_at_ms bigint,
    lease_until_ms bigint,
    cancel_asked boolean not null,
    done integer not null,
    total integer,
    head jsonb,
    jws text,
    problem text,
    explanation jsonb
  )`,
  `create index qualification_run_service
    on qualification_run (service_id, platform, queued_at_ms desc, id desc)`,
  `create index qualification_run_queue on qualification_run (queued_at_ms, id) where state = 'queued'`,
  // One run of a service at a time: concurrent runs would disturb each other's sessions.
  `create unique index qualification_run_one on qualification_run (service_id) where state = 'running'`,
  `create unique index qualification_run_waiting
    on qualification_run (service_id, platform) where state in ('queued', 'running')`,

  `create table qualification_run_result (
    run_id text not null references qualification_run (id) on delete cascade,
    scenario_id text not null,
    position integer not null,
    result jsonb not null,
    screenshot bytea,
    primary key (run_id, scenario_id)
  )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
