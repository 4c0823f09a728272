/**
 * For tests: a real hub over a memory store, with everything around it fixed or set by the test. Used by all hub tests:
 *
 * ```
 * await using hub = await createTestHub({ platform: 'plus' });
 * const citizen = hub.browser();                        // one browser: cookies, redirects, hidden fields
 * await citizen.signIn(hub.service('public'));          // authorize, choose, callback: now at the consent page
 * const { code } = (await citizen.consent()).params;    // back at the service
 * const tokens = await hub.service('public').redeem(code);
 * ```
 */
import {
  createGeography,
  createManualClock,
  type Environment,
  type HubId,
  type Platform,
} from '@garance/core';
import cog from '@garance/core/cog.json' with { type: 'json' };
import { createMemoryInflightStore, createVault, type SignInEvent } from '@garance/store';
import { createPino } from '@garance/web/server';
import { createClientKeys } from '../client-keys/client-keys.ts';
import type { HubParts, SignInNotice } from '../deps.ts';
import { buildHub } from '../hub.ts';
import { type HubConfig, hubConfigSchema, transactionTtlSeconds } from '../hub-config.ts';
import { softwareKeys } from '../keys/key-custody.ts';
import { loadKeyRing } from '../keys/key-ring.ts';
import { withLogins } from '../with-logins.ts';
import { createBrowser } from './browser.ts';
import { createFakeGateway, createFakeRegister, createTestRegistry, noOutbound } from './fakes.ts';
import { keyStoreOf, startMs } from './fixed-keys.ts';
import { createService, type TestService } from './service.ts';
import type { ServiceName } from './services.ts';

const geography = createGeography(cog);

export interface TestHubOptions {
  readonly platform?: Platform;
  readonly environment?: Environment;
  readonly config?: Partial<HubConfig>;
  readonly deps?: Partial<HubParts>;
}

export type TestHub = Awaited<ReturnType<typeof createTestHub>>;

/** The systems around a hub, and what they recorded, mailed, reported and logged. */
function createSurroundings(id: HubId) {
  return {
    issuer: `https://${id.platform}.${id.environment}.example/api/v2`,
    clock: createManualClock(startMs),
    logs: [] as string[],
    signIns: [] as SignInEvent[],
    notices: [] as SignInNotice[],
    reports: [] as string[],
    gateway: createFakeGateway(),
    register: createFakeRegister(),
    registry: createTestRegistry(id),
    keyStore: keyStoreOf(id.platform, id.environment),
  };
}

type Surroundings = ReturnType<typeof createSurroundings>;

function configOf(id: HubId, issuer: string, changes: Partial<HubConfig> = {}): HubConfig {
  return hubConfigSchema.parse({
    ...id,
    issuer,
    platformName: id.platform === 'plus' ? 'Garance+' : 'Garance',
    transactionTtlSeconds: transactionTtlSeconds[id.platform],
    interactionsPerMinutePerAddress: 100_000,
    tokenFailuresPerMinutePerClient: 100_000,
    ...changes,
  });
}

async function partsOf(id: HubId, around: Surroundings, options: TestHubOptions): Promise<HubParts> {
  const { issuer, clock, logs, signIns, notices, reports, gateway, register, registry, keyStore } = around;
  const push =
    <T>(list: T[]) =>
    async (item: T) => {
      list.push(item);
    };
  return {
    config: configOf(id, issuer, options.config),
    clock,
    logger: createPino({
      name: 'hub',
      level: 'trace',
      destination: { write: (line: string) => logs.push(line) },
    }),
    registry,
    inflight: createMemoryInflightStore({ clock }),
    vault: createVault(Buffer.alloc(32, `${id.platform} ${id.environment}`)),
    keyRing: await loadKeyRing({ hub: id, store: keyStore, custody: softwareKeys, clock }),
    clientKeys: createClientKeys({ outbound: noOutbound, clock }),
    gateway,
    register,
    geography,
    subjectKeys: {
      g1: Buffer.alloc(32, id.environment),
      override: Buffer.alloc(32, 'override'),
      history: Buffer.alloc(32, 'history'),
    },
    subjectOverrides: () => new Map(),
    recordSignIn: push(signIns),
    notify: push(notices),
    findSignIn: async (reference) => signIns.find(({ id }) => id === reference),
    reportSignIn: push(reports),
    ...options.deps,
  };
}

export async function createTestHub(options: TestHubOptions = {}) {
  const { platform = 'standard', environment = 'integration' } = options;
  const id = { platform, environment };
  const around = createSurroundings(id);
  const { issuer, registry } = around;
  const parts = await partsOf(id, around, options);
  const deps = withLogins(parts);
  const app = buildHub(parts);
  await app.ready();
  return {
    ...around,
    app,
    deps,
    service: (name: ServiceName): TestService => createService({ app, deps, issuer, name, registry }),
    /** A browser without any cookie. */
    browser: () => createBrowser({ app, issuer }),
    [Symbol.asyncDispose]: async () => {
      await app.close();
    },
  };
}
