/**
 * Control socket of the running federation, for other commands: the data belongs to one process at a time. A Unix socket
 * in the data directory, accessible to its owner only.
 */

import { existsSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { GaranceError, getErrorDefinition, systemClock } from '@garance/core';
import { softwareKeys } from '@garance/hub';
import type { PlatformStore, PortalDeps } from '@garance/portal';
import type { MasterKeys } from '@garance/store';
import { z } from 'zod';
import { backUpEmbedded } from '../backup/back-up.ts';
import type { ComposedHub } from '../compose-hub.ts';
import { keyVerbs } from '../key-verbs.ts';
import { machineVerbs } from '../machine-verbs.ts';
import { socketPath } from './control-client.ts';
import type { Rehearsals } from './rehearsal.ts';
import { rehearsalVerbs } from './rehearsal-control.ts';

const backupSchema = z.object({ directory: z.string().min(1) });

export interface ControlServer {
  close(): Promise<void>;
}

interface ControlInput {
  readonly dataDir: string;
  readonly store: PlatformStore;
  readonly masterKeys: MasterKeys;
  readonly hubs: readonly ComposedHub[];
  readonly partnerSpace: PortalDeps;
  readonly rehearsals: Rehearsals;
}

/** Listens on the control socket. Call it while holding the lock of the data directory. */
export async function startControl(input: ControlInput): Promise<ControlServer> {
  const { dataDir, store, masterKeys, hubs, partnerSpace, rehearsals } = input;
  const path = socketPath(dataDir);
  // Left by a killed process: the lock of the data directory proves that no other one runs.
  if (existsSync(path)) rmSync(path);
  const verbs: Readonly<Record<string, (body: unknown) => Promise<unknown>>> = {
    ...keyVerbs({
      hubs: hubs.map(({ hub }) => hub),
      store,
      custody: softwareKeys,
      masterKeys,
      clock: systemClock,
      partnerSpace,
      refresh: async (hub) => {
        await hubs
          .find(
            (composed) =>
              composed.hub.platform === hub.platform && composed.hub.environment === hub.environment,
          )
          ?.refresh();
      },
    }),
    ...machineVerbs(partnerSpace),
    '/backup': async (body) => {
      const { directory } = backupSchema.parse(body);
      await backUpEmbedded({ store, clock: systemClock, directory }, dataDir);
      return {};
    },
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

/** The traces of a browser that a rehearsal searches are the largest. */
const largestBody = 4_000_000;

/** Parsed JSON, or undefined for an empty body. */
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

/** Answers with the error's code; an unexpected error is answered without details. */
function refuse(answer: ServerResponse, error: unknown): void {
  if (!(error instanceof GaranceError)) {
    answer.writeHead(500).end();
    return;
  }
  const { status } = getErrorDefinition(error.code);
  answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error: error.code }));
}
