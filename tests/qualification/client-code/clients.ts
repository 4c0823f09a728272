/** The clients whose code is changed: a registration at the hub, and how each is made of its modules. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Platform, type Registration, systemClock } from '@garance/core';
import {
  type buildDemoService,
  type DemoServiceKeys,
  demoServiceRegistrations,
  generateDemoServiceKeys,
} from '@garance/demo';
import type { ServiceUnderTest } from '@garance/qualification';
import { buildServer, createPino } from '@garance/web/server';
import type * as HonestModule from '../services/honest.ts';
import { generateServiceKeys, type ServiceKeys } from '../services/keys.ts';
import type * as MountedModule from '../services/mounted.ts';
import { describeService, levels } from '../services/mounted.ts';
import { registrationOf, sampleScopes } from '../services/registrations.ts';
import type * as SampleServiceModule from '../services/sample-service.ts';
import { usualTiming } from '../services/settings.ts';
import { listenerOf, signedInText } from '../third-party/site.ts';
import { byHandLines, demoLines, type Line, openidClientLines } from './lines.ts';
import type * as OpenidClientParty from './parties/openid-client-party.ts';

/** The place of one client at one hub. */
export interface Place {
  readonly platform: Platform;
  readonly issuer: string;
  /** Without final slash. */
  readonly origin: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly keys: ServiceKeys;
  readonly demoKeys: DemoServiceKeys;
  /** Its issuer's documents misbehave: they are loaded again for every login. */
  readonly atRehearsalIssuer: boolean;
}

/** A client at work: what it answers at its address. */
export interface Running {
  readonly answer: (request: IncomingMessage, response: ServerResponse) => void;
  close(): Promise<void>;
}

export interface Client {
  readonly name: ClientName;
  /** Of its modules, as built. */
  readonly folder: string;
  /** What `start` is given, imported anew. */
  readonly entries: readonly string[];
  readonly lines: readonly Line[];
  registration(place: Place): Omit<Registration, 'version'>;
  service(place: Place): ServiceUnderTest;
  start(modules: readonly unknown[], place: Place): Promise<Running>;
}

export type ClientName = 'demo' | 'openid-client' | 'by-hand';

/** @param path below the folder of tests that are built */
const built = (path: string) => new URL(`../../../${path}`, import.meta.url).href;

const demo: Client = {
  name: 'demo',
  folder: new URL('../../../../apps/demo/dist/service/', import.meta.url).href,
  entries: ['start-demo-service'],
  lines: demoLines,
  registration: (place) => {
    const entry = entryOf(place);
    const found = demoServiceRegistrations({
      origin: place.origin,
      environment: 'integration',
      organisationId: 'montfleury',
      clients: demoClients(place),
    }).find(({ redirectUris }) => redirectUris[0]?.endsWith(`/callback/${entry.path}`) === true);
    if (found === undefined) throw new Error(`no registration for ${entry.path}`);
    return { ...found, id: place.clientId, serviceId: place.clientId };
  },
  service: (place) => ({
    loginUrl: `${place.origin}/sign-in/${entryOf(place).path}`,
    signedIn: { selector: 'form[action="/sign-out"]' },
    protectedUrl: `${place.origin}/account`,
    profileUrl: `${place.origin}/account`,
    logoutUrl: `${place.origin}/sign-out`,
    ...(place.platform === 'standard' && { stepUpUrl: `${place.origin}/account/documents` }),
  }),
  start: async ([module], place) => {
    const { buildDemoService: build } = module as { readonly buildDemoService: typeof buildDemoService };
    const app = build({
      origin: place.origin,
      clients: demoClients(place),
      keys: place.demoKeys,
      outboundPolicy: { allowHttp: true, allowPrivateAddresses: true },
      logger: createPino({ name: 'demo', level: 'silent' }),
    });
    await app.ready();
    return { answer: (request, response) => app.routing(request, response), close: () => app.close() };
  },
};

function entryOf({ platform }: Place) {
  return platform === 'standard'
    ? ({ name: 'franceconnect', path: 'franceconnect' } as const)
    : ({ name: 'plusSubstantial', path: 'plus-substantial' } as const);
}

function demoClients(place: Place) {
  const { issuer, clientId, clientSecret } = place;
  const others = { issuer, clientId: `${clientId}-other`, clientSecret };
  return {
    ...{ franceconnect: others, plusSubstantial: others, plusHigh: others },
    [entryOf(place).name]: { issuer, clientId, clientSecret },
  };
}

const byHand: Client = {
  name: 'by-hand',
  folder: built('dist/qualification/services/'),
  entries: ['honest', 'sample-service', 'mounted'],
  lines: byHandLines,
  registration: (place) => sampleRegistration(place, byHandBase(place)),
  service: (place) => describeService(byHandBase(place)),
  start: async ([honest, sample, mounting], place) => {
    const { honest: implementation } = honest as typeof HonestModule;
    const { createSampleService } = sample as typeof SampleServiceModule;
    const { answer } = mounting as typeof MountedModule;
    const { platform, issuer, origin, clientId, clientSecret, keys } = place;
    const service = createSampleService(implementation, {
      ...{ platform, clientId, keys, base: byHandBase(place), scopes: sampleScopes, clock: systemClock },
      issuer: () => issuer,
      documentedIssuer: issuer,
      ...(platform === 'standard' && { clientSecret }),
      ...levels[platform],
      timing: {
        ...usualTiming,
        ...{ timeoutMs: 2_200, jwksCoolDownMs: 0 },
        ...(place.atRehearsalIssuer && { discoveryMaxAgeMs: 0, jwksMaxAgeMs: 0 }),
      },
    });
    const app = buildServer({
      name: 'by-hand',
      issuerOrigin: origin,
      logger: createPino({ name: 'by-hand', level: 'silent' }),
    });
    app.all('/*', async (request, reply) => {
      const [, , ...path] = (request.url.split('?')[0] ?? '').split('/');
      return answer({ service, cookieName: 'by-hand' }, path.join('/'), { request, reply });
    });
    await app.ready();
    return { answer: (request, response) => app.routing(request, response), close: () => app.close() };
  },
};

const openidClient: Client = {
  name: 'openid-client',
  folder: built('dist/qualification/client-code/parties/'),
  entries: ['openid-client-party'],
  lines: openidClientLines,
  registration: (place) => sampleRegistration(place, place.origin),
  service: ({ origin }) => ({
    loginUrl: `${origin}/sign-in`,
    signedIn: { text: signedInText },
    protectedUrl: `${origin}/account`,
    profileUrl: `${origin}/account`,
    logoutUrl: `${origin}/sign-out`,
    stepUpUrl: `${origin}/documents`,
  }),
  start: async ([module], place) => {
    const { createParty } = module as typeof OpenidClientParty;
    const { platform, issuer, origin, clientId, clientSecret, keys } = place;
    const party = createParty({
      ...{ platform, issuer, origin, clientId, scope: sampleScopes.join(' ') },
      ...(platform === 'standard' && { clientSecret }),
      keys: { signing: keys.signing, encryption: keys.encryption[0] },
    });
    return { answer: listenerOf(origin, party), close: async () => undefined };
  },
};

/** Its cookies are for a path of its own. */
function byHandBase({ origin }: Place): string {
  return `${origin}/service`;
}

function sampleRegistration({ platform, clientId, clientSecret }: Place, base: string) {
  const secret = platform === 'standard' ? { clientSecret } : {};
  return registrationOf({ platform, clientId, ...secret, bases: [base] });
}

export const clients: readonly Client[] = [demo, openidClient, byHand];

export interface Keys {
  readonly keys: ServiceKeys;
  readonly demoKeys: DemoServiceKeys;
}

export async function makeKeys(): Promise<Keys> {
  const [keys, demoKeys] = await Promise.all([generateServiceKeys(), generateDemoServiceKeys()]);
  return { keys, demoKeys };
}

export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}
