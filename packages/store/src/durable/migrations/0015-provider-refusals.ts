import { type Kysely, sql } from 'kysely';

const statements = [
  `create table provider_refusal (
    id bigint generated always as identity primary key,
    platform text not null check (platform in ('standard', 'plus')),
    environment text not null check (environment in ('integration', 'production')),
    provider_id text not null,
    at_ms bigint not null,
    error text not null,
    check_name text,
    provider_error text,
    provider_description text
  )`,
  'create index provider_refusal_provider on provider_refusal (platform, environment, provider_id, id desc)',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
