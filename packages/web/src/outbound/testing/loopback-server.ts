import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** For tests: a server on a loopback address, closed at the end of its block (`await using`). */
export interface LoopbackServer extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  /** Connections accepted so far. */
  connections(): number;
  requests(): number;
}

interface LoopbackOptions {
  readonly host?: string;
  readonly port?: number;
}

/** @param options `host` default `127.0.0.1`, `port` default 0 (a free one) */
export async function startLoopbackServer(
  listener: RequestListener,
  { host = '127.0.0.1', port = 0 }: LoopbackOptions = {},
): Promise<LoopbackServer> {
  let connections = 0;
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    listener(request, response);
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    url: `http://${host}:${bound}`,
    connections: () => connections,
    requests: () => requests,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
