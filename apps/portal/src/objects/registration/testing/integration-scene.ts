/** For tests: a partner space with a habilitated service, and external documents that the test provides. */
import { randomUUID } from 'node:crypto';
import type { Platform } from '@garance/core';
import { type Outbound, OutboundError, type OutboundRequest } from '@garance/web/outbound';
import type { PortalConfig } from '../../../deps.ts';
import {
  createTestPortal,
  type TestPersonOptions,
  type TestPortalOptions,
} from '../../../testing/portal-fixture.ts';
import type { Habilitation } from '../../habilitation/table.ts';
import type { NewRequest } from '../../request/tables/requests.ts';
import type { Service } from '../../service/table.ts';
import { suspendService } from '../registrations.ts';

/** Documents by URL; every other address is unreachable. */
export type World = Map<string, { readonly status: number; readonly body: string }>;

export type IntegrationScene = Awaited<ReturnType<typeof createIntegrationScene>>;
export type PortalInWorld = Awaited<ReturnType<typeof createPortalInWorld>>;

/** One portal for the tests of a file; each scene on it has an organisation and a service of its own. */
export async function createPortalInWorld(
  config: Partial<PortalConfig> = {},
  more: Pick<TestPortalOptions, 'qualificationRunner'> = {},
) {
  const world: World = new Map();
  return { ...(await createTestPortal({ ...more, config, outbound: outboundOf(world) })), world };
}

export async function createIntegrationScene(
  portal: PortalInWorld,
  { proven = true }: { readonly proven?: boolean } = {},
) {
  const organisation = await portal.organisation({ proven });
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
    const { portal: tables } = portal.store;
    const existing = (await tables.requests.ofService(service.id)).find(
      (request) => request.platform === platform,
    );
    const requestId = existing?.id ?? randomUUID();
    const request: NewRequest = {
      id: requestId,
      serviceId: service.id,
      organisationId: organisation.id,
      platform,
      level: platform === 'plus' ? 'eidas2' : 'eidas1',
      state: 'validated',
      title: service.name,
      foundBy: '',
      answers: {},
      ownerId: (await portal.as({ organisation })).person.id,
      commonIdentifier: false,
      createdAtMs: portal.clock.now(),
    };
    if (existing === undefined) await tables.requests.create(request);
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
    organisation,
    service,
    habilitate,
    /** Suspends the service on every hub, as an operator does. */
    suspend: (reason: string) =>
      portal.store.portal.transaction((tables) =>
        suspendService(tables, { deps: portal.deps, serviceId: service.id, actor: 'system', reason }),
      ),
    /** A member of the service's organisation. */
    member: (role: TestPersonOptions['role'] = 'technical-contact') => portal.as({ organisation, role }),
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

/** A valid form for standard; empty values are fields left empty. */
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
