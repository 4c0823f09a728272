/** Real Valkey or Redis servers for tests, started as processes of their own on free ports of this machine. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { Redis } from 'ioredis';

const program = ['valkey-server', 'redis-server'].find(
  (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
);

/** Whether this machine has a server program. */
export const hasValkey = program !== undefined;

export interface ValkeyServer {
  readonly host: string;
  readonly port: number;
  /** Runs one command as the administrator; returns the reply as text. */
  command(...words: readonly string[]): Promise<string>;
  /** Several commands on one connection. */
  together(...commands: readonly (readonly string[])[]): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  /** Starts it again, at the same port, when it has ended: empty, since nothing is saved, and in the cluster that it knew. */
  restart(): Promise<void>;
  readonly exited: Promise<unknown>;
}

export interface Administrator {
  readonly username: string;
  readonly password: string;
}

export interface ValkeyServers {
  /** Where the servers' files are. */
  readonly directory: string;
  freePort(): Promise<number>;
  /**
   * @param settings lines of the server's configuration
   * @param as user for `command`, when the default user is disabled
   */
  start(settings?: readonly string[], as?: Administrator): Promise<ValkeyServer>;
  startSentinel(settings: readonly string[]): Promise<ValkeyServer>;
  /**
   * Three primaries, then the replicas, as many for each.
   * @param more lines of each server's configuration
   */
  startCluster(more?: readonly string[], replicas?: number): Promise<readonly ValkeyServer[]>;
  /** A primary called `garance` with a replica, watched by three sentinels. */
  startSentinels(): Promise<{
    readonly primary: ValkeyServer;
    readonly replica: ValkeyServer;
    readonly sentinels: readonly ValkeyServer[];
  }>;
  stop(): Promise<void>;
}

export async function createValkeyServers(): Promise<ValkeyServers> {
  const directory = await mkdtemp(join(tmpdir(), 'garance-valkey-'));
  const running: ChildProcess[] = [];

  const start: ValkeyServers['start'] = (settings = [], as = undefined) => launch(settings, { as });
  const startSentinel: ValkeyServers['startSentinel'] = (settings) => launch(settings, { isSentinel: true });
  const launch = async (
    settings: readonly string[],
    { isSentinel = false, as }: { readonly isSentinel?: boolean; readonly as?: Administrator | undefined },
  ): Promise<ValkeyServer> => {
    const port = await freePort();
    const file = join(directory, `${port}.conf`);
    const lines = [
      `port ${port}`,
      'bind 127.0.0.1',
      `dir ${directory}`,
      ...(isSentinel
        ? []
        : ["save ''", 'appendonly no', `dbfilename ${port}.rdb`, `cluster-config-file ${port}.nodes`]),
      'enable-debug-command yes',
      ...settings,
    ];
    await writeFile(file, `${lines.join('\n')}\n`);
    const run = () => {
      const child = spawn(program ?? 'redis-server', [file, ...(isSentinel ? ['--sentinel'] : [])], {
        stdio: 'ignore',
      });
      running.push(child);
      return { child, exited: once(child, 'exit') };
    };
    let current = run();
    const server: ValkeyServer = {
      host: '127.0.0.1',
      port,
      command: async (...words) => (await commandsOn(port, [words], as))[0] ?? '',
      together: async (...commands) => void (await commandsOn(port, commands, as)),
      kill: (signal) => void current.child.kill(signal),
      restart: async () => {
        current = run();
        await answers();
      },
      get exited() {
        return current.exited;
      },
    };
    const answers = () => until(async () => (await server.command('PING')) === 'PONG' || undefined);
    const isUp = await Promise.race([answers(), server.exited.then(() => false)]);
    // Its port, or that of its cluster bus, was taken meanwhile: tries another one.
    return isUp === true ? server : launch(settings, { isSentinel, as });
  };

  return {
    directory,
    freePort,
    start,
    startSentinel,
    startCluster: async (more = [], replicas = 1) => {
      const settings = [
        'cluster-enabled yes',
        'cluster-node-timeout 2000',
        'cluster-replica-validity-factor 0',
        ...more,
      ];
      const servers: ValkeyServer[] = [];
      for (let index = 0; index < 3 * (1 + replicas); index += 1) servers.push(await start(settings));
      await formCluster(servers);
      return servers;
    },
    startSentinels: async () => {
      const primary = await start();
      const replica = await start([`replicaof 127.0.0.1 ${primary.port}`]);
      await until(async () => (await hasReplica(primary)) || undefined);
      const settings = [
        `sentinel monitor garance 127.0.0.1 ${primary.port} 2`,
        'sentinel down-after-milliseconds garance 500',
        'sentinel failover-timeout garance 3000',
      ];
      const sentinels: ValkeyServer[] = [];
      for (let index = 0; index < 3; index += 1) sentinels.push(await startSentinel(settings));
      await until(
        async () =>
          /slaves=1,sentinels=3/.test((await sentinels[0]?.command('INFO', 'sentinel')) ?? '') || undefined,
      );
      return { primary, replica, sentinels };
    },
    stop: async () => {
      for (const child of running) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        child.kill('SIGCONT');
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function formCluster(servers: readonly ValkeyServer[]): Promise<void> {
  const [first] = servers;
  const perPrimary = Math.ceil(16_384 / 3);
  for (const [index, server] of servers.entries()) {
    if (first !== undefined && server !== first)
      await server.command('CLUSTER', 'MEET', '127.0.0.1', String(first.port));
    if (index >= 3) continue;
    const last = Math.min(16_383, (index + 1) * perPrimary - 1);
    await server.command('CLUSTER', 'ADDSLOTSRANGE', String(index * perPrimary), String(last));
  }
  const knowAll = async (server: ValkeyServer) =>
    (await server.command('CLUSTER', 'INFO')).includes(`cluster_known_nodes:${servers.length}\r`) ||
    undefined;
  for (const server of servers) await until(() => knowAll(server));
  for (const [index, server] of servers.slice(3).entries()) {
    const primary = servers[index % 3];
    if (primary === undefined) continue;
    const id = await primary.command('CLUSTER', 'MYID');
    await until(async () => (await server.command('CLUSTER', 'REPLICATE', id)) === 'OK' || undefined);
  }
  for (const server of servers) {
    await until(async () => /cluster_state:ok/.test(await server.command('CLUSTER', 'INFO')) || undefined);
  }
  for (const server of servers.slice(0, 3)) {
    await until(async () => (await hasReplica(server)) || undefined);
  }
}

/** Whether the first replica of a primary has caught up with it. */
export async function hasReplica(primary: ValkeyServer): Promise<boolean> {
  const lines = (await primary.command('INFO', 'replication')).split('\r\n');
  return lines.some((line) => line.startsWith('slave0:') && line.includes('state=online'));
}

/** Whether the replica of a primary has everything that was written to it: replication is asynchronous. */
export async function isReplicated(primary: ValkeyServer): Promise<boolean> {
  const info = await primary.command('INFO', 'replication');
  const written = /^master_repl_offset:(\d+)/m.exec(info)?.[1];
  const replica = info.split('\r\n').find((line) => line.startsWith('slave0:'));
  return written !== undefined && replica?.split(',').includes(`offset=${written}`) === true;
}

/** A connection for each call, because these tests break connections that stay open. */
async function commandsOn(
  port: number,
  commands: readonly (readonly string[])[],
  as?: Administrator,
): Promise<readonly string[]> {
  const client = new Redis({
    host: '127.0.0.1',
    port,
    ...as,
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    enableReadyCheck: false,
    connectTimeout: 2_000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const replies: string[] = [];
    for (const [name = '', ...rest] of commands) replies.push(String(await client.call(name, ...rest)));
    return replies;
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  } finally {
    client.disconnect();
  }
}

/** Polls until there is an answer; gives up after a minute. */
export async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  const deadlineMs = Date.now() + 60_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadlineMs) throw new Error(`gave up waiting: ${look}`);
    await after(50);
  }
}

export async function freePort(): Promise<number> {
  // The bus of a cluster node listens on its port plus 10,000.
  const server = createServer();
  server.listen(10_000 + Math.floor(Math.random() * 20_000), '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return freePort();
  }
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : freePort();
}
