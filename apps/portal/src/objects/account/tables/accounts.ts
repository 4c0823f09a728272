/** Row types of persons and organisations. */
export type MembershipRole = 'owner' | 'technical-contact' | 'contributor' | 'reader';
export type StaffRole = 'legal-reviewer' | 'qualification-officer' | 'support-agent' | 'operator';

export interface Person {
  readonly id: string;
  /** Lower case. */
  readonly email: string;
  readonly name: string;
  readonly locale: 'fr' | 'en';
  readonly createdAtMs: number;
  /** Since when the person may not sign in any more. */
  readonly blockedAtMs?: number;
  /** Why, as the operator wrote it. */
  readonly blockReason?: string;
  /** The account was removed: its name and address are gone, and it stays blocked. */
  readonly removedAtMs?: number;
}

/**
 * Evidence that a person acts for the SIRET: the professional account of an owner, DataPass naming the person, an
 * officer's check, or (for organisations older than this rule) a habilitation in force.
 */
export type OrganisationProof = 'professional' | 'datapass' | 'officer' | 'habilitation';

export interface Organisation {
  readonly id: string;
  /** Fourteen digits; absent from an unproven organisation since another one was proven to hold the SIRET. */
  readonly siret?: string;
  readonly name: string;
  readonly address: string;
  readonly createdAtMs: number;
  /** Person id, or `datapass`; absent where it is not known. */
  readonly createdBy?: string;
  /** Absent: unproven, so nothing may be granted to it or published for it. */
  readonly proof?: { readonly by: OrganisationProof; readonly atMs: number };
  /** Blocked: members have no rights in it, and its clients start no logins. */
  readonly blocked?: { readonly atMs: number; readonly reason: string };
  readonly removedAtMs?: number;
}
