/**
 * How other commands talk to the running federation (its data belongs to one process at a time): a Unix socket in the
 * data directory, readable by its owner only. One verb so far.
 */
import { existsSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { systemClock } from '@garance/core';
import { rotateHubKeys } from '@garance/hub';
import type { DurableStore } from '@garance/store';
import type { ComposedHub } from '../compose-hub.ts';

export interface ControlServer {
  close(): Promise<void>;
}

interface ControlInput {
  readonly dataDir: string;
  readonly store: DurableStore;
  readonly hubs: readonly ComposedHub[];
}

function socketPath(dataDir: string): string {
  return process.platform === 'win32' ? '\\\\.\\pipe\\garance-control' : join(dataDir, 'control.sock');
}

export async function startControl({ dataDir, store, hubs }: ControlInput): Promise<ControlServer> {
  const path = socketPath(dataDir);
  // Left by a process that was killed: the lock of the data directory says that none lives.
  if (existsSync(path)) rmSync(path);
  const server = createServer((incoming, answer) => {
    if (incoming.method !== 'POST' || incoming.url !== '/keys/rotate') {
      answer.writeHead(404).end();
      return;
    }
    rotateAll(store, hubs).then(
      (report) => answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(report)),
      () => answer.writeHead(500).end(),
    );
  });
  const listening = Promise.withResolvers<void>();
  server.once('error', listening.reject).listen({ path }, listening.resolve);
  await listening.promise;
  return {
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

export type RotationReport = readonly { readonly hub: string; readonly kids: readonly string[] }[];

async function rotateAll(store: DurableStore, hubs: readonly ComposedHub[]): Promise<RotationReport> {
  return Promise.all(
    hubs.map(async (composed) => {
      const kids = await rotateHubKeys({ hub: composed.hub, store: store.hubKeys, clock: systemClock });
      await composed.refresh();
      return { hub: `${composed.hub.platform}/${composed.hub.environment}`, kids };
    }),
  );
}

const answerTimeoutMs = 30_000;

/** Asks the running federation to rotate its keys. Rejects when none runs on this data directory. */
export function requestRotation(dataDir: string): Promise<RotationReport> {
  const { promise, resolve, reject } = Promise.withResolvers<RotationReport>();
  const outgoing = request(
    { socketPath: socketPath(dataDir), path: '/keys/rotate', method: 'POST', timeout: answerTimeoutMs },
    (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        if (answer.statusCode === 200)
          resolve(JSON.parse(Buffer.concat(chunks).toString()) as RotationReport);
        else reject(new Error(`the federation answered ${answer.statusCode}`));
      });
    },
  );
  outgoing.on('timeout', () => outgoing.destroy(new Error('the federation did not answer')));
  outgoing.on('error', reject);
  outgoing.end();
  return promise;
}
