/** Measures the requests of a server: outcome, duration without the waits for external systems, and their spans. */
import { performance } from 'node:perf_hooks';
import type { FastifyRequest, MeasureRequests, Metrics } from '@garance/web/server';
import { Histogram } from 'prom-client';
import { createScope, type Result, type Scope, type Scopes } from './scope.ts';
import type { Tracing } from './tracing.ts';

/** Seconds. 0.3 is the target of the service level. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5];

interface RequestsInput {
  readonly metrics: Metrics;
  readonly scopes: Scopes;
  readonly tracing: Tracing;
}

export function createOwnTimeMeter({
  metrics,
  scopes,
  tracing,
}: RequestsInput): (server: string) => MeasureRequests {
  const seconds = new Histogram({
    name: 'garance_own_seconds',
    help: 'Time of a request without the waits for identity providers, civil register and services, by route and result.',
    labelNames: ['server', 'route', 'result'],
    buckets,
    registers: [metrics],
  });
  return (server) => (app) => {
    const underWay = new WeakMap<FastifyRequest, Scope>();
    app.addHook('onRequest', (request, _reply, done) => {
      const route = request.routeOptions.url ?? 'none';
      const span = tracing.begin({
        name: `${request.method} ${route}`,
        kind: 'server',
        attributes: {
          'garance.server': server,
          'http.request.method': request.method,
          'http.route': route,
          // Also in the log and on error pages: finds the trace.
          'garance.occurrence': request.id,
        },
      });
      const scope = createScope(() => performance.now(), span);
      underWay.set(request, scope);
      scopes.run(scope, done);
    });
    app.addHook('onResponse', (request, reply, done) => {
      const scope = underWay.get(request);
      const result = resultOf(reply.statusCode, scope?.result());
      const route = request.routeOptions.url ?? 'none';
      const ownMs = Math.max(0, reply.elapsedTime - (scope?.waitedMs() ?? 0));
      seconds.observe({ server, route, result }, ownMs / 1000);
      scope?.span?.set({ 'http.response.status_code': reply.statusCode, 'garance.result': result });
      scope?.span?.end(result === 'failed');
      done();
    });
  };
}

/** The result that the step reported; the status for a request without a step, or one that failed after it. */
export function resultOf(status: number, reported: Result | undefined): Result {
  if (reported !== undefined && reported !== 'ok') return reported;
  if (status >= 500) return 'failed';
  return status >= 400 ? 'refused' : 'ok';
}
