import { rmSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedOptions, type Federation, startFederation as start } from '@garance/garance';
import type { PlatformStore } from '@garance/portal';
import { openLeasedPlatformStore } from '@garance/portal/testing';
import type { HubKey } from '@garance/store';
import { everyHub } from './embedded/at-the-federation.ts';

/** A whole federation with free ports and its own data, removed after the test file. */
export interface TestFederation extends Federation {
  readonly dataDir: string;
  readonly basePort: number;
}

const portsUsed = 17;

/**
 * Starts everything in this process, as `npm start` does; the durable store is in memory unless a data directory is
 * given. The caller closes it.
 */
export async function startFederation(options: Partial<EmbeddedOptions> = {}): Promise<TestFederation> {
  const inMemory = options.dataDir === undefined;
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'garance-test-')));
  const basePort = options.basePort ?? (await findFreeRange());
  const forget = async (): Promise<void> => {
    if (inMemory) await rm(dataDir, { recursive: true, force: true });
  };
  if (inMemory) await putKeyFiles(dataDir);
  const federation = await start({
    logLevel: 'silent',
    reset: false,
    ...(inMemory && { openStore: openWithKeys }),
    ...options,
    dataDir,
    basePort,
  }).catch(async (error: unknown) => {
    await forget();
    throw error;
  });
  if (inMemory) keys ??= await keysOf(federation.partnerSpace.store, dataDir);
  return {
    ...federation,
    dataDir,
    basePort,
    close: async () => {
      await federation.close();
      await forget();
    },
  };
}

/**
 * Keys of this worker's first federation in memory, reused by the next ones: generating sixteen RSA keys takes a
 * second.
 */
interface Keys {
  readonly hubs: readonly HubKey[];
  /** Files of the data directory by name. The second is sealed with the first. */
  readonly files: Readonly<Record<(typeof keyFiles)[number], string>>;
}

let keys: Keys | undefined;

const keyFiles = ['master.key', 'demo-keys'] as const;

async function keysOf({ hubKeys }: PlatformStore, dataDir: string): Promise<Keys> {
  const [master = '', demo = ''] = await Promise.all(
    keyFiles.map((name) => readFile(join(dataDir, name), 'utf8')),
  );
  const hubs = await Promise.all(everyHub.map((hub) => hubKeys.list(hub)));
  return { hubs: hubs.flat(), files: { 'master.key': master, 'demo-keys': demo } };
}

async function putKeyFiles(dataDir: string): Promise<void> {
  for (const [name, content] of Object.entries(keys?.files ?? {})) {
    await writeFile(join(dataDir, name), content, { mode: 0o600 });
  }
}

async function openWithKeys(settings: Parameters<typeof openLeasedPlatformStore>[0]): Promise<PlatformStore> {
  const store = await openLeasedPlatformStore(settings);
  for (const key of keys?.hubs ?? []) await store.hubKeys.insert(key);
  return store;
}

let shared: Promise<TestFederation> | undefined;

/**
 * The federation of this test worker, in the state after `npm start`: for tests that change nothing in it. It ends with
 * the worker.
 */
export function sharedFederation(): Promise<TestFederation> {
  shared ??= startFederation().then((federation) => {
    process.once('exit', () => rmSync(federation.dataDir, { recursive: true, force: true }));
    return { ...federation, close: async () => {} };
  });
  return shared;
}

/**
 * A base port from which all ports of a federation are free: below the range of outgoing connections, which could take
 * one of them before a server listens on it.
 */
export async function findFreeRange(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const base = 12_000 + Math.floor(Math.random() * 1_000) * 20;
    const free = await Promise.all(Array.from({ length: portsUsed }, (_, offset) => isFree(base + offset)));
    if (free.every(Boolean)) return base;
  }
  throw new Error('no free range of ports');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
