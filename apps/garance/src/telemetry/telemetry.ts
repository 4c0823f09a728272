/** Metrics and traces of one process: created once per process and passed to what it observes. */
import { type Clock, systemClock } from '@garance/core';
import { type Outbound, observeOutbound } from '@garance/web/outbound';
import { createMetrics, createRequestMeter, type MeasureRequests, type Metrics } from '@garance/web/server';
import { Counter } from 'prom-client';
import { type CallMeter, createCallMeter, type UpstreamCall } from './calls.ts';
import { createGauges, type Gauges } from './gauges.ts';
import { createJobMeter, type ObserveJobs } from './jobs.ts';
import { createLoginMeter, type LoginMeter } from './logins.ts';
import { measureProcess } from './process-metrics.ts';
import { createOwnTimeMeter } from './requests.ts';
import { createScopes } from './scope.ts';
import type { TelemetrySettings } from './settings.ts';
import { noTracing, startTracing } from './tracing.ts';

export interface Telemetry {
  readonly metrics: Metrics;
  readonly profiling: boolean;
  /** Measures the requests of the server with this name. */
  requests(server: string): MeasureRequests;
  readonly calls: CallMeter;
  readonly logins: LoginMeter;
  readonly gauges: Gauges;
  readonly observeJobs: ObserveJobs;
  /** The same client, with its requests counted as calls of this peer. */
  outbound(outbound: Outbound, call: UpstreamCall): Outbound;
  /** Counts the sending of one mail as a call of the mail server. */
  sendMail(send: () => Promise<void>): Promise<void>;
}

interface TelemetryInput {
  readonly settings?: TelemetrySettings | undefined;
  /** Name of this process in its traces. */
  readonly service: string;
  readonly clock?: Clock;
}

/** Every metric exists from the start, in every process; one without a value has only its name and help. */
export async function startTelemetry(
  stack: AsyncDisposableStack,
  { settings, service, clock = systemClock }: TelemetryInput,
): Promise<Telemetry> {
  const metrics = createMetrics();
  const spans = new Counter({
    name: 'garance_spans_total',
    help: 'Spans sent to the collector of traces, by outcome.',
    labelNames: ['outcome'],
    registers: [metrics],
  });
  const traces = settings?.traces;
  const tracing =
    traces === undefined
      ? noTracing
      : await startTracing({
          settings: traces,
          service,
          onExport: (count, isTaken) => spans.inc({ outcome: isTaken ? 'taken' : 'failed' }, count),
        });
  stack.defer(() => tracing.close());
  measureProcess(stack, metrics);
  const scopes = createScopes();
  const countRequests = createRequestMeter(metrics);
  const measureOwnTime = createOwnTimeMeter({ metrics, scopes, tracing });
  const propagateTo = new Set<UpstreamCall['peer']>(
    traces?.toProviders === true ? ['provider', 'civil-register'] : [],
  );
  const calls = createCallMeter({ metrics, scopes, tracing, propagateTo });
  return {
    metrics,
    profiling: settings?.profiling ?? false,
    requests: (server) => {
      const [count, measure] = [countRequests(server), measureOwnTime(server)];
      return (app) => {
        measure(app);
        count(app);
      };
    },
    calls,
    logins: createLoginMeter(metrics, scopes),
    gauges: createGauges(metrics, clock),
    observeJobs: createJobMeter({ metrics, scopes, tracing, clock }),
    outbound: (outbound, call) => observeOutbound(outbound, () => calls.upstream(call)),
    sendMail: async (send) => {
      const { end } = calls.upstream({ server: 'worker', peer: 'mail-server', call: 'send' });
      await send().catch((error: unknown) => {
        end('network');
        throw error;
      });
      end(250);
    },
  };
}
