import { type Kysely, sql } from 'kysely';

const statements = [
  `create table person (
    id text primary key,
    email text not null unique check (email = lower(email)),
    name text not null,
    locale text not null check (locale in ('fr', 'en')),
    created_at_ms bigint not null,
    blocked_at_ms bigint
  )`,

  `create table organisation (
    id text primary key,
    siret text not null unique check (siret ~ '^[0-9]{14}$'),
    name text not null,
    address text not null,
    created_at_ms bigint not null
  )`,
  'create index organisation_by_name on organisation (lower(name), id)',
  'create index organisation_name_prefix on organisation (lower(name) text_pattern_ops)',
  'create index organisation_siret_prefix on organisation (siret text_pattern_ops)',

  `create table membership (
    organisation_id text not null references organisation (id),
    person_id text not null references person (id),
    role text not null check (role in ('owner', 'technical-contact', 'contributor', 'reader')),
    since_ms bigint not null,
    primary key (organisation_id, person_id)
  )`,
  'create index membership_person on membership (person_id)',

  `create table platform_role (
    person_id text not null references person (id),
    role text not null check (role in ('legal-reviewer', 'qualification-officer', 'support-agent', 'operator')),
    since_ms bigint not null,
    primary key (person_id, role)
  )`,
  'create index platform_role_role on platform_role (role)',

  `create table invitation (
    id text primary key,
    secret_hash text not null unique,
    organisation_id text not null references organisation (id),
    email text not null,
    role text not null check (role in ('owner', 'technical-contact', 'contributor', 'reader')),
    invited_by text not null,
    created_at_ms bigint not null,
    expires_at_ms bigint not null,
    accepted_at_ms bigint,
    accepted_by text references person (id),
    withdrawn_at_ms bigint
  )`,
  'create index invitation_organisation on invitation (organisation_id, created_at_ms desc)',

  `create table portal_session (
    id text primary key,
    secret_hash text not null unique,
    person_id text not null references person (id),
    method text not null check (method in ('mail-code', 'passkey', 'professional')),
    created_at_ms bigint not null,
    last_seen_at_ms bigint not null,
    second_factor_at_ms bigint,
    device text not null
  )`,
  'create index portal_session_person on portal_session (person_id, created_at_ms desc)',
  'create index portal_session_created on portal_session (created_at_ms)',

  `create table sign_in_code (
    browser_hash text primary key,
    sealed_email text not null,
    code_hash text not null,
    tries_left integer not null,
    expires_at_ms bigint not null
  )`,
  'create index sign_in_code_expiry on sign_in_code (expires_at_ms)',

  `create table attempt_window (
    key_hash text primary key,
    count integer not null,
    ends_at_ms bigint not null
  )`,
  'create index attempt_window_end on attempt_window (ends_at_ms)',

  `create table totp (
    person_id text not null references person (id),
    state text not null check (state in ('pending', 'confirmed')),
    sealed_secret text not null,
    created_at_ms bigint not null,
    last_step bigint not null,
    primary key (person_id, state)
  )`,

  `create table passkey (
    id text primary key,
    person_id text not null references person (id),
    name text not null,
    public_key text not null,
    counter bigint not null,
    transports jsonb not null,
    created_at_ms bigint not null,
    last_used_at_ms bigint
  )`,
  'create index passkey_person on passkey (person_id)',

  `create table browser_errand (
    browser_hash text not null,
    purpose text not null,
    sealed_value text not null,
    expires_at_ms bigint not null,
    primary key (browser_hash, purpose)
  )`,
  'create index browser_errand_expiry on browser_errand (expires_at_ms)',

  `create table professional_identity (
    issuer text not null,
    subject text not null,
    person_id text not null references person (id),
    primary key (issuer, subject)
  )`,
  'create index professional_identity_person on professional_identity (person_id)',

  `create table terms_acceptance (
    person_id text not null references person (id),
    version text not null,
    accepted_at_ms bigint not null,
    primary key (person_id, version)
  )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
