/**
 * Measures calls of the stores and of external systems: duration and outcome; each is a span of the request that it is
 * made for.
 */
import { performance } from 'node:perf_hooks';
import { GaranceError } from '@garance/core';
import type { ObserveQueries, ObserveStoreCalls } from '@garance/store';
import type { ObservedRequest, OutboundOutcome } from '@garance/web/outbound';
import type { Metrics } from '@garance/web/server';
import { Histogram } from 'prom-client';
import type { Scope, Scopes } from './scope.ts';
import type { Span, SpanInput, Tracing } from './tracing.ts';

const storeBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];
/** Few buckets, since there are many tables. */
const queryBuckets = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5];
const upstreamBuckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 6, 12];

/** A call of an external system. */
export interface UpstreamCall {
  readonly server: string;
  readonly peer: 'provider' | 'civil-register' | 'service' | 'mail-server' | 'webhook';
  /** Id of a registered provider. */
  readonly provider?: string;
  readonly call: string;
}

interface CallsInput {
  readonly metrics: Metrics;
  readonly scopes: Scopes;
  readonly tracing: Tracing;
  /** Peers that receive `traceparent`. */
  readonly propagateTo: ReadonlySet<UpstreamCall['peer']>;
}

export interface CallMeter {
  inflight(server: string): ObserveStoreCalls;
  readonly queries: ObserveQueries;
  upstream(call: UpstreamCall): ObservedRequest;
}

export function createCallMeter(input: CallsInput): CallMeter {
  return {
    inflight: inflightMeter(input),
    queries: queryMeter(input),
    upstream: upstreamMeter(input),
  };
}

function inflightMeter({ metrics, scopes, tracing }: CallsInput): CallMeter['inflight'] {
  const seconds = new Histogram({
    name: 'garance_inflight_call_seconds',
    help: 'Calls of the in-flight store, by operation and outcome.',
    labelNames: ['server', 'operation', 'outcome'],
    buckets: storeBuckets,
    registers: [metrics],
  });
  return (server) => (operation) => {
    const beganMs = performance.now();
    const span = childOf(scopes.current(), tracing, () => ({
      name: `inflight ${operation}`,
      kind: 'client',
      attributes: { 'garance.server': server, 'garance.store': 'inflight', 'garance.operation': operation },
    }));
    return (error) => {
      const outcome = outcomeOf(error);
      seconds.observe({ server, operation, outcome }, (performance.now() - beganMs) / 1000);
      endSpan(span, outcome, error !== undefined);
    };
  };
}

function queryMeter({ metrics, scopes, tracing }: CallsInput): ObserveQueries {
  const seconds = new Histogram({
    name: 'garance_database_query_seconds',
    help: 'Queries of the durable store, by verb, first table and outcome.',
    labelNames: ['verb', 'table', 'outcome'],
    buckets: queryBuckets,
    registers: [metrics],
  });
  return ({ verb, table, durationMs, hasFailed }) => {
    const outcome = hasFailed ? 'failed' : 'ok';
    seconds.observe({ verb, table, outcome }, durationMs / 1000);
    const span = childOf(scopes.current(), tracing, () => ({
      name: `database ${verb} ${table}`,
      kind: 'client',
      attributes: { 'garance.store': 'database', 'db.operation.name': verb, 'db.collection.name': table },
      agoMs: durationMs,
    }));
    endSpan(span, outcome, hasFailed);
  };
}

function upstreamMeter({ metrics, scopes, tracing, propagateTo }: CallsInput): CallMeter['upstream'] {
  const seconds = new Histogram({
    name: 'garance_upstream_call_seconds',
    help: 'Calls of identity providers, civil register, services and mail server, by call and outcome.',
    labelNames: ['server', 'peer', 'provider', 'call', 'outcome'],
    buckets: upstreamBuckets,
    registers: [metrics],
  });
  return ({ server, peer, provider = 'none', call }) => {
    const beganMs = performance.now();
    const scope = scopes.current();
    const endWait = scope?.beginWait();
    const labels = { server, peer, provider, call };
    const span = childOf(scope, tracing, () => ({
      name: `${peer} ${call}`,
      kind: 'client',
      attributes: Object.fromEntries(
        Object.entries(labels).map(([name, value]) => [`garance.${name}`, value]),
      ),
    }));
    return {
      ...(span !== undefined && propagateTo.has(peer) && { headers: { traceparent: span.traceparent } }),
      end: (ended) => {
        endWait?.();
        const outcome = outcomeOfRequest(ended);
        seconds.observe({ ...labels, outcome }, (performance.now() - beganMs) / 1000);
        endSpan(span, outcome, outcome !== 'ok');
      },
    };
  };
}

/**
 * Only calls within a traced request or job get a span: workers poll every second. Each login makes some twenty calls,
 * so no attributes are computed unless it is traced.
 */
function childOf(
  scope: Scope | undefined,
  tracing: Tracing,
  describe: () => Omit<SpanInput, 'parent'>,
): Span | undefined {
  return scope?.span === undefined ? undefined : tracing.begin({ ...describe(), parent: scope.span });
}

function endSpan(span: Span | undefined, outcome: string, hasFailed: boolean): void {
  span?.set({ 'garance.outcome': outcome });
  span?.end(hasFailed);
}

/** A code of the catalogue, or `failed`: never an error's text. */
function outcomeOf(error: unknown): string {
  if (error === undefined) return 'ok';
  return error instanceof GaranceError ? error.code : 'failed';
}

/** The class of an HTTP status, or the reason why there is none. */
function outcomeOfRequest(ended: OutboundOutcome): string {
  if (typeof ended !== 'number') return ended;
  if (ended >= 200 && ended < 300) return 'ok';
  return `${Math.floor(ended / 100)}xx`;
}
