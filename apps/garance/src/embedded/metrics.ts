/** Metrics of all servers of this process, on a port of its own on loopback. */
import { buildMetricsServer, type Metrics } from '@garance/web/server';
import type { Addresses } from './addresses.ts';
import type { Base } from './base.ts';
import { listen } from './listen.ts';

interface MetricsInput extends Pick<Base, 'logger'> {
  readonly addresses: Addresses;
  readonly metrics: Metrics;
}

/** Starts the listener of `/metrics`. */
export async function startMetrics(
  stack: AsyncDisposableStack,
  { addresses, logger, metrics }: MetricsInput,
): Promise<void> {
  const app = buildMetricsServer({ metrics, logger: logger.child({ part: 'metrics' }) });
  stack.defer(() => app.close());
  const { metrics: port } = addresses.ports;
  await listen('metrics', port, () => app.listen({ host: '127.0.0.1', port }));
}
