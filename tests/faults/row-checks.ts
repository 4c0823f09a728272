/** What must hold after a fault. */
import { until, type ValkeyServer } from '@garance/store/testing';
import { requestedScope } from '#bench/shared/contract';
import type { Node } from '../two-nodes/installation.ts';
import type { Times } from './judge.ts';
import { nodeHeader, nodeNames } from './proxy.ts';
import type { Scene } from './scene.ts';

export interface Check {
  readonly says: string;
  holds(scene: Scene, times: Times): Promise<boolean>;
}

interface Readiness {
  readonly status: number;
  readonly checks: Readonly<Record<string, string>>;
}

async function readinessAt({ internal }: Node): Promise<Readiness> {
  const answer = await fetch(`${internal}/readyz`);
  const { checks: found } = (await answer.json()) as Pick<Readiness, 'checks'>;
  return { status: answer.status, checks: found };
}

/** Resolves when a node is ready. @throws Error after a minute */
export async function isReady(node: Node): Promise<void> {
  await until(() =>
    readinessAt(node).then(
      ({ status }) => status === 200 || undefined,
      () => undefined,
    ),
  );
}

const addedRedirectUri = 'http://127.0.0.1:9/added';

/** Whether a node takes an authorization request with the redirect URI that was added. */
async function takesAdded({ origin }: Node): Promise<boolean> {
  const url = new URL(`${origin}/api/v2/authorize`);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: 'service-0',
    redirect_uri: addedRedirectUri,
    scope: requestedScope,
    acr_values: 'eidas1',
    state: 'state-of-the-service-which-is-long',
    nonce: 'nonce-of-the-service-which-is-long',
  }).toString();
  return (await fetch(url, { redirect: 'manual' })).status < 400;
}

async function keysAt({ origin }: Node): Promise<readonly string[]> {
  const { keys } = (await (await fetch(`${origin}/api/v2/jwks`)).json()) as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid).sort();
}

/** Every slot is served, and by somebody else than the server that is gone. */
async function clusterIsWhole({ cluster }: Scene, gone?: ValkeyServer): Promise<void> {
  for (const server of cluster.nodes) {
    if (server === gone) continue;
    await until(
      async () => (await server.command('CLUSTER', 'INFO')).includes('cluster_state:ok') || undefined,
    );
  }
}

const roleOf = async (server: ValkeyServer): Promise<string> =>
  (await server.command('ROLE')).split(',')[0] ?? '';

async function everyPrimaryHasReplicas(scene: Scene): Promise<void> {
  await clusterIsWhole(scene);
  for (const server of scene.cluster.nodes) {
    await until(async () => {
      if ((await roleOf(server)) !== 'master') return true;
      const info = await server.command('INFO', 'replication');
      return info.match(/state=online/g)?.length === 2 || undefined;
    });
  }
}

/** Resolves when the proxy gives requests to a node. */
async function isInRotation({ here }: Scene, index: 0 | 1): Promise<void> {
  await until(async () => {
    const { headers } = await fetch(`${here.issuer}/jwks`);
    return headers.get(nodeHeader) === nodeNames[index] || undefined;
  });
}

export const checks = {
  isInRotation,
  addedRedirectUri,
  clusterIsWhole,
  everyPrimaryHasReplicas,
  readinessOf: ({ here }: Scene, index: 0 | 1) => readinessAt(here.nodes[index]),
  addedUriIsKnown: {
    says: 'both hubs know the redirect URI that was published',
    holds: async ({ here }) => (await takesAdded(here.nodes[0])) && (await takesAdded(here.nodes[1])),
  },
  sameKeys: {
    says: 'both hubs publish the same keys, and more than before',
    holds: async ({ here }) => {
      const [first, second] = await Promise.all(here.nodes.map(keysAt));
      return String(first) === String(second) && (first?.length ?? 0) > 2;
    },
  },
  mailsLeft: {
    says: 'every mail has left, none under two Message-IDs',
    holds: async ({ here, mail }) => {
      await until(async () => ((await here.database.count('outbox_mail')) === 0 ? true : undefined));
      return mail.received.size > 0 && !mail.received.has('');
    },
  },
  databaseWrites: {
    says: 'the database takes writes',
    holds: async ({ here }) => {
      await here.database.run('create temporary table written (id integer)');
      return true;
    },
  },
  leftTheRotation: {
    says: 'the node was out of the rotation, and came back',
    holds: async ({ here, answers }, { healingMs, healedMs }) => {
      await isReady(here.nodes[1]);
      // The proxy sees it after two checks.
      const isOut = answers.every(
        ({ node, atMs }) => node !== 'b' || atMs < healingMs - 1_500 || atMs > healingMs,
      );
      return isOut && answers.some(({ node, atMs }) => node === 'b' && atMs > healedMs);
    },
  },
} satisfies Record<string, Check | string | ((...args: never[]) => Promise<unknown>)>;
