import { createHmac, randomBytes } from 'node:crypto';
import type { Account } from 'oidc-provider';
import { createExpiringMap } from './expiring-map.ts';
import type { Identity } from './identity.ts';

/** Identities from the sign-in to the expiry of the access token, by a stable identifier of the person. */
export interface Accounts {
  keep(identity: Identity): string;
  find(accountId: string): Account | undefined;
  subjectFor(accountId: string, sector: string): string;
}

const keptSeconds = 600;

export function createAccounts(): Accounts {
  const personKey = randomBytes(32);
  const subjectKey = randomBytes(32);
  const identities = createExpiringMap<Identity>();
  return {
    keep: (identity) => {
      const { given_name, family_name, birthdate, gender, birthplace, birthcountry } = identity;
      const person = JSON.stringify([given_name, family_name, birthdate, gender, birthplace, birthcountry]);
      const accountId = createHmac('sha256', personKey).update(person).digest('hex');
      identities.set(accountId, identity, keptSeconds);
      return accountId;
    },
    find: (accountId) => {
      const identity = identities.get(accountId);
      return identity && { accountId, claims: async () => ({ ...identity, sub: accountId }) };
    },
    subjectFor: (accountId, sector) =>
      `${createHmac('sha256', subjectKey).update(`${sector}|${accountId}`).digest('hex')}v1`,
  };
}
