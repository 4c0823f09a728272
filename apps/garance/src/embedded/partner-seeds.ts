/** Accounts of the partner space that the embedded federation knows from its first start: one for each role. */

import { randomBytes } from 'node:crypto';
import type { DemonstrationAccount, PlatformStore } from '@garance/portal';
import { base32 } from './base32.ts';

type Cast = Omit<DemonstrationAccount, 'totpSecret'> & { readonly secondFactor: boolean };

/** The first of a role plays it in the seeded services. Two operators: some decisions need both. */
const cast: readonly Cast[] = [
  { role: 'owner', email: 'proprietaire@valgarance.example', name: 'Perrine Alizarine', secondFactor: true },
  {
    role: 'technical-contact',
    email: 'technique@valgarance.example',
    name: 'Théo Pastel',
    secondFactor: true,
  },
  { role: 'contributor', email: 'contribution@valgarance.example', name: 'Cléa Gaude', secondFactor: false },
  { role: 'reader', email: 'lecture@valgarance.example', name: 'Léon Sumac', secondFactor: false },
  { role: 'legal-reviewer', email: 'juriste@garance.example', name: 'Juliette Orcanète', secondFactor: true },
  {
    role: 'qualification-officer',
    email: 'qualification@garance.example',
    name: 'Quentin Fustet',
    secondFactor: true,
  },
  { role: 'support-agent', email: 'assistance@garance.example', name: 'Sabine Carthame', secondFactor: true },
  { role: 'operator', email: 'exploitation-1@garance.example', name: 'Oscar Kermès', secondFactor: true },
  { role: 'operator', email: 'exploitation-2@garance.example', name: 'Odile Indigo', secondFactor: true },
];

const secretBytes = 20;

/** With secrets made at the first start and kept sealed: the same after every restart. */
export function partnerAccounts(store: PlatformStore): Promise<readonly DemonstrationAccount[]> {
  return Promise.all(
    cast.map(async ({ secondFactor, ...account }) => {
      if (!secondFactor) return account;
      const secret = await store.secrets.getOrCreate(`partner-totp-${account.email}`, () =>
        randomBytes(secretBytes),
      );
      return { ...account, totpSecret: base32(secret) };
    }),
  );
}
