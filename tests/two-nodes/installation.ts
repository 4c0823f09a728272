/**
 * An installation as an operator runs it: two hubs of one platform, a portal and a worker, each the built command in
 * its own process.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Provider, type Registration, systemClock } from '@garance/core';
import {
  type DemoPerson,
  demoProviderProfiles,
  startDemoProviders,
  startDemoRegister,
  startMailbox,
} from '@garance/demo';
import { generateSigningKey, hashClientSecret } from '@garance/oidc';
import { openPlatformStore, type PlatformStore } from '@garance/portal';
import { createVault, runStatements } from '@garance/store';
import { createTestDatabase } from '@garance/store/testing';
import { createPino } from '@garance/web/server';
import { type GaranceProcess, runCommand } from '../embedded/garance-process.ts';
import { findFreeRange } from '../federation.ts';
import { createBalancer } from './balancer.ts';
import { createGate } from './gate.ts';
import { createWire } from './wire.ts';

const host = '127.0.0.1';
const integration = { platform: 'standard', environment: 'integration' } as const;

export const servers = { postgres: process.env.TEST_POSTGRES_URL, valkey: process.env.TEST_VALKEY_URL };
export const withoutServers =
  servers.postgres === undefined || servers.valkey === undefined
    ? 'needs TEST_POSTGRES_URL and TEST_VALKEY_URL (.ci/services start)'
    : undefined;

export const redirectUri = 'http://127.0.0.1:9/callback';
export const clientSecret = 'a-secret-of-a-service-that-is-not-guessed';
export const signingKey = await generateSigningKey('ES256');

/** What the services of these installations have in common. */
export const sharedRegistration = {
  organisationId: 'organisation',
  ...integration,
  status: 'active',
  type: 'public',
  redirectUris: [redirectUri],
  postLogoutRedirectUris: [],
  idToken: { signingAlg: 'ES256' },
  userinfo: { signingAlg: 'ES256' },
  scopes: ['openid', 'given_name', 'email'],
  amrAllowed: false,
  pkce: 'optional',
  par: 'optional',
  profile: 'franceconnect',
  idpHintAllowed: false,
  sessionLengthSeconds: 3600,
} as const;

/** One service authenticates with a secret, one with a key. */
const registrations: readonly Omit<Registration, 'version'>[] = [
  {
    ...sharedRegistration,
    id: 'by-secret',
    serviceId: 'by-secret',
    clientId: 'by-secret',
    displayName: 'Démarches',
    auth: {
      method: 'client_secret_post',
      secretHashes: [{ sha256: hashClientSecret(clientSecret) }],
      assertionAudience: 'issuer',
    },
    keys: { kind: 'none' },
    sector: { algorithm: 'g1', id: 'by-secret' },
  },
  {
    ...sharedRegistration,
    id: 'by-key',
    serviceId: 'by-key',
    clientId: 'by-key',
    displayName: 'Démarches par clé',
    auth: {
      method: 'private_key_jwt',
      secretHashes: [],
      assertionAlg: 'ES256',
      assertionAudience: 'issuer',
    },
    keys: { kind: 'jwks', jwks: { keys: [{ ...signingKey.publicJwk, kty: 'EC' }] } },
    sector: { algorithm: 'g1', id: 'by-key' },
  },
];

export interface Node {
  /** Origin of its public listener. */
  readonly origin: string;
  /** Origin of its internal listener. */
  readonly internal: string;
  process(): GaranceProcess;
  /** Starts it (again, when it has ended); resolves when it is ready. */
  start(variables?: Readonly<Record<string, string>>): Promise<void>;
}

/** Offsets of the public and the internal listener. */
type Ports = readonly [listen: number, internal: number];

export type TestInstallation = Awaited<ReturnType<typeof startInstallation>>;

/** Commands that connect as the owner of the tables. */
const ofTheOwner = ['migrate', 'backup', 'restore', 'keys'];

interface InstallationOptions {
  /** Main file of another build, for the first node and for commands that name it. */
  readonly previous?: string;
  /** Server of its database; default: that of the tests. */
  readonly postgresUrl?: string;
  /** In place of settings of the configuration of these names. */
  readonly settings?: object;
  /** Time of one look-up of the civil register; a test may hold its answer back. */
  readonly registerTimeoutMs?: number;
  /** Persons of the civil register; default: those of the demonstration. */
  readonly persons?: readonly DemoPerson[];
  /** Whether the caller starts a proxy of its own at the issuer's port. */
  readonly hasOwnProxy?: boolean;
}

/** Starts everything except the nodes' processes, which `start()` of each starts. `stack` ends it. */
export async function startInstallation(
  stack: AsyncDisposableStack,
  {
    previous,
    postgresUrl = servers.postgres ?? '',
    settings = {},
    registerTimeoutMs = 20_000,
    persons,
    hasOwnProxy = false,
  }: InstallationOptions = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'garance-two-nodes-'));
  stack.defer(() => rm(folder, { recursive: true }));
  const database = await createTestDatabase(postgresUrl);
  const users = await createUsers(stack, { postgresUrl, suffix: basename(new URL(database.url).pathname) });
  stack.defer(() => database.drop());
  const base = await findFreeRange();
  const port = (offset: number) => base + offset;
  const issuer = `http://localhost:${port(0)}/api/v2`;
  const register = stack.adopt(
    await startDemoRegister({ host, port: port(1), ...(persons !== undefined && { persons }) }),
    (server) => server.close(),
  );
  const gate = stack.adopt(await createGate(register.url), (server) => server.close());
  const providers = await startDemoProviders({
    host,
    port: port(2),
    clients: [
      {
        clientId: 'garance',
        clientSecret,
        redirectUris: [`${issuer}/oidc-callback/low`],
        postLogoutRedirectUris: [],
        jwksUri: `${issuer}/client/.well-known/keys`,
        providers: ['low'],
      },
    ],
  });
  stack.defer(() => providers.close());
  const mailbox = await startMailbox({
    host,
    publicHost: 'localhost',
    httpPort: port(3),
    smtpPort: port(4),
    dataDir: join(folder, 'mailbox'),
    logger: createPino({ name: 'mailbox', level: 'silent' }),
  });
  stack.defer(() => mailbox.close());
  const wires = {
    database: stack.adopt(await createWire(placeOf(database.url)), (wire) => wire.close()),
    inflight: stack.adopt(await createWire(placeOf(servers.valkey ?? 'redis://127.0.0.1:9')), (wire) =>
      wire.close(),
    ),
  };
  const file = join(folder, 'garance.json');
  const masterKey = crypto.getRandomValues(new Uint8Array(32));
  const keyFile = join(folder, 'master-key');
  await writeFile(keyFile, `${Buffer.from(masterKey).toString('base64')}\n`, { mode: 0o600 });
  /**
   * Each process connects as its own user with the rights that it needs; `migrate` connects as the owner of the tables.
   */
  const databaseUrlOf = (command: string): string => {
    const url = new URL(database.url);
    url.port = String(wires.database.port);
    if (previous !== undefined) return url.href;
    if (command === 'hub' || command === 'worker') url.username = users[command];
    else if (!ofTheOwner.includes(command)) url.username = users.portal;
    return url.href;
  };
  const configuration = configurationOf({
    port,
    issuer,
    databaseUrl: databaseUrlOf('portal'),
    // A previous version has no such setting; its processes connect as the owner of the tables.
    users: previous === undefined ? users : undefined,
    inflightPort: wires.inflight.port,
    register: { url: gate.url, timeoutMs: registerTimeoutMs },
  });
  await writeFile(file, JSON.stringify({ ...configuration, ...settings }), { mode: 0o600 });

  const started = new Set<GaranceProcess>();
  stack.defer(async () => {
    for (const { child } of started) child.kill('SIGKILL');
    await Promise.all([...started].map(({ ended }) => ended));
  });
  const run = (args: readonly string[], variables: Readonly<Record<string, string>> = {}, built?: string) => {
    const made = runCommand(
      [...args, '--config', file],
      {
        GARANCE_DATABASE_URL: databaseUrlOf(args[0] ?? ''),
        ...variables,
      },
      built,
    );
    started.add(made);
    return made;
  };
  const hub = ['hub', '--platform', 'standard', '--environment', 'integration'];
  const node = (args: readonly string[], [listen, internal]: Ports, built?: string): Node => {
    let current: GaranceProcess | undefined;
    const ports = {
      GARANCE_LISTEN_PORT: String(port(listen)),
      GARANCE_INTERNAL_PORT: String(port(internal)),
    };
    return {
      origin: `http://${host}:${port(listen)}`,
      internal: `http://${host}:${port(internal)}`,
      process: () => {
        if (current === undefined) throw new Error('the node was not started');
        return current;
      },
      start: async (variables = {}) => {
        current = run(args, { ...ports, ...variables }, built);
        await current.ready();
      },
    };
  };
  const nodes = [node(hub, [5, 6], previous), node(hub, [7, 8])] as const;
  // At a port of its own where the issuer's is for another proxy.
  const balancer = await createBalancer(port(hasOwnProxy ? 15 : 0), [nodes[0].origin, nodes[1].origin]);
  stack.defer(() => balancer.close());
  return {
    issuer,
    nodes,
    portal: node(['portal'], [9, 10]),
    worker: node(['worker'], [11, 12]),
    /** A hub in two processes that share a port; their internal listeners take the next two. */
    pair: node([...hub, '--workers', '2'], [13, 14]),
    /** A hub of the other platform. Not beside `pair`. */
    plus: node(['hub', '--platform', 'plus', '--environment', 'integration'], [13, 14]),
    plusIssuer: issuerOfPlus(port),
    balancer,
    gate,
    wires,
    file,
    folder,
    database,
    mailbox: `http://localhost:${port(3)}`,
    run,
    /** What every process has written so far. */
    logs: () => [...started].map(({ output }) => output()).join('\n'),
    hub,
    /** The database as the test sees it, with its own connection. */
    openStore: async (open = openPlatformStore): Promise<PlatformStore> => {
      const settings = { vault: createVault(masterKey), clock: systemClock, schema: 'check' } as const;
      const store = await open({ url: database.url, ...settings });
      stack.defer(() => store.close());
      return store;
    },
    publish: async (store: PlatformStore) => {
      for (const registration of registrations) await store.registrations.publish(registration);
      await store.providers.put(providerAt(providers.issuers.low));
    },
  };
}

interface Addresses {
  readonly port: (offset: number) => number;
  readonly issuer: string;
  readonly databaseUrl: string;
  readonly users: Users | undefined;
  readonly inflightPort: number;
  readonly register: { readonly url: string; readonly timeoutMs: number };
}

const issuerOfPlus = (port: (offset: number) => number): string => `http://${host}:${port(13)}/api/v2`;

function placeOf(url: string): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}

type Users = Readonly<Record<'hub' | 'portal' | 'worker', string>>;

/** Database users of this test only; dropped after the database in which they have rights. */
async function createUsers(
  stack: AsyncDisposableStack,
  { postgresUrl, suffix }: { readonly postgresUrl: string; readonly suffix: string },
): Promise<Users> {
  const users = { hub: `hub_${suffix}`, portal: `portal_${suffix}`, worker: `worker_${suffix}` };
  const forEach = (statement: (user: string) => string) =>
    runStatements(postgresUrl, Object.values(users).map(statement));
  await forEach((user) => `create role ${user} login`);
  stack.defer(() => forEach((user) => `drop role ${user}`));
  return users;
}

/** Everybody in a test has one address. */
const limits = {
  interactionsPerMinutePerAddress: 1_000_000,
  tokenFailuresPerMinutePerClient: 100_000,
  inflightSharePerAddress: 0.5,
} as const;

function configurationOf({ port, issuer, databaseUrl, users, inflightPort, register }: Addresses): object {
  const listeners = (listen: number, internal: number) => ({
    listen: { port: port(listen) },
    internal: { port: port(internal) },
  });
  return {
    database: { url: databaseUrl, ...(users !== undefined && { users }) },
    masterKeyFile: 'master-key',
    logLevel: 'warn',
    // A machine shared by tests sometimes answers late.
    inflight: { kind: 'single', host, port: inflightPort, callTimeoutMs: 2_000 },
    register: { integration: register },
    mail: {
      smtpUrl: `smtp://${host}:${port(4)}`,
      from: 'Garance <ne-pas-repondre@garance.example>',
      operator: 'equipe@garance.example',
      domain: 'garance.example',
    },
    drain: { noticeSeconds: 1, deadlineSeconds: 20 },
    development: { allowHttp: true, allowPrivateAddresses: true },
    hubs: [
      {
        ...integration,
        issuer,
        ...limits,
        ...listeners(5, 6),
      },
      { ...integration, platform: 'plus', issuer: issuerOfPlus(port), ...limits, ...listeners(13, 14) },
    ],
    portal: { origin: `http://localhost:${port(9)}`, band: 'integration', ...listeners(9, 10) },
    worker: { internal: { port: port(12) } },
  };
}

function providerAt(issuer: string): Provider {
  return {
    id: 'low',
    ...integration,
    name: 'Compte',
    logo: { mediaType: 'image/svg+xml', base64: btoa('<svg xmlns="http://www.w3.org/2000/svg"/>') },
    displayOrder: 0,
    status: 'active',
    source: { kind: 'discovery', url: `${issuer}/.well-known/openid-configuration` },
    clientId: 'garance',
    clientSecret,
    authMethod: 'client_secret_post',
    levels: demoProviderProfiles.low.levels,
    idTokenSigningAlg: demoProviderProfiles.low.idTokenSigningAlg,
    userinfoFormat: 'signed',
    pkce: true,
    preferredUsernameIsUsageName: true,
  };
}
