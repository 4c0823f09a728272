import type { Environment, Level, Platform } from '@garance/core';
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

/** `bigint`: text in node-postgres, a number in PGlite. Always converted by `Number`. */
export type BigintColumn = ColumnType<string | number, number, number>;
/** `jsonb`: written as JSON text, read as parsed, validated by its schema before use. */
export type JsonColumn = ColumnType<unknown, string, string>;

interface HubColumns {
  platform: Platform;
  environment: Environment;
}

interface ConfigurationRevisionTable {
  only_row: Generated<boolean>;
  revision: BigintColumn;
}

interface RegistrationVersionTable extends HubColumns {
  id: string;
  version: number;
  client_id: string;
  status: 'active' | 'suspended';
  state: 'published' | 'superseded';
  document: JsonColumn;
  published_at_ms: BigintColumn;
}

interface ProviderTable extends HubColumns {
  id: string;
  status: 'active' | 'maintenance' | 'disabled';
  display_order: number;
  document: JsonColumn;
  sealed_client_secret: string;
}

interface ChoicePageTable extends HubColumns {
  document: JsonColumn;
}

interface ProviderRefusalTable extends HubColumns {
  id: GeneratedAlways<string | number>;
  provider_id: string;
  at_ms: BigintColumn;
  error: string;
  check_name: string | null;
  provider_error: string | null;
  provider_description: string | null;
}

interface HubKeyTable extends HubColumns {
  kid: string;
  use: 'sig' | 'enc';
  alg: string;
  state: 'upcoming' | 'active' | 'retired' | 'removed';
  sealed_private_jwk: string | null;
  created_at_ms: BigintColumn;
  active_from_ms: ColumnType<string | number | null, number | null, number | null>;
  retired_at_ms: ColumnType<string | number | null, number | null, number | null>;
}

interface SecretTable {
  name: string;
  sealed_value: string;
}

interface SubjectOverrideTable {
  environment: Environment;
  person_fingerprint: string;
  sector_id: string;
  sub: string;
}

interface SignInTable extends HubColumns {
  id: string;
  at_ms: BigintColumn;
  person_fingerprint: string;
  service_id: string;
  client_id: string;
  provider_id: string;
  level: Level;
  reported_at_ms: ColumnType<string | number | null, number | undefined, number>;
}

interface LoginCountTable extends HubColumns {
  hour_ms: BigintColumn;
  client_id: string;
  provider_id: string;
  step: string;
  outcome: string;
  duration: string;
  count: BigintColumn;
}

interface OutboxMailTable {
  id: string;
  sealed_mail: string;
  expires_at_ms: BigintColumn;
  next_attempt_at_ms: BigintColumn;
  leased_until_ms: BigintColumn;
  attempt: number;
}

interface TraceRowTable extends HubColumns {
  id: Generated<string | number>;
  at_ms: BigintColumn;
  client_id: string;
  endpoint: string;
  occurrence_id: string;
  outcome: string;
  detail: string | null;
  checks: JsonColumn;
  failed_check: string | null;
  login_reference: string | null;
  step: string | null;
  duration_ms: number | null;
}

/** The tables that hubs use, as Kysely sees them; created by `migrations/`. The partner space adds its own. */
export interface Tables {
  configuration_revision: ConfigurationRevisionTable;
  registration_version: RegistrationVersionTable;
  provider: ProviderTable;
  choice_page: ChoicePageTable;
  provider_refusal: ProviderRefusalTable;
  hub_key: HubKeyTable;
  secret: SecretTable;
  subject_override: SubjectOverrideTable;
  sign_in_event: SignInTable;
  login_count: LoginCountTable;
  outbox_mail: OutboxMailTable;
  trace: TraceRowTable;
}
