import type { Claims } from '../composition.ts';

/** The service's own record of a person. */
export interface Account {
  readonly number: number;
  readonly visits: number;
  /** As received at the last visit. */
  readonly identity: Claims;
  /** What the person left at the service: here, the name under which the record was opened. */
  readonly openedBy: string;
}

export interface Accounts {
  /** The record under this key, made at the first visit; counts the visit. */
  visit(key: string, identity: Claims): Account;
}

const firstNumber = 1001;

export function createAccounts(): Accounts {
  const accounts = new Map<string, Account>();
  return {
    visit(key, identity) {
      const known = accounts.get(key);
      const account = {
        number: known?.number ?? firstNumber + accounts.size,
        visits: (known?.visits ?? 0) + 1,
        identity,
        openedBy: known?.openedBy ?? nameOf(identity),
      };
      accounts.set(key, account);
      return account;
    },
  };
}

function nameOf({ given_name, family_name }: Claims): string {
  return [given_name, family_name].filter((part) => typeof part === 'string').join(' ');
}
