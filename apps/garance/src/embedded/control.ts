/**
 * How other commands talk to the running federation (its data belongs to one process at a time): a Unix socket in the
 * data directory, readable by its owner only.
 */

import { existsSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { GaranceError, getErrorDefinition, systemClock } from '@garance/core';
import { rotateHubKeys } from '@garance/hub';
import {
  changeOperatorOnMachine,
  type PlatformStore,
  type PortalDeps,
  resetSecondFactorsOnMachine,
  type SignedHeadVerdict,
  verifyAuditHead,
} from '@garance/portal';
import { z } from 'zod';
import type { ComposedHub } from '../compose-hub.ts';
import { socketPath } from './control-client.ts';
import type { AuditReport, RotationReport } from './control-requests.ts';
import type { Rehearsals } from './rehearsal.ts';
import { rehearsalVerbs } from './rehearsal-control.ts';

export interface ControlServer {
  close(): Promise<void>;
}

interface ControlInput {
  readonly dataDir: string;
  readonly store: PlatformStore;
  readonly hubs: readonly ComposedHub[];
  readonly partnerSpace: PortalDeps;
  readonly rehearsals: Rehearsals;
}

export async function startControl(input: ControlInput): Promise<ControlServer> {
  const { dataDir, store, hubs, partnerSpace, rehearsals } = input;
  const path = socketPath(dataDir);
  // Left by a process that was killed: the lock of the data directory says that none lives.
  if (existsSync(path)) rmSync(path);
  const verbs: Readonly<Record<string, (body: unknown) => Promise<unknown>>> = {
    '/keys/rotate': () => rotateAll(store, hubs),
    '/audit/verify': (body) => verifyAudit(partnerSpace, body),
    '/accounts/reset-second-factor': async (body) => ({
      found: await resetSecondFactorsOnMachine(partnerSpace, resetSchema.parse(body)),
    }),
    '/accounts/operator': async (body) => ({
      outcome: await changeOperatorOnMachine(partnerSpace, operatorSchema.parse(body)),
    }),
    ...rehearsalVerbs(rehearsals),
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
        (error: unknown) => refuse(answer, error),
      );
  });
  const listening = Promise.withResolvers<void>();
  server.once('error', listening.reject).listen({ path }, listening.resolve);
  await listening.promise;
  return {
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const auditSchema = z.object({ heads: z.array(z.string().max(4096)).max(15) });

/** The log, and each signed head that was exported from it. */
async function verifyAudit(partnerSpace: PortalDeps, body: unknown): Promise<AuditReport> {
  const { heads } = auditSchema.parse(body);
  const found = await partnerSpace.store.portal.audit.verify();
  const exported: SignedHeadVerdict[] = [];
  for (const jws of heads) exported.push(await verifyAuditHead(partnerSpace, jws));
  return { ...found, exported };
}

const operatorSchema = z.object({
  verb: z.enum(['grant', 'remove']),
  email: z.string(),
  reason: z.string(),
});
const resetSchema = z.object({ email: z.string(), reason: z.string() });

const largestBody = 65_536;

/** JSON, or nothing. */
async function readBody(incoming: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += (chunk as Buffer).length;
    if (size > largestBody) throw new GaranceError('general.bad_request');
    chunks.push(chunk as Buffer);
  }
  return size === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString());
}

/** By its code where it has one; what nobody foresaw says nothing. */
function refuse(answer: ServerResponse, error: unknown): void {
  if (!(error instanceof GaranceError)) {
    answer.writeHead(500).end();
    return;
  }
  const { status } = getErrorDefinition(error.code);
  answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error: error.code }));
}

async function rotateAll(store: PlatformStore, hubs: readonly ComposedHub[]): Promise<RotationReport> {
  return Promise.all(
    hubs.map(async (composed) => {
      const kids = await rotateHubKeys({ hub: composed.hub, store: store.hubKeys, clock: systemClock });
      await composed.refresh();
      return { hub: `${composed.hub.platform}/${composed.hub.environment}`, kids };
    }),
  );
}
