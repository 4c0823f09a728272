/** What monitoring reads: the requests of every server of this process, on loopback and a port of its own. */
import {
  buildMetricsServer,
  createMetrics,
  createRequestMeter,
  type MeasureRequests,
} from '@garance/web/server';
import type { Addresses } from './addresses.ts';
import { listen } from './listen.ts';
import type { Base } from './start.ts';

interface MetricsInput extends Pick<Base, 'logger'> {
  readonly addresses: Addresses;
}

/** @returns what measures a server, under the name it is given */
export async function startMetrics(
  stack: AsyncDisposableStack,
  { addresses, logger }: MetricsInput,
): Promise<(server: string) => MeasureRequests> {
  const metrics = createMetrics();
  const app = buildMetricsServer({ metrics, logger: logger.child({ part: 'metrics' }) });
  stack.defer(() => app.close());
  const { metrics: port } = addresses.ports;
  await listen('metrics', port, () => app.listen({ host: '127.0.0.1', port }));
  return createRequestMeter(metrics);
}
