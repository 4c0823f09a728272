/** The test persons that services made for themselves, as the demo providers, the civil register and the hubs see them. */
import type { Clock } from '@garance/core';
import {
  type DemoClaims,
  type DemoProviderId,
  demoProviderIds,
  type ListPrivatePersons,
} from '@garance/demo';
import type { HubDeps } from '@garance/hub';
import type { TestIdentity } from '@garance/portal';
import { listTestIdentities, testIdentityPassword } from '@garance/portal';

export interface PrivatePersons {
  readonly list: ListPrivatePersons;
  /** A person of one service is nobody at another one. */
  readonly isForeign: NonNullable<HubDeps['isForeignTestPerson']>;
}

/** Reading anew costs one opening of a seal for each person: for a moment, many sign-ins share one reading. */
const freshMs = 250;

export function createPrivatePersons(
  portal: Parameters<typeof listTestIdentities>[0],
  clock: Clock,
): PrivatePersons {
  let last: { readonly atMs: number; readonly identities: Promise<readonly TestIdentity[]> } | undefined;
  const identities = (): Promise<readonly TestIdentity[]> => {
    if (last !== undefined && clock.now() - last.atMs < freshMs) return last.identities;
    const reading = { atMs: clock.now(), identities: listTestIdentities(portal) };
    last = reading;
    // What could not be read is not remembered.
    reading.identities.catch(() => {
      if (last === reading) last = undefined;
    });
    return reading.identities;
  };
  return {
    list: async () =>
      (await identities()).map(({ login, claims }) => ({
        login,
        password: testIdentityPassword,
        claims: claimsOf(claims),
      })),
    isForeign: async ({ providerId, providerSub, serviceId }) => {
      if (!demoProviderIds.includes(providerId as DemoProviderId)) return false;
      const identity = (await identities()).find(({ login }) => login === providerSub);
      return identity !== undefined && identity.serviceId !== serviceId;
    },
  };
}

/** The partner space lets in only what obeys the rules of the pivot identity. */
function claimsOf(claims: TestIdentity['claims']): DemoClaims {
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
