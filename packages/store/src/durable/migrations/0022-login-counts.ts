import { type Kysely, sql } from 'kysely';

const statements = [
  'alter table trace add column login_reference text',
  'alter table trace add column step text',
  'alter table trace add column duration_ms integer',
  'alter table trace add column failed_check text',
  `create table login_count (
    hour_ms bigint not null check (hour_ms % 3600000 = 0),
    platform text not null check (platform in ('standard', 'plus')),
    environment text not null check (environment in ('integration', 'production')),
    client_id text not null check (length(client_id) <= 255),
    provider_id text not null check (length(provider_id) <= 255),
    step text not null check (length(step) <= 40),
    outcome text not null check (length(outcome) <= 100),
    duration text not null check (length(duration) <= 20),
    count bigint not null check (count > 0),
    primary key (hour_ms, platform, environment, client_id, provider_id, step, outcome, duration)
  )`,
  'create index login_count_client on login_count (client_id, hour_ms)',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
