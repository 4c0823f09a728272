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
