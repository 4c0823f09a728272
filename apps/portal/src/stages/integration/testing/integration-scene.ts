/** For tests: a partner space with a service that is habilitated, and a world whose documents the test writes. */
import { randomUUID } from 'node:crypto';
import type { Platform } from '@garance/core';
import type { Habilitation, Service } from '@garance/store';
import { type Outbound, OutboundError, type OutboundRequest } from '@garance/web/outbound';
import type { PortalConfig } from '../../../kit/deps.ts';
import { createTestPortal, type TestPersonOptions } from '../../../testing/portal-fixture.ts';

/** Documents by address; anything else cannot be reached. */
export type World = Map<string, { readonly status: number; readonly body: string }>;

export type IntegrationScene = Awaited<ReturnType<typeof createIntegrationScene>>;

export async function createIntegrationScene(config: Partial<PortalConfig> = {}) {
  const world: World = new Map();
  const portal = await createTestPortal({ config, outbound: outboundOf(world) });
  const organisation = await portal.organisation();
  const service: Service = {
    id: randomUUID(),
    organisationId: organisation.id,
    name: 'Portail des familles',
    kind: 'public',
    eligibility: {},
    createdAtMs: portal.clock.now(),
  };
  await portal.store.portal.services.create(service);

  const habilitate = async (platform: Platform, more: Partial<Habilitation> = {}): Promise<Habilitation> => {
    const requestId = randomUUID();
    const { portal: tables } = portal.store;
    await tables.requests.create({
      id: requestId,
      serviceId: service.id,
      organisationId: organisation.id,
      platform,
      level: platform === 'plus' ? 'eidas2' : 'eidas1',
      answers: {},
      ownerId: (await portal.as({ organisation })).person.id,
      commonIdentifier: false,
      createdAtMs: portal.clock.now(),
    });
    const habilitation: Habilitation = {
      id: randomUUID(),
      requestId,
      serviceId: service.id,
      platform,
      level: platform === 'plus' ? 'eidas2' : 'eidas1',
      scopes: ['openid', 'given_name', 'family_name', 'email'],
      type: 'public',
      commonIdentifier: false,
      snapshot: {},
      validatedAtMs: portal.clock.now(),
      ...more,
    };
    await tables.habilitations.grant(habilitation);
    return habilitation;
  };
  return {
    ...portal,
    world,
    organisation,
    service,
    habilitate,
    /** Somebody of the service's organisation. */
    member: (role: TestPersonOptions['role'] = 'technical-contact') => portal.as({ organisation, role }),
    [Symbol.asyncDispose]: () => portal.close(),
  };
}

function outboundOf(world: World): Outbound {
  const request = async ({ url }: OutboundRequest) => {
    const found = world.get(String(url));
    if (found === undefined) throw new OutboundError('network');
    return { ...found, headers: {} };
  };
  return {
    request,
    fetch: () => Promise.reject(new OutboundError('network')),
    policy: { allowHttp: false, allowPrivateAddresses: false },
    close: async () => {},
  };
}

/** A form that is right on standard; empty values are fields left empty. */
export const goodForm = {
  displayName: 'Portail des familles',
  redirectUris: 'https://familles.example/retour',
  postLogoutRedirectUris: 'https://familles.example/',
  authMethod: 'client_secret_post',
  keysKind: 'none',
  signingAlg: 'ES256',
  encryptionAlg: '',
  profile: 'franceconnect',
  pkce: 'optional',
  par: 'optional',
  providerFilterMode: 'none',
  sessionLengthHours: '8',
  scopes: ['openid', 'given_name', 'email'],
} as const;
