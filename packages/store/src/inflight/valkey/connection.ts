/** Connections to Valkey or Redis: one server, a primary found by Sentinel, or a cluster. */
import { GaranceError } from '@garance/core';
import { createClient, createCluster, createSentinel } from '@redis/client';
import type { StoreLogger } from '../../durable/contract.ts';
import type { Script } from './scripts.ts';

interface CommonOptions {
  readonly username?: string;
  readonly password?: string;
  /** Encrypts every connection; `ca` in PEM replaces the authorities that the system trusts. */
  readonly tls?: { readonly ca?: string };
  /** Milliseconds after which a call has failed; default 500. */
  readonly callTimeoutMs?: number;
  /**
   * Replicas that must have what was taken before it counts as taken (`WAIT`); default 0. With replication alone, a primary
   * that dies right after a code was redeemed may leave a replica to which it never was.
   */
  readonly waitReplicas?: number;
  readonly logger?: StoreLogger;
}

export type ValkeyOptions = CommonOptions &
  (
    | { readonly kind: 'single'; readonly host: string; readonly port: number }
    | { readonly kind: 'cluster'; readonly nodes: readonly ValkeyNode[] }
    | { readonly kind: 'sentinel'; readonly primaryName: string; readonly sentinels: readonly ValkeyNode[] }
  );

export interface ValkeyNode {
  readonly host: string;
  readonly port: number;
}

export interface ValkeyCall {
  readonly script: Script;
  /** All of one hash slot. */
  readonly keys: readonly [string, ...string[]];
  readonly args: readonly (string | number)[];
  /** Whether it must have reached the replicas of `waitReplicas` before it counts. */
  readonly replicated?: boolean;
}

/** What the store needs of its servers. Every call rejects with `store.unavailable` or `store.inflight_full` only. */
export interface ValkeyConnection {
  /** Runs a script on the primary of its keys. */
  run(call: ValkeyCall): Promise<unknown>;
  /** Fields of a hash on its primary, in their order; null for each that is not there. */
  fields(key: string, names: readonly string[]): Promise<readonly (string | null)[]>;
  ping(): Promise<void>;
  close(): Promise<void>;
  /** Commands sent since the start, for benchmarks and metrics. */
  commands(): number;
}

type Command = readonly string[];

/** The three kinds of client, alike: commands to the primary of a key, in one write to one connection. */
interface Sender {
  send(key: string, commands: readonly Command[]): Promise<readonly unknown[]>;
  destroy(): void;
}

const defaultCallTimeoutMs = 500;

export async function connectValkey(options: ValkeyOptions): Promise<ValkeyConnection> {
  const { callTimeoutMs = defaultCallTimeoutMs, waitReplicas = 0 } = options;
  const sender = await openSender(options);
  let sent = 0;
  const call = async (key: string, commands: readonly Command[]): Promise<readonly unknown[]> => {
    sent += commands.length;
    try {
      return await within(callTimeoutMs, sender.send(key, commands));
    } catch (cause) {
      throw storeError(cause);
    }
  };
  const run: ValkeyConnection['run'] = async ({ script, keys, args, replicated = false }) => {
    const rest = [String(keys.length), ...keys, ...args.map(String)];
    const wait: readonly Command[] =
      replicated && waitReplicas > 0 ? [['WAIT', String(waitReplicas), String(callTimeoutMs)]] : [];
    const invoke = (how: 'EVALSHA' | 'EVAL') =>
      call(keys[0], [[how, how === 'EVAL' ? script.source : script.sha, ...rest], ...wait]);
    let replies = await invoke('EVALSHA');
    if (isError(replies[0], 'NOSCRIPT')) replies = await invoke('EVAL');
    const [reply, acknowledged] = replies;
    if (reply instanceof Error) throw storeError(reply);
    if (wait.length > 0 && !(Number(acknowledged) >= waitReplicas)) {
      throw new GaranceError('store.unavailable', { detail: 'replicas' });
    }
    return reply;
  };
  return {
    run,
    fields: async (key, names) => {
      const [reply] = await call(key, [['HMGET', key, ...names]]);
      if (reply instanceof Error) throw storeError(reply);
      return reply as readonly (string | null)[];
    },
    ping: async () => {
      const [reply] = await call('ping', [['PING']]);
      if (reply instanceof Error) throw storeError(reply);
    },
    close: async () => sender.destroy(),
    commands: () => sent,
  };
}

async function openSender(options: ValkeyOptions): Promise<Sender> {
  const { username, password, tls, logger, callTimeoutMs = defaultCallTimeoutMs } = options;
  const node = {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    // Gone is said at once: a login does not wait for a server to come back.
    disableOfflineQueue: true,
    socket: {
      connectTimeout: callTimeoutMs * 4,
      reconnectStrategy: (retries: number) => Math.min(50 * 2 ** Math.min(retries, 5), 1_000),
      ...(tls !== undefined && { tls: true as const, ...(tls.ca !== undefined && { ca: tls.ca }) }),
    },
  };
  const onError = (err: unknown): void =>
    logger?.warn({ reason: err instanceof Error ? err.message : 'unknown' }, 'in-flight store connection');
  try {
    switch (options.kind) {
      case 'single': {
        const { host, port } = options;
        const client = createClient({ ...node, socket: { ...node.socket, host, port } });
        client.on('error', onError);
        await client.connect();
        return {
          send: (_key, commands) =>
            Promise.all(commands.map((command) => settle(client.sendCommand([...command])))),
          destroy: () => client.destroy(),
        };
      }
      case 'sentinel': {
        const sentinel = createSentinel({
          name: options.primaryName,
          sentinelRootNodes: [...options.sentinels],
          nodeClientOptions: node,
        });
        sentinel.on('error', onError);
        await sentinel.connect();
        return {
          // One lease of one connection: `WAIT` speaks of the writes of its own connection.
          send: (_key, commands) =>
            sentinel.use((client) =>
              Promise.all(commands.map((command) => settle(client.sendCommand(false, [...command])))),
            ),
          destroy: () => sentinel.destroy(),
        };
      }
      case 'cluster': {
        const cluster = createCluster({
          rootNodes: options.nodes.map(({ host, port }) => ({
            ...node,
            socket: { ...node.socket, host, port },
          })),
          defaults: node,
        });
        cluster.on('error', onError);
        await cluster.connect();
        return {
          // One after another: `WAIT` must go where the write went, which a redirection may have changed.
          send: async (key, commands) => {
            const replies: unknown[] = [];
            for (const command of commands) {
              replies.push(await settle(cluster.sendCommand(key, false, [...command])));
            }
            return replies;
          },
          destroy: () => cluster.destroy(),
        };
      }
    }
  } catch (cause) {
    throw storeError(cause);
  }
}

/** An error that the server answered is a value here: the caller reads `NOSCRIPT` from it. */
function settle(reply: Promise<unknown>): Promise<unknown> {
  return reply.catch((error: unknown) => {
    if (isError(error, '')) return error;
    throw error;
  });
}

function isError(value: unknown, prefix: string): value is Error {
  return value instanceof Error && /^[A-Z]+ /.test(value.message) && value.message.startsWith(prefix);
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** `OOM`: its memory is used up. Everything else (`LOADING`, `READONLY`, `CLUSTERDOWN`, no connection, no answer in time) ends by itself. */
function storeError(cause: unknown): GaranceError {
  if (cause instanceof GaranceError) return cause;
  const full = cause instanceof Error && /\bOOM\b/.test(cause.message);
  return new GaranceError(full ? 'store.inflight_full' : 'store.unavailable', { cause });
}
