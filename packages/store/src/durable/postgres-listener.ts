import type { Client } from 'pg';
import type { StoreLogger } from './contract.ts';

interface ListenerOptions {
  /** Creates a client without connecting it. */
  connect(): Client;
  readonly channel: string;
  readonly onNotice: () => void;
  readonly logger: StoreLogger;
}

const firstRetryMs = 100;
const lastRetryMs = 5_000;

/**
 * Keeps one connection listening and reconnects after a loss. Notices during the gap are lost, so each reconnection
 * calls `onNotice`.
 *
 * @returns a function that ends it; resolves once the first connection listens
 */
export async function createPostgresListener(options: ListenerOptions): Promise<() => Promise<void>> {
  let closed = false;
  let current: Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  let retryMs = firstRetryMs;

  const listen = async (): Promise<void> => {
    const client = options.connect();
    client.on('notification', () => options.onNotice());
    client.on('error', (error) => lost(client, error));
    client.on('end', () => lost(client, undefined));
    current = client;
    await client.connect();
    await client.query(`listen ${client.escapeIdentifier(options.channel)}`);
    retryMs = firstRetryMs;
  };
  const lost = (client: Client, error: Error | undefined): void => {
    if (closed || client !== current) return;
    current = undefined;
    client.end().catch(() => {});
    options.logger.warn(
      { reason: error?.message ?? 'ended' },
      'configuration changes are not heard for a moment',
    );
    retry = setTimeout(comeBack, retryMs);
    retry.unref();
    retryMs = Math.min(retryMs * 2, lastRetryMs);
  };
  const comeBack = (): void => {
    const attempt = listen();
    const client = current;
    attempt.then(options.onNotice, (error: Error) => {
      if (client !== undefined) lost(client, error);
    });
  };

  await listen();
  return async () => {
    closed = true;
    clearTimeout(retry);
    await current?.end().catch(() => {});
  };
}
