import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

interface Target {
  readonly host: string;
  readonly port: number;
}

export interface Wire {
  readonly port: number;
  /** Closes every connection and connects new ones to another server. */
  lead(to: Target): void;
  /** Closes every connection and refuses new ones, as if the server behind it were down. */
  cut(): void;
  /** Keeps connections and accepts new ones, but forwards nothing, as if the server behind it hung. */
  hang(): void;
  restore(): void;
  close(): Promise<void>;
}

/** A connection between processes and a server, which a test can cut. */
export async function createWire(first: Target): Promise<Wire> {
  let target = first;
  const open = new Set<Socket>();
  let isCut = false;
  let hangs = false;
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    if (hangs) {
      open.add(near);
      near.on('error', () => {}).on('close', () => open.delete(near));
      return;
    }
    const far = connect(target.port, target.host);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const end = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: address.port,
    lead: (to) => {
      target = to;
      end();
    },
    cut: () => {
      isCut = true;
      end();
    },
    hang: () => {
      hangs = true;
      for (const socket of open) socket.unpipe().pause();
    },
    restore: () => {
      if (hangs) end();
      hangs = false;
      isCut = false;
    },
    close: async () => {
      end();
      server.close();
    },
  };
}
