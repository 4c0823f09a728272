import type { Clock } from '@garance/core';
import { createBoundedMap } from './bounded-map.ts';

/** The service's own record of a person, found by issuer and `sub` alone, never by e-mail or name (Core §5.7). */
export interface Account {
  readonly number: number;
  readonly visits: number;
}

export interface Accounts {
  /** The account of this person, created at the first visit; counts the visit. */
  visit(person: { readonly issuer: string; readonly sub: string }): Account;
}

const accountTtlMs = 24 * 60 * 60 * 1000;
const maxAccounts = 5000;

/** Accounts in memory, with a bounded number. */
export function createAccounts(clock: Clock): Accounts {
  const accounts = createBoundedMap<Account>({ clock, ttlMs: accountTtlMs, maxEntries: maxAccounts });
  let lastNumber = 1000;
  return {
    visit({ issuer, sub }) {
      const key = JSON.stringify([issuer, sub]);
      const known = accounts.find(key);
      if (known === undefined) lastNumber += 1;
      const account = { number: known?.number ?? lastNumber, visits: (known?.visits ?? 0) + 1 };
      accounts.set(key, account);
      return account;
    },
  };
}
