/** Who there is, as the partner space's tables give it back. */
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
}

export interface Organisation {
  readonly id: string;
  /** Fourteen digits. */
  readonly siret: string;
  readonly name: string;
  readonly address: string;
  readonly createdAtMs: number;
}
