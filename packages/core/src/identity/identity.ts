/** Gender as the pivot identity knows it; `unspecified` comes from European identities. */
export const genders = ['female', 'male', 'unspecified'] as const;
export type Gender = (typeof genders)[number];

/** The six civil-status attributes. */
export interface PivotIdentity {
  /** All given names, separated by spaces: what subject identifiers are computed from, whether or not the list is known. */
  readonly givenName: string;
  /** Each given name as its source lists them; one may hold a space. Joined by spaces they are `givenName`. */
  readonly givenNames?: readonly string[];
  /** Family name at birth. */
  readonly familyName: string;
  /** `YYYY-MM-DD`, `YYYY-MM-00` (day unknown) or `YYYY-00-00` (day and month unknown). */
  readonly birthdate: string;
  readonly gender: Gender;
  /**
   * Official geographic code of the commune, 5 characters; empty when born abroad. A provider's identity may hold a commune
   * beside a foreign country: the civil register then says which is right.
   */
  readonly birthplace: string;
  /** Official geographic code of the country, 5 digits. */
  readonly birthcountry: string;
}

/** What an identity provider said of a person, once every rule of the pivot identity was checked. */
export interface ProviderIdentity {
  readonly pivot: PivotIdentity;
  /** Absent when the address that the provider sent cannot be mailed. */
  readonly email?: string;
  /** Usage name. */
  readonly preferredUsername?: string;
  /** Birth date exactly as the provider sent it. */
  readonly idpBirthdate: string;
}

/**
 * Who says that a person is who they are. `provider-alone` is an integration hub without a civil register: its persons are
 * never those of the register, however alike, so that their subjects and fingerprints are others.
 */
export type PersonSource = 'civil-register' | 'provider-alone';

/** What may be released to a service, after the civil register has confirmed the person. */
export interface ReleasedIdentity extends ProviderIdentity {
  /** The person as the civil register knows them: the only source of subject identifiers. */
  readonly register: PivotIdentity;
  /** Where `register` comes from. Absent: the civil register. */
  readonly source?: PersonSource;
}

/** Official geographic code of France. */
export const FRANCE = '99100';

export function isBornInFrance(identity: Pick<PivotIdentity, 'birthcountry'>): boolean {
  return identity.birthcountry === FRANCE;
}
