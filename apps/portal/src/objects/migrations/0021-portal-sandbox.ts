import { type Kysely, sql } from 'kysely';

const statements = [
  // Held by an organisation or, on loopback addresses, by a person. `slot` numbers the clients of a holder: the unique
  // index on it keeps concurrent requests within the limit.
  `create table sandbox_client (
    id text primary key,
    organisation_id text,
    person_id text,
    platform text not null check (platform in ('standard', 'plus')),
    slot integer not null check (slot > 0),
    client_id text not null unique,
    sector_id text not null unique,
    form jsonb not null,
    secret_sha256 text unique,
    version integer not null,
    created_by text not null,
    created_at_ms bigint not null,
    updated_at_ms bigint not null,
    check ((organisation_id is null) <> (person_id is null))
  )`,
  `create unique index sandbox_client_organisation on sandbox_client (organisation_id, platform, slot)
    where organisation_id is not null`,
  'create unique index sandbox_client_person on sandbox_client (person_id, slot) where person_id is not null',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
