import { type Kysely, sql } from 'kysely';

const proven = `(organisation.proven_at_ms is not null and organisation.removed_at_ms is null)`;

/**
 * An organisation is unproven until a person is shown to act for its SIRET. Several unproven ones may name one SIRET;
 * of those proven and not removed there is one. Uses only what PostgreSQL 15 knows.
 * Existing rows: an organisation whose service has a habilitation in force is taken as proven (`habilitation`), because
 * a reviewer looked at its request; every other one becomes unproven, with its drafts and requests as they are.
 */
const statements = [
  `alter table organisation
    add column proven_at_ms bigint,
    add column proven_by text check (proven_by in ('professional', 'datapass', 'officer', 'habilitation')),
    add column created_by text,
    add column blocked_at_ms bigint,
    add column block_reason text,
    add column removed_at_ms bigint`,
  'alter table organisation drop constraint organisation_siret_key',
  'alter table organisation alter column siret drop not null',
  `update organisation set proven_by = 'habilitation', proven_at_ms = granted.at_ms
    from (
      select service.organisation_id, min(habilitation.validated_at_ms) as at_ms
      from habilitation join service on service.id = habilitation.service_id
      where habilitation.revoked_at_ms is null and habilitation.superseded_at_ms is null
      group by service.organisation_id
    ) granted
    where granted.organisation_id = organisation.id`,
  `update organisation set created_by = entry.actor
    from audit_log entry
    where entry.action = 'organisation.create' and entry.object_id = organisation.id`,
  `alter table organisation
    add constraint organisation_proof check ((proven_at_ms is null) = (proven_by is null)),
    add constraint organisation_proven_siret check (proven_at_ms is null or siret is not null)`,
  `create unique index organisation_of_siret on organisation (siret) where ${proven}`,
  'create index organisation_creator on organisation (created_by) where created_by is not null',

  `alter table person
    add column block_reason text,
    add column removed_at_ms bigint`,
  'create index person_email_prefix on person (email text_pattern_ops)',
  `create index person_name_words on person using gin (to_tsvector('simple', name))`,

  // The employer that the OpenID Provider for professionals sent last.
  `alter table professional_identity
    add column siret text check (siret ~ '^[0-9]{14}$'),
    add column siret_at_ms bigint`,

  `create index invitation_inviter on invitation (invited_by)
    where accepted_at_ms is null and withdrawn_at_ms is null`,
  'create index access_organisation on access (organisation_id)',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
