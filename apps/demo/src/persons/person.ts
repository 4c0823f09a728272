import type { Level } from '@garance/core';

/** The three demo identity providers, by the path they are served under. */
export const demoProviderIds = ['low', 'substantial', 'high'] as const;
export type DemoProviderId = (typeof demoProviderIds)[number];

/** The password of every account of the embedded demo. Never a default anywhere else. */
export const demoPassword = 'garance';

/** What a provider asserts about a person: the pivot identity, e-mail and usage name, as claims (`spec/identity.md`). */
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

/** What the register records: the civil-status attributes and the usage name. Presumed dates keep `00` for what is unknown. */
export interface DemoRecord extends Omit<DemoClaims, 'email'> {
  /** Each given name, where one of them holds a space; together they are `given_name`. Absent: they are its words. */
  readonly given_names?: readonly string[];
}

/**
 * What the civil register answers when asked about the person.
 * `found` and `rectified` carry the record; a deceased person has a record and a death.
 */
export type DemoRegisterEntry =
  | { readonly answer: 'found' | 'rectified'; readonly record: DemoRecord; readonly deceased: boolean }
  | { readonly answer: 'doubtful' | 'several' | 'usage-name-only' | 'not-found' };

export interface DemoAccount {
  readonly provider: DemoProviderId;
  /** Same login at every provider where the person has an account. */
  readonly login: string;
  readonly password: string;
  /** As this provider spells it; providers may differ in details that the register rectifies. */
  readonly claims: DemoClaims;
}

/** An invented person. Any likeness to somebody real is chance. */
export interface DemoPerson {
  /** Stable, kebab-case. */
  readonly id: string;
  /** What is particular about the person, for lists of test accounts. */
  readonly trait: { readonly fr: string; readonly en: string };
  readonly accounts: readonly DemoAccount[];
  readonly register: DemoRegisterEntry;
}

/** An invented person whom one service's developers made for themselves: known at every provider, listed at none. */
export interface TestAccount {
  /** Begins with `testLoginPrefix`. */
  readonly login: string;
  readonly password: string;
  readonly claims: DemoClaims;
}

/** Logins that begin so are never those of the cast. */
export const testLoginPrefix = 'essai-';

/** Who the private persons are at this moment; asked at every sign-in and every look-up, so that a change holds at once. */
export type ListTestAccounts = () => Promise<readonly TestAccount[]>;

/** One line of the table of test accounts (`var/run.json`). */
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
