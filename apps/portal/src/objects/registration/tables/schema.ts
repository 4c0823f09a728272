import type { Environment, Platform } from '@garance/core';
import type { BigintColumn, JsonColumn, NullableBigintColumn } from '../../journal/schema.ts';
import type { ClientRegistrationState, RegistrationState } from '../lifecycle.ts';

/** Tables of the integration stage: registrations, secrets, test accounts, trace. */
export interface PortalIntegrationTables {
  access: {
    id: string;
    service_id: string;
    organisation_id: string;
    platform: Platform;
    environment: Environment;
    client_id: string;
    state: ClientRegistrationState;
    reason: string | null;
    created_at_ms: BigintColumn;
    changed_at_ms: BigintColumn;
  };
  sector_allocation: { service_id: string; platform: Platform; sector_id: string };
  registration_draft: {
    id: string;
    access_id: string;
    number: number;
    state: RegistrationState;
    version: number;
    form: JsonColumn;
    checks: JsonColumn;
    checked_at_ms: NullableBigintColumn;
    keys_end_at_ms: NullableBigintColumn;
    keys_reminded_days: number | null;
    published_version: number | null;
    published_at_ms: NullableBigintColumn;
    updated_by: string;
    updated_at_ms: BigintColumn;
  };
  client_secret: {
    id: string;
    access_id: string;
    sha256: string;
    label: string;
    origin: 'generated' | 'own-hash';
    created_by: string;
    created_at_ms: BigintColumn;
    expires_at_ms: NullableBigintColumn;
    reminded_days: number | null;
  };
  test_identity: {
    id: string;
    service_id: string;
    organisation_id: string;
    login: string;
    sealed_identity: string;
    created_at_ms: BigintColumn;
  };
}
