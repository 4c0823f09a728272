/** The test accounts that services created in the partner space, for the demo providers, the civil register and the hubs. */
import type { Clock } from '@garance/core';
import { type DemoClaims, type DemoProviderId, demoProviderIds, type ListTestAccounts } from '@garance/demo';
import type { HubDeps } from '@garance/hub';
import type { TestAccount } from '@garance/portal';
import { listTestAccounts, testAccountPassword } from '@garance/portal';

export interface TestAccounts {
  readonly list: ListTestAccounts;
  /** Whether an account belongs to another service than the one that the person signs in to. */
  readonly isForeign: NonNullable<HubDeps['isForeignTestAccount']>;
}

/** Lifetime of a reading in milliseconds. Each account must be decrypted, so concurrent sign-ins share one reading. */
const freshMs = 250;

/** Reads test accounts from the partner space's table; a failed reading is repeated at the next call. */
export function createTestAccounts(
  portal: Parameters<typeof listTestAccounts>[0],
  clock: Clock,
): TestAccounts {
  let last: { readonly atMs: number; readonly identities: Promise<readonly TestAccount[]> } | undefined;
  const identities = (): Promise<readonly TestAccount[]> => {
    if (last !== undefined && clock.now() - last.atMs < freshMs) return last.identities;
    const reading = { atMs: clock.now(), identities: listTestAccounts(portal) };
    last = reading;
    // A failed reading is not cached.
    reading.identities.catch(() => {
      if (last === reading) last = undefined;
    });
    return reading.identities;
  };
  return {
    list: async () =>
      (await identities()).map(({ login, claims }) => ({
        login,
        password: testAccountPassword,
        claims: claimsOf(claims),
      })),
    isForeign: async ({ providerId, providerSub, serviceId }) => {
      if (!demoProviderIds.includes(providerId as DemoProviderId)) return false;
      const identity = (await identities()).find(({ login }) => login === providerSub);
      return identity !== undefined && identity.serviceId !== serviceId;
    },
  };
}

/** The partner space has checked the claims against the rules of the pivot identity. */
function claimsOf(claims: TestAccount['claims']): DemoClaims {
  const {
    given_name = '',
    family_name = '',
    birthdate = '',
    gender,
    email = '',
    preferred_username,
  } = claims;
  return {
    given_name,
    family_name,
    birthdate,
    gender: gender === 'female' || gender === 'male' ? gender : 'unspecified',
    birthplace: claims.birthplace ?? '',
    birthcountry: claims.birthcountry ?? '',
    email,
    ...(preferred_username !== undefined && { preferred_username }),
  };
}
