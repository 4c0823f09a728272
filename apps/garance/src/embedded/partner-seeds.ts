/** Accounts of the partner space created at the first start, one per role. */

import { randomBytes } from 'node:crypto';
import type { DemonstrationAccount, PlatformStore } from '@garance/portal';
import { Secret } from 'otpauth';

type Cast = Omit<DemonstrationAccount, 'totpSecret'> & { readonly secondFactor: boolean };

/** The first account of a role owns the seeded services. There are two operators, because some decisions need two. */
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

/** The accounts with their secrets, created at the first start and stored sealed: the same after every restart. */
export function partnerAccounts(store: PlatformStore): Promise<readonly DemonstrationAccount[]> {
  return Promise.all(
    cast.map(async ({ secondFactor, ...account }) => {
      if (!secondFactor) return account;
      const secret = await store.secrets.getOrCreate(`partner-totp-${account.email}`, () =>
        randomBytes(secretBytes),
      );
      return { ...account, totpSecret: new Secret({ buffer: new Uint8Array(secret).buffer }).base32 };
    }),
  );
}
