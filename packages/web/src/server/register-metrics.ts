import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { Gauge, Histogram, Registry } from 'prom-client';
import { buildServer } from './build-server.ts';
import { registerProfiling } from './profiling.ts';
import { type ReadinessOptions, registerReadiness } from './readiness.ts';

/** The metrics of one process. Never the global registry of `prom-client`: it would be shared by tests and by programs in one process. */
export type Metrics = Registry;

/** An empty registry of metrics, independent of every other one. */
export function createMetrics(): Metrics {
  return new Registry();
}

/** Measures the requests of one server; call it before routes are added. */
export type MeasureRequests = (app: FastifyInstance) => void;

/** Seconds: from a page served from memory to an identity provider that does not answer. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * Measures the requests of every server of this process, by route pattern (never by address) and status, in one
 * registry. `prom-client` keeps each combination of labels for the life of the process, so each label has a bounded set
 * of values whatever a caller sends: Node's parser refuses unknown methods, and an address without a route is `none`.
 *
 * @returns makes the measuring function of the server with the given name
 */
export function createRequestMeter(metrics: Metrics): (server: string) => MeasureRequests {
  const registers = [metrics];
  const seconds = new Histogram({
    name: 'garance_http_request_seconds',
    help: 'Time from the request to the end of its answer, by route.',
    labelNames: ['server', 'method', 'route', 'status'],
    buckets,
    registers,
  });
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Resident set size of this process.',
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  return (server) => (app) => {
    app.addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? 'none';
      const labels = { server, method: request.method, route, status: reply.statusCode };
      seconds.observe(labels, reply.elapsedTime / 1000);
      done();
    });
  };
}

interface MetricsServerOptions {
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Adds `/readyz`. */
  readonly readiness?: ReadinessOptions;
  /** Adds `/profile` and `/heap`. */
  readonly profiling?: boolean;
}

/**
 * The internal listener: `GET /metrics` in Prometheus text, health and, when configured, readiness. It discloses which
 * routes are slow and how many requests fail: bind it to an address that the public cannot reach.
 */
export function buildMetricsServer({
  metrics,
  logger,
  readiness,
  profiling = false,
}: MetricsServerOptions): FastifyInstance {
  const app = buildServer({ name: 'metrics', logger, issuerOrigin: 'http://127.0.0.1' });
  app.get('/metrics', { config: { answers: 'json' }, logLevel: 'warn' }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.metrics()),
  );
  if (readiness !== undefined) registerReadiness(app, readiness);
  if (profiling) registerProfiling(app);
  return app;
}
