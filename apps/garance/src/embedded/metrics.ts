/** Metrics of all servers of this process, on a port of its own on loopback. */
import { buildMetricsServer } from '@garance/web/server';
import type { Addresses } from './addresses.ts';
import type { Base } from './base.ts';
import { listen } from './listen.ts';

interface MetricsInput extends Pick<Base, 'logger' | 'telemetry'> {
  readonly addresses: Addresses;
}

/** Starts the listener of `/metrics`. */
export async function startMetrics(
  stack: AsyncDisposableStack,
  { addresses, logger, telemetry }: MetricsInput,
): Promise<void> {
  const { metrics, profiling } = telemetry;
  const app = buildMetricsServer({ metrics, profiling, logger: logger.child({ part: 'metrics' }) });
  stack.defer(() => app.close());
  const { metrics: port } = addresses.ports;
  await listen('metrics', port, () => app.listen({ host: '127.0.0.1', port }));
}
