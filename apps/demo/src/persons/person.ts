import type { Level } from '@garance/core';

/** The three demo identity providers; each id is also the path of its issuer. */
export const demoProviderIds = ['low', 'substantial', 'high'] as const;
export type DemoProviderId = (typeof demoProviderIds)[number];

/** The password of every demo account. No default anywhere else. */
export const demoPassword = 'garance';

/** Claims of a provider about a person: pivot identity, e-mail and usage name (`spec/identity.md`). */
export interface DemoClaims {
  readonly given_name: string;
  readonly family_name: string;
  readonly birthdate: string;
  readonly gender: 'female' | 'male' | 'unspecified';
  readonly birthplace: string;
  readonly birthcountry: string;
  readonly email: string;
  readonly preferred_username?: string;
}

/** The register's record: civil-status attributes and usage name. Presumed dates have `00` for unknown parts. */
export interface DemoRecord extends Omit<DemoClaims, 'email'> {
  /** The given names as a list, when one of them contains a space; joined by spaces they are `given_name`. Absent: its words. */
  readonly given_names?: readonly string[];
}

/**
 * The civil register's answer about the person. `found` and `rectified` contain the record; `deceased` adds a death to it.
 */
export type DemoRegisterEntry =
  | { readonly answer: 'found' | 'rectified'; readonly record: DemoRecord; readonly deceased: boolean }
  | { readonly answer: 'doubtful' | 'several' | 'usage-name-only' | 'not-found' };

export interface DemoAccount {
  readonly provider: DemoProviderId;
  /** The same login at every provider where the person has an account. */
  readonly login: string;
  readonly password: string;
  /** In this provider's spelling; providers may differ in details that the register rectifies. */
  readonly claims: DemoClaims;
}

/** An invented person. Any resemblance to a real person is coincidence. */
export interface DemoPerson {
  /** Stable, kebab-case. */
  readonly id: string;
  /** What is special about the person, for lists of accounts. */
  readonly trait: { readonly fr: string; readonly en: string };
  readonly accounts: readonly DemoAccount[];
  readonly register: DemoRegisterEntry;
}

/** An account that the developers of one service made for their tests: valid at every provider, shown in no list. */
export interface TestAccount {
  /** Begins with `testLoginPrefix`. */
  readonly login: string;
  readonly password: string;
  readonly claims: DemoClaims;
}

/** Logins of test accounts begin so; those of demo accounts never do. */
export const testLoginPrefix = 'essai-';

/** Lists the test accounts. Called at every sign-in and every query of the register, so that changes apply at once. */
export type ListTestAccounts = () => Promise<readonly TestAccount[]>;

/** One line of the table of demo accounts (`var/run.json`). */
export interface DemoAccountLine {
  readonly provider: DemoProviderId;
  /** Levels the account can reach there. */
  readonly levels: readonly Level[];
  readonly login: string;
  readonly password: string;
  /** Given and family name. */
  readonly person: string;
  readonly trait: { readonly fr: string; readonly en: string };
}
