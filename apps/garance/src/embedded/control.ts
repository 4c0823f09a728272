/**
 * How other commands talk to the running federation (its data belongs to one process at a time): a Unix socket in the
 * data directory, readable by its owner only.
 */
import { existsSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { systemClock } from '@garance/core';
import { rotateHubKeys } from '@garance/hub';
import { type PortalDeps, resetSecondFactorsOnMachine } from '@garance/portal';
import type { DurableStore } from '@garance/store';
import { z } from 'zod';
import type { ComposedHub } from '../compose-hub.ts';

export interface ControlServer {
  close(): Promise<void>;
}

interface ControlInput {
  readonly dataDir: string;
  readonly store: DurableStore;
  readonly hubs: readonly ComposedHub[];
  readonly partnerSpace: PortalDeps;
}

function socketPath(dataDir: string): string {
  return process.platform === 'win32' ? '\\\\.\\pipe\\garance-control' : join(dataDir, 'control.sock');
}

export async function startControl(input: ControlInput): Promise<ControlServer> {
  const { dataDir, store, hubs, partnerSpace } = input;
  const path = socketPath(dataDir);
  // Left by a process that was killed: the lock of the data directory says that none lives.
  if (existsSync(path)) rmSync(path);
  const verbs: Readonly<Record<string, (body: string) => Promise<unknown>>> = {
    '/keys/rotate': () => rotateAll(store, hubs),
    '/audit/verify': () => store.portal.audit.verify(),
    '/accounts/reset-second-factor': async (body) => ({
      found: await resetSecondFactorsOnMachine(partnerSpace, resetSchema.parse(JSON.parse(body))),
    }),
  };
  const server = createServer((incoming, answer) => {
    const verb = incoming.method === 'POST' ? verbs[incoming.url ?? ''] : undefined;
    if (verb === undefined) {
      answer.writeHead(404).end();
      return;
    }
    readBody(incoming)
      .then(verb)
      .then(
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

const resetSchema = z.object({ email: z.string(), reason: z.string() });

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
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

/** Rejects when no federation runs on this data directory. */
export function requestRotation(dataDir: string): Promise<RotationReport> {
  return ask(dataDir, '/keys/rotate') as Promise<RotationReport>;
}

export interface AuditReport {
  readonly entries: number;
  /** The first entry that does not fit the chain. */
  readonly brokenAt?: number;
}

/** Rejects when no federation runs on this data directory. */
export function requestAuditVerification(dataDir: string): Promise<AuditReport> {
  return ask(dataDir, '/audit/verify') as Promise<AuditReport>;
}

export interface ResetOrder {
  readonly email: string;
  /** How the person proved who they are; kept in the history. */
  readonly reason: string;
}

/** Rejects when no federation runs on this data directory. */
export function requestSecondFactorReset(
  dataDir: string,
  order: ResetOrder,
): Promise<{ readonly found: boolean }> {
  return ask(dataDir, '/accounts/reset-second-factor', order) as Promise<{ readonly found: boolean }>;
}

function ask(dataDir: string, path: string, body?: object): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const outgoing = request(
    { socketPath: socketPath(dataDir), path, method: 'POST', timeout: answerTimeoutMs },
    (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve(JSON.parse(Buffer.concat(chunks).toString()));
        else reject(new Error(`the federation answered ${answer.statusCode}`));
      });
    },
  );
  outgoing.on('timeout', () => outgoing.destroy(new Error('the federation did not answer')));
  outgoing.on('error', reject);
  outgoing.end(body && JSON.stringify(body));
  return promise;
}
