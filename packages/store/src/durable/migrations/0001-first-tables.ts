import { type Kysely, sql } from 'kysely';

const hub = `
  platform text not null check (platform in ('standard', 'plus')),
  environment text not null check (environment in ('integration', 'production'))`;

/** Uses only what PostgreSQL 15 knows. Never edited once released: a change is a new migration. */
const statements = [
  `create table configuration_revision (
    only_row boolean primary key default true check (only_row),
    revision bigint not null
  )`,
  'insert into configuration_revision (revision) values (0)',

  `create table registration_version (
    id text not null,
    version integer not null check (version > 0),
    ${hub},
    client_id text not null,
    status text not null check (status in ('active', 'suspended')),
    state text not null check (state in ('published', 'superseded')),
    document jsonb not null,
    published_at_ms bigint not null,
    primary key (id, version)
  )`,
  `create unique index registration_version_published on registration_version (id) where state = 'published'`,
  `create unique index registration_version_client on registration_version (platform, environment, client_id)
    where state = 'published'`,

  `create table provider (
    ${hub},
    id text not null,
    status text not null check (status in ('active', 'maintenance', 'disabled')),
    display_order integer not null,
    document jsonb not null,
    sealed_client_secret text not null,
    primary key (platform, environment, id)
  )`,

  `create table hub_key (
    ${hub},
    kid text not null,
    use text not null check (use in ('sig', 'enc')),
    alg text not null,
    state text not null check (state in ('upcoming', 'active', 'retired', 'removed')),
    sealed_private_jwk text,
    created_at_ms bigint not null,
    active_from_ms bigint,
    retired_at_ms bigint,
    primary key (platform, environment, kid),
    check ((state = 'removed') = (sealed_private_jwk is null))
  )`,

  `create table secret (
    name text primary key,
    sealed_value text not null
  )`,

  `create table subject_override (
    environment text not null check (environment in ('integration', 'production')),
    person_fingerprint text not null,
    sector_id text not null,
    sub text not null,
    primary key (environment, person_fingerprint, sector_id)
  )`,

  `create table sign_in (
    id text primary key,
    at_ms bigint not null,
    ${hub},
    person_fingerprint text not null,
    service_id text not null,
    client_id text not null,
    provider_id text not null,
    level text not null
  )`,
  'create index sign_in_person on sign_in (environment, person_fingerprint, at_ms desc)',

  `create table outbox_mail (
    id text primary key,
    sealed_mail text not null,
    expires_at_ms bigint not null,
    next_attempt_at_ms bigint not null,
    leased_until_ms bigint not null default 0,
    attempt integer not null default 0
  )`,
  'create index outbox_mail_due on outbox_mail (next_attempt_at_ms)',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
