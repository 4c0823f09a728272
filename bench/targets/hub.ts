import { createSecretKey, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { type CivilRegister, type Clock, type CogTable, createGeography, systemClock } from '@garance/core';
import {
  buildHub,
  createClientKeys,
  createFixedRegistry,
  createProviderGateway,
  type HubParts,
  hubConfigSchema,
  transactionTtlSeconds,
} from '@garance/hub';
import {
  connectValkey,
  countCalls,
  createMemoryInflightStore,
  createRetryingWriter,
  createValkeyInflightStore,
  createVault,
  type InflightStore,
  openDurableStore,
  type SignInStore,
  type Vault,
} from '@garance/store';
import { createOutbound } from '@garance/web/outbound';
import { createPino } from '@garance/web/server';
import { type StartedTarget, type TargetConfig, upstreamProviderId } from '../shared/contract.ts';
import { benchKeyRing } from './hub-keys.ts';
import { registrationsOf, upstreamProvider } from './hub-registry.ts';
import { serveTarget } from './serve-target.ts';

/** Answers from memory, as for the peer: the register's own time is not measured. */
const register: CivilRegister = { lookUp: async (identity) => ({ kind: 'found', identity }) };

const unlimited = 1_000_000_000;
const newKey = () => createSecretKey(randomBytes(32));

function readGeography() {
  const file = createRequire(import.meta.url).resolve('@garance/core/cog.json');
  return createGeography(JSON.parse(readFileSync(file, 'utf8')) as CogTable);
}

/** Drops sign-ins, as the peer does; with GARANCE_BENCH_POSTGRES_URL each one is durable before its code is sent. */
async function openSignIns(vault: Vault, clock: Clock): Promise<Pick<SignInStore, 'append'>> {
  const url = process.env.GARANCE_BENCH_POSTGRES_URL;
  if (url === undefined) return { append: async () => {} };
  return (await openDurableStore({ url, vault, clock })).signIns;
}

/** The real hub on the plus platform, everything in this process; only what would leave it is answered from memory. */
async function hubDeps(
  config: TargetConfig,
  { issuer, inflight }: { readonly issuer: string; readonly inflight: InflightStore },
): Promise<HubParts> {
  const clock = systemClock;
  const logger = createPino({ name: 'hub', level: 'warn' });
  const outbound = createOutbound({ policy: { allowHttp: true, allowPrivateAddresses: true } });
  const keyRing = await benchKeyRing(config, clock);
  const vault = createVault(randomBytes(32));
  const { append } = await openSignIns(vault, clock);
  const signIns = createRetryingWriter({ append, clock });
  const { decryptor } = keyRing;
  return {
    config: hubConfigSchema.parse({
      platform: 'plus',
      environment: 'production',
      issuer,
      platformName: 'Garance+',
      transactionTtlSeconds: transactionTtlSeconds.plus,
      // All citizens of the bench have the same address.
      interactionsPerMinutePerAddress: unlimited,
      inflightSharePerAddress: 1,
      tokenFailuresPerMinutePerClient: unlimited,
    }),
    clock,
    logger,
    registry: createFixedRegistry(registrationsOf(config.services), [upstreamProvider(config)]),
    inflight,
    vault,
    keyRing,
    clientKeys: createClientKeys({ outbound, clock }),
    gateway: createProviderGateway({
      outbound,
      clock,
      decryptor,
      logger,
      limits: { concurrentPerProvider: 10_000 },
    }),
    register,
    geography: readGeography(),
    subjectKeys: { g1: newKey(), override: newKey(), history: newKey() },
    subjectOverrides: () => new Map(),
    recordSignIn: (event) => signIns.write(event),
    notify: async () => {},
    findSignIn: async () => undefined,
    reportSignIn: async () => {},
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** In memory; with GARANCE_BENCH_VALKEY_URL on that server. */
async function openInflight(clock: Clock): Promise<InflightStore> {
  const url = process.env.GARANCE_BENCH_VALKEY_URL;
  if (url === undefined) return createMemoryInflightStore({ clock });
  const { hostname, port } = new URL(url);
  const options = { kind: 'single', host: hostname, port: Number(port), callTimeoutMs: 5_000 } as const;
  return createValkeyInflightStore(await connectValkey(options), { clock });
}

async function startHub(config: TargetConfig): Promise<StartedTarget> {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}/api/v2`;
  const counted = countCalls(await openInflight(systemClock));
  const app = buildHub(await hubDeps(config, { issuer, inflight: counted.store }));
  await app.listen({ host: '127.0.0.1', port });
  return {
    script: {
      issuer,
      authorization: `${issuer}/authorize`,
      token: `${issuer}/token`,
      userinfo: `${issuer}/userinfo`,
      jwks: `${issuer}/jwks`,
      forms: [
        { actionEndsWith: '/provider', fields: { provider: upstreamProviderId } },
        { actionEndsWith: '/consent', fields: {} },
      ],
    },
    upstreamRedirectUri: `${issuer}/oidc-callback/${upstreamProviderId}`,
    storeCalls: counted,
  };
}

serveTarget(startHub);
