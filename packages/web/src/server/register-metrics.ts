import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { buildServer } from './build-server.ts';
import type { Metrics } from './metrics.ts';

/** Measures the requests of one server; call it before routes are added. */
export type MeasureRequests = (app: FastifyInstance) => void;

/**
 * Measures the requests of all servers of the process in one registry, by route pattern (never by address) and status.
 *
 * @returns makes the measuring function of the server with the given name
 */
export function createRequestMeter(metrics: Metrics): (server: string) => MeasureRequests {
  const seconds = metrics.histogram({
    name: 'garance_http_request_seconds',
    help: 'Time from the request to the end of its answer, by route.',
    labels: ['server', 'method', 'route', 'status'],
  });
  metrics.gauge({
    name: 'process_resident_memory_bytes',
    help: 'Resident set size of this process.',
    collect: () => process.memoryUsage.rss(),
  });
  return (server) => (app) => {
    app.addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? 'none';
      seconds.observe(reply.elapsedTime / 1000, [server, request.method, route, String(reply.statusCode)]);
      done();
    });
  };
}

interface MetricsServerOptions {
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/**
 * The internal listener, with `GET /metrics` in Prometheus text only. Bind it where the public cannot reach it: rates and
 * durations of requests are not public.
 */
export function buildMetricsServer({ metrics, logger }: MetricsServerOptions): FastifyInstance {
  const app = buildServer({ name: 'metrics', logger, issuerOrigin: 'http://127.0.0.1' });
  app.get('/metrics', { config: { answers: 'json' }, logLevel: 'warn' }, (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(metrics.text()),
  );
  return app;
}
