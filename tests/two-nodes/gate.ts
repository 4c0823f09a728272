import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Gate {
  readonly url: string;
  /** Holds every request from now on. `reached` resolves with the first of them; `open` releases all. */
  hold(): { readonly reached: Promise<void>; open(): void };
  close(): Promise<void>;
}

/** A proxy in front of the civil register that can delay an answer, so that a request to a hub is under way. */
export async function createGate(target: string): Promise<Gate> {
  let held: { readonly reached: () => void; readonly opened: Promise<void> } | undefined;
  const server = createServer(async (incoming, answer) => {
    held?.reached();
    await held?.opened;
    const from = await fetch(new URL(incoming.url ?? '/', target));
    answer.writeHead(from.status, { 'content-type': from.headers.get('content-type') ?? '' });
    answer.end(await from.text());
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
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
