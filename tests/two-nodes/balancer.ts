import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';

export interface Balancer {
  /** Chooses the node of the next requests by their path; default: in turn. */
  route(choose: ((path: string) => 0 | 1) | undefined): void;
  /** Sends every request to this origin instead; undefined: to the nodes. */
  redirect(origin: string | undefined): void;
  close(): Promise<void>;
}

/** Forwards a request to `origin` and returns its answer; 502 when there is none. */
export function passOn(incoming: IncomingMessage, answer: ServerResponse, origin: string): void {
  const { method, headers, url = '/' } = incoming;
  const onward = request(new URL(url, origin), { method, headers, agent: false }, (from) => {
    answer.writeHead(from.statusCode ?? 502, from.rawHeaders);
    from.pipe(answer);
  });
  onward.on('error', () => (answer.headersSent ? answer.destroy() : answer.writeHead(502).end()));
  incoming.pipe(onward);
}

/** A proxy in front of two nodes. It answers 502 to what it cannot pass on. */
export async function createBalancer(port: number, origins: readonly [string, string]): Promise<Balancer> {
  let turn = 0;
  const inTurn = (): 0 | 1 => {
    turn += 1;
    return turn % 2 === 0 ? 0 : 1;
  };
  let choose: (path: string) => 0 | 1 = inTurn;
  let only: string | undefined;
  const server = createServer((incoming, answer) =>
    passOn(incoming, answer, only ?? origins[choose(incoming.url ?? '/')]),
  );
  server.listen(port, 'localhost');
  await once(server, 'listening');
  return {
    route: (chosen) => {
      choose = chosen ?? inTurn;
    },
    redirect: (origin) => {
      only = origin;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
