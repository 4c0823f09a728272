/** Connections to Valkey or Redis: one server, a primary found by Sentinel, or a cluster. */
import { GaranceError } from '@garance/core';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { StoreLogger } from '../../durable/contract.ts';
import type { Script } from './scripts.ts';

interface CommonOptions {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Encrypts every connection, those to sentinels included; the server's name or address is checked. */
  readonly tls?: ValkeyTls | undefined;
  /** Milliseconds after which a call has failed; default 500. */
  readonly callTimeoutMs?: number | undefined;
  /**
   * Number of replicas that must have acknowledged a taken value before it counts as taken (`WAIT`); default 0. With
   * asynchronous replication alone, a primary that fails right after a code was redeemed may be replaced by a replica
   * that still has the code.
   */
  readonly waitReplicas?: number | undefined;
  /**
   * Prefix of every key, outside the part that selects the cluster's slot: separates the keys of hubs on one server.
   */
  readonly keyPrefix?: string;
  readonly logger?: StoreLogger;
}

export type ValkeyOptions = CommonOptions &
  (
    | { readonly kind: 'single'; readonly host: string; readonly port: number }
    | { readonly kind: 'cluster'; readonly nodes: readonly ValkeyNode[] }
    | SentinelOptions
  );

interface SentinelOptions {
  readonly kind: 'sentinel';
  readonly primaryName: string;
  readonly sentinels: readonly ValkeyNode[];
  /** Credentials of the sentinels, which are separate from the servers'. */
  readonly sentinelUsername?: string | undefined;
  readonly sentinelPassword?: string | undefined;
}

/** Values in PEM. */
export interface ValkeyTls {
  /** Certificate authorities in place of the system's. */
  readonly ca?: string | undefined;
  /** With its chain, for servers that require one. */
  readonly clientCertificate?: string | undefined;
  readonly clientKey?: string | undefined;
}

export interface ValkeyNode {
  readonly host: string;
  readonly port: number;
}

export interface ValkeyCall {
  readonly script: Script;
  /** All in one hash slot. */
  readonly keys: readonly [string, ...string[]];
  readonly args: readonly (string | number)[];
  /** Whether the replicas of `waitReplicas` must acknowledge it. */
  readonly replicated?: boolean;
}

/** The operations that the store needs. Every call rejects with `store.unavailable` or `store.inflight_full` only. */
export interface ValkeyConnection {
  /** Runs a script on the primary of its keys. */
  run(call: ValkeyCall): Promise<unknown>;
  /** Fields of a hash, read from its primary, in order; null for each absent one. */
  fields(key: string, names: readonly string[]): Promise<readonly (string | null)[]>;
  ping(): Promise<void>;
  close(): Promise<void>;
  /** Commands sent since the start, for benchmarks and metrics. */
  commands(): number;
}

const defaultCallTimeoutMs = 500;

type Command = readonly [name: string, ...words: string[]];

/** @throws GaranceError `store.unavailable` when no server answers */
export async function connectValkey(options: ValkeyOptions): Promise<ValkeyConnection> {
  const { callTimeoutMs = defaultCallTimeoutMs, waitReplicas = 0, keyPrefix = '', logger } = options;
  const client = createClient(options, callTimeoutMs);
  client.on('error', (error: Error) =>
    logger?.warn({ reason: error.message }, 'connection to the in-flight store'),
  );
  try {
    await within(callTimeoutMs * 10, client.connect());
  } catch (cause) {
    client.disconnect();
    throw storeError(cause);
  }
  let sent = 0;
  /** Sent in one write to the primary of the keys: `WAIT` concerns the writes of its own connection. */
  const send = async (commands: readonly Command[]): Promise<readonly unknown[]> => {
    sent += commands.length;
    try {
      const replies = await within(
        callTimeoutMs,
        client.pipeline(commands.map((command) => [...command])).exec(),
      );
      return (replies ?? []).map(([error, reply]) => error ?? reply);
    } catch (cause) {
      throw storeError(cause);
    }
  };
  const run: ValkeyConnection['run'] = async ({ script, keys, args, replicated = false }) => {
    const rest = [String(keys.length), ...keys.map((key) => keyPrefix + key), ...args.map(String)];
    const waits = replicated && waitReplicas > 0;
    const wait: Command = ['wait', String(waitReplicas), String(Math.ceil(callTimeoutMs / 2))];
    const invoke = (command: Command) => send(waits ? [command, wait] : [command]);
    let [reply, acknowledged] = await invoke(['evalsha', script.sha, ...rest]);
    if (reply instanceof Error && reply.message.startsWith('NOSCRIPT')) {
      [reply, acknowledged] = await invoke(['eval', script.source, ...rest]);
    }
    if (reply instanceof Error) throw storeError(reply);
    if (waits && !(Number(acknowledged) >= waitReplicas)) {
      throw new GaranceError('store.unavailable', { detail: 'replicas' });
    }
    return reply;
  };
  const ask = async (command: Command): Promise<unknown> => {
    const [reply] = await send([command]);
    if (reply instanceof Error) throw storeError(reply);
    return reply;
  };
  return {
    run,
    fields: async (key, names) =>
      (await ask(['hmget', keyPrefix + key, ...names])) as readonly (string | null)[],
    ping: async () => void (await ask(['exists', `${keyPrefix}ping:{ping}`])),
    close: async () => client.disconnect(),
    commands: () => sent,
  };
}

function createClient(options: ValkeyOptions, callTimeoutMs: number): Redis | Cluster {
  const { username, password } = options;
  const tls = options.tls && tlsOf(options.tls);
  const retryStrategy = (retries: number): number => Math.min(50 * 2 ** Math.min(retries, 5), 1_000);
  const common = {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(tls !== undefined && { tls }),
    lazyConnect: true,
    // An unreachable server fails the call at once: a login does not wait until it is back.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: callTimeoutMs * 4,
    // A primary that became a replica: looks up the address of the new one.
    reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
  } satisfies RedisOptions;
  switch (options.kind) {
    case 'single':
      return new Redis({ ...common, retryStrategy, host: options.host, port: options.port });
    case 'sentinel':
      return new Redis({
        ...common,
        retryStrategy,
        name: options.primaryName,
        sentinels: options.sentinels.map(({ host, port }) => ({ host, port })),
        sentinelRetryStrategy: retryStrategy,
        ...(options.sentinelUsername !== undefined && { sentinelUsername: options.sentinelUsername }),
        ...(options.sentinelPassword !== undefined && { sentinelPassword: options.sentinelPassword }),
        // Both are needed: otherwise the client library connects to sentinels, and to the primary that they name,
        // without TLS.
        ...(tls !== undefined && { sentinelTLS: tls, enableTLSForSentinelMode: true }),
      });
    case 'cluster':
      return new Cluster(
        options.nodes.map(({ host, port }) => ({ host, port })),
        {
          lazyConnect: true,
          enableOfflineQueue: false,
          clusterRetryStrategy: retryStrategy,
          slotsRefreshTimeout: callTimeoutMs * 4,
          slotsRefreshInterval: 2_000,
          redisOptions: common,
        },
      );
  }
}

function tlsOf({ ca, clientCertificate, clientKey }: ValkeyTls): NonNullable<RedisOptions['tls']> {
  return {
    ...(ca !== undefined && { ca }),
    ...(clientCertificate !== undefined && { cert: clientCertificate }),
    ...(clientKey !== undefined && { key: clientKey }),
  };
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

/**
 * `OOM`: the server's memory is used up. All other errors (`LOADING`, `READONLY`, `CLUSTERDOWN`, no connection, no
 * answer in time) are temporary.
 */
function storeError(cause: unknown): GaranceError {
  if (cause instanceof GaranceError) return cause;
  const full = cause instanceof Error && /\bOOM\b/.test(cause.message);
  return new GaranceError(full ? 'store.inflight_full' : 'store.unavailable', { cause });
}
