import { type Kysely, sql } from 'kysely';

const hub = `
  platform text not null check (platform in ('standard', 'plus')),
  environment text not null check (environment in ('integration', 'production'))`;

const statements = [
  `create table access (
    id text primary key,
    service_id text not null,
    organisation_id text not null,
    ${hub},
    client_id text not null,
    state text not null check (state in ('active', 'suspended', 'revoked')),
    reason text,
    created_at_ms bigint not null,
    changed_at_ms bigint not null,
    unique (service_id, platform, environment),
    unique (client_id)
  )`,

  `create table sector_allocation (
    service_id text not null,
    platform text not null check (platform in ('standard', 'plus')),
    sector_id text not null,
    primary key (service_id, platform)
  )`,

  `create table registration_draft (
    id text primary key,
    access_id text not null references access (id),
    number integer not null,
    state text not null check (state in ('draft', 'published', 'superseded', 'discarded')),
    version integer not null,
    form jsonb not null,
    checks jsonb not null,
    checked_at_ms bigint,
    keys_end_at_ms bigint,
    keys_reminded_days integer,
    published_version integer,
    published_at_ms bigint,
    updated_by text not null,
    updated_at_ms bigint not null,
    unique (access_id, number)
  )`,
  `create unique index registration_draft_one_draft on registration_draft (access_id) where state = 'draft'`,
  `create unique index registration_draft_one_published on registration_draft (access_id) where state = 'published'`,
  `create index registration_draft_keys_end on registration_draft (keys_end_at_ms)
    where state = 'published' and keys_end_at_ms is not null`,

  `create table client_secret (
    id text primary key,
    access_id text not null references access (id),
    sha256 text not null unique,
    label text not null,
    origin text not null check (origin in ('generated', 'own-hash')),
    created_by text not null,
    created_at_ms bigint not null,
    expires_at_ms bigint,
    reminded_days integer
  )`,
  'create index client_secret_access on client_secret (access_id, created_at_ms desc)',
  'create index client_secret_expiry on client_secret (expires_at_ms) where expires_at_ms is not null',

  `create table test_identity (
    id text primary key,
    service_id text not null,
    organisation_id text not null,
    login text not null unique,
    sealed_identity text not null,
    created_at_ms bigint not null
  )`,
  'create index test_identity_service on test_identity (service_id, created_at_ms)',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
