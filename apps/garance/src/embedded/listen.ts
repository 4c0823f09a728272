import { UsageError } from './options.ts';

/** Starts what listens on a port; a port that is taken is said with what to do. @throws UsageError */
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
