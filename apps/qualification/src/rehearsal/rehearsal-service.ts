/**
 * The rehearsal service: gives rehearsal tokens for rehearsed logins, tells hubs what to do wrong in them, and remembers what was seen. One for
 * all integration hubs of a composition; never part of a production one.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Clock,
  GaranceError,
  type Registration,
  type RehearsalPort,
  type RehearsedHub,
} from '@garance/core';
import { cookieName } from '@garance/web/server';
import type { FastifyInstance } from 'fastify';
import type { Observation } from '../vocabulary/observation.ts';
import type { RehearsalInput, RehearsalToken, RehearsedService } from '../vocabulary/rehearsal.ts';
import { type Sighting, type Trace, tracesSchema } from '../vocabulary/trace.ts';
import { rehearsalIssuerOf } from './addresses.ts';
import { createArmedFaults } from './armed-faults.ts';
import { createLoginRecords } from './login-records.ts';
import { createOwnKeys } from './own-keys.ts';
import type { RehearsalParts } from './parts.ts';
import { createPort } from './port.ts';
import { parseRehearsalInput } from './rehearsal-input.ts';
import { mountRehearsalIssuer } from './rehearsal-issuer.ts';
import { generateRehearsalTokenKey, type RehearsalTokenKey, writeRehearsalToken } from './rehearsal-token.ts';
import { searchTraces } from './search-traces.ts';

export interface RehearsalServiceOptions {
  readonly clock: Clock;
  /** Signs rehearsal tokens; made anew unless given. */
  readonly key?: RehearsalTokenKey;
  /** Shortens the delays of faults in the suite's own tests; 1 in life. */
  readonly scale?: number;
  /** Without final slash: `http://localhost:3015`. */
  readonly rehearsalIssuerOrigin: string;
}

export interface RehearsalService {
  /** Called once for each integration hub. */
  portFor(hub: RehearsedHub): RehearsalPort;
  /** @throws GaranceError `rehearsal.service_unknown`, `rehearsal.wish_refused` */
  mint(clientId: string, issuer: string, input: RehearsalInput): Promise<RehearsalToken>;
  /** What was seen of this login until now, in order; nothing of one that is unknown or forgotten (10 min). */
  observations(tokenId: string): readonly Observation[];
  /**
   * What of this login lies in these traces; nothing of one that is unknown or forgotten.
   *
   * @throws GaranceError `rehearsal.wish_refused` for what are no traces, too many, or too often
   */
  search(tokenId: string, traces: readonly Trace[]): readonly Sighting[];
  /** @throws GaranceError `rehearsal.service_unknown` */
  describe(clientId: string, issuer: string): Promise<RehearsedService>;
  /** Mounts the rehearsal issuers and the attacker's keys. */
  rehearsalIssuer(app: FastifyInstance): void;
  /** Ends every wait. */
  close(): void;
}

/** Beyond this a browser drops the cookie (RFC 6265 §6.1). */
const longestCookie = 3_900;

export function createRehearsalService(options: RehearsalServiceOptions): RehearsalService {
  const { clock, scale = 1, rehearsalIssuerOrigin: origin } = options;
  const closing = new AbortController();
  const parts: RehearsalParts = {
    clock,
    origin,
    tokenKey: options.key ?? generateRehearsalTokenKey(),
    records: createLoginRecords({ clock }),
    issuerKeys: createOwnKeys(),
    attackerKeys: createOwnKeys(),
    armed: createArmedFaults({ clock }),
    wait: async (seconds) => {
      if (seconds === 0) return;
      // Cut short when the rehearsal service closes: no server waits for a rehearsed silence to end.
      await sleep(seconds * 1000 * scale, undefined, { signal: closing.signal }).catch(() => undefined);
    },
  };
  const hubs = new Map<string, RehearsedHub>();
  return {
    portFor: (hub) => {
      hubs.set(hub.issuer, hub);
      return createPort(parts, hub);
    },
    mint: async (clientId, issuer, input) => mint(parts, serviceAt(hubs, issuer, clientId), input),
    observations: (tokenId) => observations(parts, tokenId),
    search: (tokenId, traces) => search(parts, tokenId, traces),
    describe: async (clientId, issuer) => describe(origin, serviceAt(hubs, issuer, clientId)),
    rehearsalIssuer: (app) => mountRehearsalIssuer(app, parts, hubs),
    close: () => closing.abort(),
  };
}

interface ServiceAt {
  readonly hub: RehearsedHub;
  readonly registration: Registration;
}

function serviceAt(hubs: ReadonlyMap<string, RehearsedHub>, issuer: string, clientId: string): ServiceAt {
  const hub = hubs.get(issuer);
  const registration = hub?.findRegistration(clientId);
  // A sandbox client is never qualified, so nothing is rehearsed with it.
  if (hub === undefined || registration?.status !== 'active' || registration.kind === 'sandbox') {
    throw new GaranceError('rehearsal.service_unknown');
  }
  return { hub, registration };
}

async function mint(
  parts: RehearsalParts,
  { hub, registration }: ServiceAt,
  asked: RehearsalInput,
): Promise<RehearsalToken> {
  const input = parseRehearsalInput(asked);
  if (input === undefined) throw new GaranceError('rehearsal.wish_refused');
  const id = randomUUID();
  const { clientId } = registration;
  const { issuer, platform } = hub;
  const freshKid = await publishFreshKey(parts, { hub, registration }, input);
  const value = await writeRehearsalToken(
    { id, clientId, audience: issuer, input, freshKid },
    { key: parts.tokenKey, clock: parts.clock },
  );
  if (value.length > longestCookie) throw new GaranceError('rehearsal.wish_refused', { detail: 'size' });
  const own = rehearsalIssuerOf(parts.origin, platform, clientId);
  parts.records.add({ id, clientId, rehearsalIssuer: input.throughRehearsalIssuer ? own : undefined });
  parts.records.note(id, { [freshKeyNote]: freshKid });
  parts.armed.set(own, id, input.fault);
  const { origin, protocol } = new URL(issuer);
  const secure = protocol === 'https:';
  const name = cookieName({ platform, environment: 'integration', purpose: 'rehearsal', secure });
  return { id, cookie: { url: `${origin}/`, name, value } };
}

/** Under this name a login remembers the key that was published for it. */
const freshKeyNote = 'fresh-kid';

/**
 * Public from now on, so that by the time it signs a service can have seen it; after a login for which one was published,
 * that one.
 */
async function publishFreshKey(
  { issuerKeys, records }: RehearsalParts,
  { hub, registration }: ServiceAt,
  { fault, throughRehearsalIssuer, after = '' }: RehearsalInput,
): Promise<string | undefined> {
  if (fault === undefined || !('jose' in fault) || fault.jose !== 'newly-published-signing-key') {
    return undefined;
  }
  const earlier = records.find(after);
  const published =
    earlier?.clientId === registration.clientId ? earlier.values.get(freshKeyNote) : undefined;
  if (published !== undefined) return published;
  const { idToken, userinfo } = registration;
  const alg = fault.at === 'userinfo' ? (userinfo.signingAlg ?? idToken.signingAlg) : idToken.signingAlg;
  return throughRehearsalIssuer ? issuerKeys.publish(alg) : hub.publishSigningKey(alg);
}

function observations({ records, armed }: RehearsalParts, tokenId: string): readonly Observation[] {
  const record = records.find(tokenId);
  if (record === undefined) return [];
  if (record.rehearsalIssuer === undefined) return [...record.observations];
  return [...armed.goodFetches(record.rehearsalIssuer), ...record.observations].sort(
    (a, b) => a.atMs - b.atMs,
  );
}

/** A run searches once; an answer says whether a value lies there, and is no way to find one. */
const mostSearches = 4;

function search({ records }: RehearsalParts, tokenId: string, traces: readonly Trace[]): readonly Sighting[] {
  const record = records.find(tokenId);
  if (record === undefined) return [];
  const read = tracesSchema.safeParse(traces);
  record.searches += 1;
  if (!read.success || record.searches > mostSearches) {
    throw new GaranceError('rehearsal.wish_refused', { detail: 'traces' });
  }
  return searchTraces(read.data, record.known);
}

async function describe(origin: string, { hub, registration }: ServiceAt): Promise<RehearsedService> {
  const { keys, idToken, userinfo, auth } = registration;
  const inspection = await hub.inspectClientKeys(registration);
  const { reachable, findings, encryptionKeys } = inspection;
  return {
    clientId: registration.clientId,
    serviceId: registration.serviceId,
    registrationId: registration.id,
    registrationVersion: registration.version,
    platform: hub.platform,
    issuer: hub.issuer,
    redirectUris: registration.redirectUris,
    postLogoutRedirectUris: registration.postLogoutRedirectUris,
    grantedScopes: registration.scopes,
    authMethod: auth.method,
    encrypted: idToken.encryption !== undefined || userinfo.encryption !== undefined,
    hasSecondEncryptionKey: encryptionKeys > 1,
    ...(keys.kind !== 'none' && { jwks: { reachable, findings } }),
    rehearsalIssuer: rehearsalIssuerOf(origin, hub.platform, registration.clientId),
  };
}
