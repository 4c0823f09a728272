import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedOptions, type Federation, startFederation as start } from '@garance/garance';
import { openLeasedStore } from '@garance/store/testing';

/** A whole federation on free ports and data of its own, gone after the test file. */
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
  const federation = await start({
    logLevel: 'silent',
    reset: false,
    ...(inMemory && { openStore: openLeasedStore }),
    ...options,
    dataDir,
    basePort,
  }).catch(async (error: unknown) => {
    await forget();
    throw error;
  });
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

let shared: Promise<TestFederation> | undefined;

/**
 * The federation of this test worker, as `npm start` leaves it: for tests that need one and change nothing that others
 * see. It ends with the worker.
 */
export function sharedFederation(): Promise<TestFederation> {
  shared ??= startFederation().then((federation) => {
    process.once('exit', () => rmSync(federation.dataDir, { recursive: true, force: true }));
    return { ...federation, close: async () => {} };
  });
  return shared;
}

/**
 * A base port from which all ports that a federation uses are free just now: below those that the system gives to
 * outgoing connections, which would take one of them before it is listened on.
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
