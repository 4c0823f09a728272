/** Real servers for a fault run, each on loopback: stores, two nodes of a hub behind a proxy, one of plus, a worker, and what they call. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Provider, Registration } from '@garance/core';
import type { DemoPerson } from '@garance/demo';
import { hashClientSecret } from '@garance/oidc';
import { createValkeyServers, hasPostgres, hasValkey, startPostgres } from '@garance/store/testing';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { type Connections, openConnections } from '#bench/load/browser';
import type { StartedLogin } from '#bench/load/login';
import { generateBenchKeys } from '#bench/shared/bench-keys';
import { requestedScope, serviceClientId } from '#bench/shared/contract';
import { personAt, personCount } from '#bench/shared/persons';
import { startUpstream, type Upstream } from '#bench/upstream/server';
import { createGate, type Gate } from '../two-nodes/gate.ts';
import {
  clientSecret,
  redirectUri,
  sharedRegistration,
  startInstallation,
  type TestInstallation,
} from '../two-nodes/installation.ts';
import { createWire } from '../two-nodes/wire.ts';
import type { HubSide, World } from './citizen.ts';
import { mountSmallDisk } from './disk.ts';
import { type Hubs, services } from './load.ts';
import { type CodeBook, createCodeBook } from './login-record.ts';
import { type MailServer, startMailServer } from './mail-server.ts';
import { hasProxy, type NodeName, startProxy } from './proxy.ts';
import { shortestSecret } from './search.ts';

const host = '127.0.0.1';
const keys = generateBenchKeys({ upstream: 'ECDH-ES', service: 'ECDH-ES' });
const providerSecret = 'a-secret-of-the-platform-at-its-providers';

/** What keeps a run from being made here. */
export const missing: readonly string[] = [
  ...(hasPostgres ? [] : ['PostgreSQL']),
  ...(hasValkey ? [] : ['Valkey or Redis']),
  ...(hasProxy ? [] : ['HAProxy']),
];

export type Scene = Awaited<ReturnType<typeof startScene>>;

/** Everybody whom the providers sign in, as the civil register knows them. */
const persons: readonly DemoPerson[] = Array.from({ length: personCount }, (_, number) => {
  const { email, ...record } = personAt(number);
  const account = {
    provider: 'low',
    login: `person-${number}`,
    password: '',
    claims: { ...record, email },
  } as const;
  return {
    id: `person-${number}`,
    trait: { fr: '', en: '' },
    accounts: [account],
    register: { answer: 'found', record, deceased: false },
  };
});

/** Names, dates and addresses of everybody, of a length that no chance makes. */
const attributes = new Set(
  Array.from({ length: personCount }, (_, number) => personAt(number)).flatMap(
    ({ given_name, family_name, birthdate, email }) =>
      [...given_name.split(' '), family_name, birthdate, email].filter(({ length }) => length >= 6),
  ),
);

/** A primary on a disk of its own, where that can be had, and a standby that has whatever the primary acknowledged. */
async function startDatabases(stack: AsyncDisposableStack) {
  const disk = await mountSmallDisk(stack);
  const primary = await startPostgres({
    settings: [
      'max_connections = 200',
      "max_wal_size = '64MB'",
      "min_wal_size = '32MB'",
      "wal_retrieve_retry_interval = '500ms'",
    ],
    ...(disk.path !== undefined && { parent: disk.path }),
  });
  stack.defer(() => primary.stop());
  const standby = await primary.startStandby();
  stack.defer(() => standby.stop());
  await primary.run("alter system set synchronous_standby_names = '*'");
  await primary.run('select pg_reload_conf()');
  const wire = stack.adopt(await createWire({ host, port: primary.port }), ({ close }) => close());
  return { disk, primary, standby, wire };
}

async function startCluster(stack: AsyncDisposableStack) {
  const servers = await createValkeyServers();
  stack.defer(() => servers.stop());
  // Two replicas for each primary: one may be lost, and what was taken is still on another (decision 0034).
  const nodes = await servers.startCluster(['min-replicas-to-write 1', 'maxmemory-policy noeviction'], 2);
  return { nodes, primaries: nodes.slice(0, 3), replicas: nodes.slice(3) };
}

export interface UpstreamSide {
  readonly upstream: Upstream;
  /** In front of what the hub calls. */
  readonly gate: Gate;
}

async function startProvider(stack: AsyncDisposableStack): Promise<UpstreamSide> {
  const upstream = await startUpstream({
    signingJwk: keys.upstreamSigning.privateJwk,
    encryptionAlg: 'ECDH-ES',
  });
  stack.defer(upstream.close);
  const gate = stack.adopt(await createGate(upstream.description.issuer), ({ close }) => close());
  return { upstream, gate };
}

const platforms = ['standard', 'plus'] as const;
type PlatformName = (typeof platforms)[number];

function providerAt(platform: PlatformName, id: string, { upstream, gate }: UpstreamSide): Provider {
  const { issuer, authorization } = upstream.description;
  const behind = (path: string) => `${gate.url}${path}`;
  return {
    id,
    platform,
    environment: 'integration',
    name: `Compte ${id}`,
    logo: { mediaType: 'image/svg+xml', base64: btoa('<svg xmlns="http://www.w3.org/2000/svg"/>') },
    displayOrder: 0,
    status: 'active',
    source: {
      kind: 'endpoints',
      endpoints: {
        issuer,
        authorization,
        token: behind('token'),
        userinfo: behind('userinfo'),
        jwks: behind('jwks'),
        issParameter: true,
      },
    },
    clientId: `garance-${platform}`,
    clientSecret: providerSecret,
    authMethod: 'client_secret_post',
    levels: ['eidas1', 'eidas2', 'eidas3'],
    idTokenSigningAlg: 'ES256',
    idTokenEncryption: { alg: 'ECDH-ES', enc: 'A256GCM' },
    userinfoFormat: 'signed',
    pkce: true,
  };
}

const clientIdAt = (platform: PlatformName, service: number): string =>
  platform === 'standard' ? serviceClientId(service) : `plus-${serviceClientId(service)}`;

export function registrationAt(platform: PlatformName, service: number): Omit<Registration, 'version'> {
  const clientId = clientIdAt(platform, service);
  const encryption = { alg: 'ECDH-ES', enc: 'A256GCM' } as const;
  return {
    ...sharedRegistration,
    platform,
    id: clientId,
    serviceId: clientId,
    clientId,
    displayName: `Service ${service}`,
    scopes: requestedScope.split(' '),
    auth: {
      method: 'client_secret_post',
      secretHashes: [{ sha256: hashClientSecret(clientSecret) }],
      assertionAudience: 'issuer',
    },
    ...(platform === 'standard'
      ? { keys: { kind: 'none' } }
      : {
          keys: { kind: 'jwks', jwks: { keys: [{ ...keys.service.publicJwk }] } },
          idToken: { signingAlg: 'ES256', encryption },
          userinfo: { signingAlg: 'ES256', encryption },
        }),
    sector: { algorithm: 'g1', id: clientId },
  };
}

interface Scenery {
  readonly here: TestInstallation;
  readonly providers: Readonly<Record<'a' | 'b', UpstreamSide>>;
}

/** What the hubs need to know of services and providers, before they start. */
async function publish({ here, providers }: Scenery) {
  const migrated = here.run(['migrate']);
  if ((await migrated.ended).code !== 0) throw new Error(migrated.output());
  const store = await here.openStore();
  for (const platform of platforms) {
    for (let service = 0; service < services; service += 1)
      await store.registrations.publish(registrationAt(platform, service));
    for (const [id, side] of Object.entries(providers))
      await store.providers.put(providerAt(platform, id, side));
  }
  return store;
}

/** The hub as a client of its providers, with the keys that it has made. */
async function enrol({ here, providers }: Scenery): Promise<void> {
  const issuers = { standard: here.issuer, plus: here.plusIssuer };
  for (const platform of platforms) {
    const answer = await fetch(`${issuers[platform]}/client/.well-known/keys`);
    const { keys: published } = (await answer.json()) as {
      keys: { alg: string; kid: string; kty: string }[];
    };
    const encryptionJwk = published.find(({ alg }) => alg === 'ECDH-ES');
    if (encryptionJwk === undefined) throw new Error('the hub has no key for ECDH-ES');
    for (const [id, { upstream }] of Object.entries(providers)) {
      upstream.register({
        clientId: `garance-${platform}`,
        clientSecret: providerSecret,
        redirectUri: `${issuers[platform]}/oidc-callback/${id}`,
        encryptionJwk: { use: 'enc', ...encryptionJwk },
      });
    }
  }
}

interface SideInput {
  readonly connections: Connections;
  readonly issuer: string;
}

function sideOf(
  platform: PlatformName,
  { connections, issuer }: SideInput,
): Pick<HubSide, 'actors' | 'level' | 'clientId'> {
  return {
    actors: {
      connections,
      script: {
        issuer,
        authorization: `${issuer}/authorize`,
        token: `${issuer}/token`,
        userinfo: `${issuer}/userinfo`,
        jwks: `${issuer}/jwks`,
        forms: [],
      },
      services: {
        count: services,
        clientSecret,
        redirectUri,
        encryptionAlg: 'ECDH-ES',
        encryptionJwk: keys.service.publicJwk,
      },
    },
    level: platform === 'standard' ? 'eidas1' : 'eidas2',
    clientId: (service) => clientIdAt(platform, service),
  };
}

function hubsOf(here: TestInstallation, connections: Connections): Hubs {
  const { issuer, plusIssuer, nodes, plus } = here;
  // As a service does: keys are read again when a token names one that is not known.
  const published = createRemoteJWKSet(new URL(`${issuer}/jwks`), {
    cooldownDuration: 0,
    cacheMaxAge: Number.POSITIVE_INFINITY,
  });
  return {
    standard: {
      ...sideOf('standard', { connections, issuer }),
      nodes: { a: nodes[0].origin, b: nodes[1].origin },
      verify: async (idToken: string, { clientId, nonce }: StartedLogin) => {
        const { payload } = await jwtVerify(idToken, published, {
          issuer,
          audience: clientId,
          clockTolerance: 30,
        });
        if (payload.nonce !== nonce) throw new Error('the id_token is of another login');
      },
    },
    plus: { ...sideOf('plus', { connections, issuer: plusIssuer }), nodes: { a: plus.origin } },
  };
}

/** What the load tells of itself: codes, secrets that it saw, and which node gave each answer. */
function createWorld() {
  const secrets = new Set([clientSecret, providerSecret]);
  const note: World['note'] = (...values) => {
    for (const value of values) if (value.length >= shortestSecret) secrets.add(value);
  };
  const codes: CodeBook = createCodeBook(Date.now);
  const answers: { readonly node: NodeName; readonly atMs: number }[] = [];
  const world: World = {
    codes,
    note,
    answered: (node) => void answers.push({ node, atMs: Date.now() }),
    unreached: new Set<NodeName>(),
    keep: async () => {},
  };
  return { sought: { secrets, attributes }, codes, answers, world };
}

export interface SceneOptions {
  /** Replicas that must have what was taken; 0 shows what that is for. */
  readonly waitReplicas: number;
}

/** Starts everything; `stack` ends it. */
export async function startScene(stack: AsyncDisposableStack, { waitReplicas }: SceneOptions) {
  const databases = await startDatabases(stack);
  const cluster = await startCluster(stack);
  const mail: MailServer = await startMailServer(stack);
  const providers = { a: await startProvider(stack), b: await startProvider(stack) };
  const here = await startInstallation(stack, {
    postgresUrl: `postgres://garance@${host}:${databases.wire.port}/postgres`,
    registerTimeoutMs: 3_000,
    persons,
    hasOwnProxy: true,
    settings: {
      logLevel: 'info',
      inflight: {
        kind: 'cluster',
        nodes: cluster.nodes.map(({ host: at, port }) => ({ host: at, port })),
        callTimeoutMs: 2_000,
        waitReplicas,
      },
      mail: {
        smtpUrl: `smtp://${host}:${mail.port}`,
        from: 'Garance <ne-pas-repondre@garance.example>',
        operator: 'equipe@garance.example',
        domain: 'garance.example',
      },
      drain: { noticeSeconds: 2, deadlineSeconds: 20 },
    },
  });
  const { nodes, plus, worker, issuer, folder } = here;
  const store = await publish({ here, providers });
  await Promise.all([nodes[0].start(), plus.start()]);
  await Promise.all([nodes[1].start(), worker.start()]);
  await startProxy(stack, { folder, port: Number(new URL(issuer).port), nodes });
  await enrol({ here, providers });
  const connections = openConnections(256);
  stack.defer(() => connections.close());
  return {
    ...createWorld(),
    databases,
    cluster,
    mail,
    providers,
    here,
    store,
    /** Lets the services that keep their codes redeem them. */
    redeemKept: (): void => {},
    /** What was read in the middle of the run, for the search. */
    kept: new Map<string, string>(),
    hubs: hubsOf(here, connections),
  };
}

/** What a primary of the cluster holds: keys, and what is under them. */
const readAll = `local out = {}
for _, key in ipairs(redis.call('KEYS', '*')) do
  local kind = redis.call('TYPE', key)['ok']
  local read = ({ hash = 'HGETALL', string = 'GET', set = 'SMEMBERS' })[kind]
  local held = read and redis.call(read, key) or redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
  table.insert(out, key .. ' ' .. (type(held) == 'table' and table.concat(held, ' ') or held))
end
return table.concat(out, '\\n')`;

/** The database as it is now, on whichever server has it. */
export function dumpDatabase({ databases, here }: Pick<Scene, 'databases' | 'here'>): Promise<string> {
  const name = new URL(here.database.url).pathname.slice(1);
  return databases.primary.dump(name).catch(() => databases.standby.dump(name));
}

/** Everything that the stores hold and that processes have logged, by where it is. */
export async function readEverything(scene: Scene): Promise<Map<string, string>> {
  const { cluster, databases, here, kept } = scene;
  const texts = new Map([
    ...kept,
    ['PostgreSQL', await dumpDatabase(scene)],
    ['logs of Garance', here.logs()],
  ]);
  for (const server of cluster.nodes) {
    if ((await server.command('ROLE')).startsWith('master'))
      texts.set(`Valkey ${server.port}`, await server.command('EVAL', readAll, '0'));
  }
  for (const { directory, port } of [databases.primary, databases.standby])
    texts.set(`log of PostgreSQL ${port}`, await readFile(join(directory, 'log'), 'utf8'));
  return texts;
}
