import { type Kysely, sql } from 'kysely';

const platform = `platform text not null check (platform in ('standard', 'plus'))`;
const states = [
  'draft',
  'submitted',
  'changes_requested',
  'validated',
  'refused',
  'reopened',
  'reopened_submitted',
  'reopened_changes_requested',
  'revoked',
  'archived',
];

const statements = [
  `create table service (
    id text primary key,
    organisation_id text not null,
    name text not null,
    kind text not null check (kind in ('public', 'private')),
    eligibility jsonb not null,
    search_text text not null,
    created_at_ms bigint not null
  )`,
  'create index service_organisation on service (organisation_id, created_at_ms desc, id desc)',
  'create index service_created on service (created_at_ms desc, id desc)',
  `create index service_search on service using gin (to_tsvector('simple', search_text))`,

  `create table request (
    id text primary key,
    service_id text not null references service (id),
    organisation_id text not null,
    ${platform},
    level text check (level in ('eidas1', 'eidas2', 'eidas3')),
    state text not null check (state in (${states.map((state) => `'${state}'`).join(', ')})),
    version integer not null check (version > 0),
    answers jsonb not null,
    step_edits jsonb not null,
    title text not null,
    search_text text not null,
    owner_id text not null,
    assigned_to text,
    common_identifier boolean not null,
    from_habilitation_id text,
    created_at_ms bigint not null,
    updated_at_ms bigint not null,
    ordered_at_ms bigint not null,
    submitted_at_ms bigint,
    clock_stopped_at_ms bigint,
    clock_used_days integer not null,
    due_on text
  )`,
  'create index request_service on request (service_id, created_at_ms desc)',
  'create index request_state on request (state, ordered_at_ms, id)',
  'create index request_assigned on request (assigned_to, state, ordered_at_ms, id)',
  `create index request_search on request using gin (to_tsvector('simple', search_text))`,
  // One open request per service and platform: two could lead to habilitations that contradict each other.
  `create unique index request_open on request (service_id, platform)
    where state not in ('refused', 'revoked', 'archived')`,

  `create table request_copy (
    id bigint generated always as identity primary key,
    request_id text not null references request (id),
    version integer not null,
    kind text not null check (kind in ('submission', 'validation')),
    ${platform},
    level text not null,
    common_identifier boolean not null,
    answers jsonb not null,
    by_person text not null,
    at_ms bigint not null
  )`,
  'create index request_copy_request on request_copy (request_id, id)',

  `create table habilitation (
    id text primary key,
    request_id text not null references request (id),
    service_id text not null references service (id),
    ${platform},
    level text not null,
    scopes jsonb not null,
    type text not null check (type in ('public', 'private')),
    common_identifier boolean not null,
    snapshot jsonb not null,
    validated_at_ms bigint not null,
    superseded_at_ms bigint,
    revoked_at_ms bigint
  )`,
  'create index habilitation_service on habilitation (service_id, validated_at_ms desc)',
  `create unique index habilitation_in_force on habilitation (service_id, platform)
    where revoked_at_ms is null and superseded_at_ms is null`,

  `create table attachment (
    id text primary key,
    object text not null,
    object_id text not null,
    name text not null,
    media_type text not null,
    size_bytes integer not null check (size_bytes > 0),
    sha256 text not null,
    storage text not null check (storage in ('database', 's3')),
    created_by text not null,
    created_at_ms bigint not null,
    frozen boolean not null default false,
    removed_at_ms bigint
  )`,
  'create index attachment_object on attachment (object, object_id, created_at_ms)',
  `create table attachment_content (
    attachment_id text primary key references attachment (id) on delete cascade,
    sealed_content text not null
  )`,

  `create table discussion_message (
    id text primary key,
    object text not null,
    object_id text not null,
    author text not null,
    text text not null,
    internal boolean not null,
    at_ms bigint not null
  )`,
  'create index discussion_message_object on discussion_message (object, object_id, at_ms, id)',

  `create table message_template (
    id text primary key,
    kind text not null,
    title text not null,
    body text not null,
    locale text not null check (locale in ('fr', 'en'))
  )`,
  'create index message_template_kind on message_template (kind, locale, title)',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
