import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Starts listening.
 * @param address port 0 picks a free one
 * @returns the port; rejects when it is in use (`EADDRINUSE`)
 */
export async function listen(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<number> {
  const listening = once(server, 'listening');
  server.listen(port, host);
  await listening;
  return (server.address() as AddressInfo).port;
}

/** Stops accepting connections, ends the open ones, and resolves when all are closed. */
export async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
