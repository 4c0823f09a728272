import type { Account, Accounts, Claims } from '../types.ts';

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
