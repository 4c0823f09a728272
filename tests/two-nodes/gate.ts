import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { passOn } from './balancer.ts';

/** `slow`: within the time limit of callers; `hanging`: no answer; `rubbish`: 200 with HTML that has no meaning. */
export type GateFault = 'slow' | 'hanging' | 'rubbish';

export interface Gate {
  readonly url: string;
  /** Holds every request from now on. `reached` resolves with the first of them; `open` releases all. */
  hold(): { readonly reached: Promise<void>; open(): void };
  /** Simulates a fault from now on; undefined: forwards again. Closes connections that hang. */
  behave(fault: GateFault | undefined): void;
  close(): Promise<void>;
}

const slowMs = 1_000;

/** A proxy in front of a server that a hub calls. It can delay answers and simulate faults of that server. */
export async function createGate(target: string): Promise<Gate> {
  let held: { readonly reached: () => void; readonly opened: Promise<void> } | undefined;
  let fault: GateFault | undefined;
  const hanging = new Set<ServerResponse>();
  const faults: Readonly<Record<GateFault, (incoming: IncomingMessage, answer: ServerResponse) => void>> = {
    slow: (incoming, answer) => void setTimeout(() => passOn(incoming, answer, target), slowMs),
    hanging: (_incoming, answer) => void hanging.add(answer),
    rubbish: (_incoming, answer) =>
      void answer.writeHead(200, { 'content-type': 'text/html' }).end('<html><p>}{ Bonjour &&'),
  };
  const server = createServer(async (incoming, answer) => {
    held?.reached();
    await held?.opened;
    if (fault !== undefined) return faults[fault](incoming, answer);
    passOn(incoming, answer, target);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    hold: () => {
      const reached = Promise.withResolvers<void>();
      const opened = Promise.withResolvers<void>();
      held = { reached: reached.resolve, opened: opened.promise };
      return {
        reached: reached.promise,
        open: () => {
          held = undefined;
          opened.resolve();
        },
      };
    },
    behave: (next) => {
      fault = next;
      for (const answer of hanging) answer.destroy();
      hanging.clear();
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
