/** Gender of the pivot identity; `unspecified` occurs in European identities. */
export const genders = ['female', 'male', 'unspecified'] as const;
export type Gender = (typeof genders)[number];

/** The six civil-status attributes. */
export interface PivotIdentity {
  /** All given names, separated by spaces. Subject identifiers are computed from this text, not from `givenNames`. */
  readonly givenName: string;
  /** The given names as a list; one of them may contain a space. Joined by spaces they are `givenName`. */
  readonly givenNames?: readonly string[];
  /** Family name at birth. */
  readonly familyName: string;
  /** `YYYY-MM-DD`, `YYYY-MM-00` (day unknown) or `YYYY-00-00` (day and month unknown). */
  readonly birthdate: string;
  readonly gender: Gender;
  /**
   * Official geographic code of the commune, 5 characters; empty when born abroad. A provider may send a commune
   * together with a foreign country: the civil register's answer then decides.
   */
  readonly birthplace: string;
  /** Official geographic code of the country, 5 digits. */
  readonly birthcountry: string;
}

/** Identity attributes from an identity provider that have passed every rule of the pivot identity. */
export interface ProviderIdentity {
  readonly pivot: PivotIdentity;
  /** Absent when the address from the provider breaks `isEmail`. */
  readonly email?: string;
  /** Usage name. */
  readonly preferredUsername?: string;
  /** Birth date exactly as the provider sent it. */
  readonly idpBirthdate: string;
}

/**
 * Source of a person's identity. `provider-alone` is an integration hub without a civil register: its subjects and
 * fingerprints never equal those of the register's persons, even with identical attributes.
 */
export type PersonSource = 'civil-register' | 'provider-alone';

/** What may be released to a service once the civil register has confirmed the person. */
export interface ReleasedIdentity extends ProviderIdentity {
  /** The register's record of the person: the only source of subject identifiers. */
  readonly register: PivotIdentity;
  /** Where `register` comes from. Absent: the civil register. */
  readonly source?: PersonSource;
}

/** Official geographic code of France. */
export const FRANCE = '99100';

/** Whether the country of birth is France. */
export function isBornInFrance(identity: Pick<PivotIdentity, 'birthcountry'>): boolean {
  return identity.birthcountry === FRANCE;
}
