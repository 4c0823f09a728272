import type { BigintColumn, JsonColumn, NullableBigintColumn } from '../../journal/schema.ts';
import type { MembershipRole, OrganisationProof, StaffRole } from './accounts.ts';

/** Tables of persons, organisations, sessions and authentication factors. */
export interface PortalAccountTables {
  person: {
    id: string;
    email: string;
    name: string;
    locale: 'fr' | 'en';
    created_at_ms: BigintColumn;
    blocked_at_ms: NullableBigintColumn;
    block_reason: string | null;
    removed_at_ms: NullableBigintColumn;
  };
  organisation: {
    id: string;
    siret: string | null;
    name: string;
    address: string;
    created_at_ms: BigintColumn;
    created_by: string | null;
    proven_at_ms: NullableBigintColumn;
    proven_by: OrganisationProof | null;
    blocked_at_ms: NullableBigintColumn;
    block_reason: string | null;
    removed_at_ms: NullableBigintColumn;
  };
  membership: { organisation_id: string; person_id: string; role: MembershipRole; since_ms: BigintColumn };
  platform_role: {
    person_id: string;
    role: StaffRole;
    since_ms: BigintColumn;
    proposed_by: string | null;
    approved_by: string | null;
  };
  invitation: {
    id: string;
    secret_hash: string;
    organisation_id: string;
    email: string;
    role: MembershipRole;
    invited_by: string;
    created_at_ms: BigintColumn;
    expires_at_ms: BigintColumn;
    accepted_at_ms: NullableBigintColumn;
    accepted_by: string | null;
    withdrawn_at_ms: NullableBigintColumn;
  };
  portal_session: {
    id: string;
    secret_hash: string;
    person_id: string;
    method: 'mail-code' | 'passkey' | 'professional';
    created_at_ms: BigintColumn;
    last_seen_at_ms: BigintColumn;
    second_factor_at_ms: NullableBigintColumn;
    device: string;
  };
  sign_in_code: {
    browser_hash: string;
    sealed_email: string;
    code_hash: string;
    tries_left: number;
    expires_at_ms: BigintColumn;
  };
  attempt_window: { key_hash: string; count: number; ends_at_ms: BigintColumn };
  totp: {
    person_id: string;
    state: 'pending' | 'confirmed';
    sealed_secret: string;
    created_at_ms: BigintColumn;
    last_step: BigintColumn;
  };
  passkey: {
    id: string;
    person_id: string;
    name: string;
    public_key: string;
    counter: BigintColumn;
    transports: JsonColumn;
    created_at_ms: BigintColumn;
    last_used_at_ms: NullableBigintColumn;
  };
  browser_errand: {
    browser_hash: string;
    purpose: string;
    sealed_value: string;
    expires_at_ms: BigintColumn;
  };
  professional_identity: {
    issuer: string;
    subject: string;
    person_id: string;
    siret: string | null;
    siret_at_ms: NullableBigintColumn;
  };
  terms_acceptance: { person_id: string; version: string; accepted_at_ms: BigintColumn };
}
