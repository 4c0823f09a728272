import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Addresses } from './addresses.ts';
import { UsageError } from './options.ts';

/** Starts a server on a port. @throws UsageError with a remedy when the port is in use */
export async function listen<T>(name: string, port: number, start: (port: number) => Promise<T>): Promise<T> {
  try {
    return await start(port);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new UsageError(
        `Port ${port} (${name}) is taken by another program. Stop it, or start Garance elsewhere: GARANCE_PORT=4000 npm start`,
      );
    }
    throw error;
  }
}

/**
 * For the beginning of a start, before data is created or, with `--reset`, removed: a port that another program takes
 * afterwards is found by `listen`.
 * @throws UsageError naming the first port that is in use
 */
export async function refuseTakenPorts({ ports }: Addresses): Promise<void> {
  const { hubs, ...others } = ports;
  const all = [
    ...Object.entries(others),
    ...Object.entries(hubs).flatMap(([platform, environments]) =>
      Object.entries(environments).map(
        ([environment, port]) => [`hub ${platform} ${environment}`, port] as const,
      ),
    ),
  ];
  for (const [name, port] of all) await listen(name, port, tryPort);
}

async function tryPort(port: number): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
}
