import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.ts';

/** `GET /metrics` in Prometheus text. In production composed onto an internal port only. */
export function registerMetrics(app: FastifyInstance, metrics: Metrics): void {
  app.get('/metrics', { config: { answers: 'json' }, logLevel: 'warn' }, (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(metrics.text()),
  );
}

/** Measures every request by route pattern (never by address) and status. Call before the routes are added. */
export function measureRequests(app: FastifyInstance, metrics: Metrics): void {
  const seconds = metrics.histogram({
    name: 'garance_http_request_seconds',
    help: 'Time from the request to the end of its answer, by route.',
    labels: ['method', 'route', 'status'],
  });
  metrics.gauge({
    name: 'process_resident_memory_bytes',
    help: 'Resident set size of this process.',
    collect: () => process.memoryUsage.rss(),
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    seconds.observe(reply.elapsedTime / 1000, [request.method, route, String(reply.statusCode)]);
    done();
  });
}
