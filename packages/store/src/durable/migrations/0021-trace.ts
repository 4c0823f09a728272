import { type Kysely, sql } from 'kysely';

const hub = `
  platform text not null check (platform in ('standard', 'plus')),
  environment text not null check (environment in ('integration', 'production'))`;

/**
 * `if not exists`: databases created before the hub's and the partner space's tables were separated already have them.
 */
const statements: readonly string[] = [
  `create table if not exists trace (
    id bigint generated always as identity primary key,
    at_ms bigint not null,
    ${hub},
    client_id text not null,
    endpoint text not null,
    occurrence_id text not null,
    outcome text not null,
    detail text,
    checks jsonb not null
  )`,
  'create index if not exists trace_client on trace (client_id, id desc)',
  'create index if not exists trace_occurrence on trace (occurrence_id)',
  'create index if not exists trace_age on trace (at_ms)',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
