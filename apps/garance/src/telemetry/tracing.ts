/**
 * Traces by OpenTelemetry (OTLP over HTTP), off unless configured: the packages are loaded only then. Nothing is
 * registered globally, and a caller's `traceparent` is ignored: callers are untrusted and must not control what is
 * recorded.
 */
import type { Context } from '@opentelemetry/api';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { TraceSettings } from './settings.ts';

/** Names, codes and numbers of the program; never a value of a request, a token or personal data. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

export interface Span {
  /** W3C Trace Context, for a call of an external system. */
  readonly traceparent: string;
  set(attributes: SpanAttributes): void;
  end(hasFailed: boolean): void;
}

export interface SpanInput {
  readonly name: string;
  readonly kind: 'server' | 'client' | 'internal';
  readonly attributes: SpanAttributes;
  /** Absent: a new trace begins. */
  readonly parent?: Span | undefined;
  /** Milliseconds since the span began; default 0. */
  readonly agoMs?: number;
}

export interface Tracing {
  /** Undefined when traces are off. */
  begin(input: SpanInput): Span | undefined;
  /** Sends queued spans, for five seconds at most. */
  close(): Promise<void>;
}

export const noTracing: Tracing = { begin: () => undefined, close: async () => {} };

const closeMs = 5_000;

interface TracingInput {
  readonly settings: TraceSettings;
  /** `service.name`: name of this process. */
  readonly service: string;
  /** Called for each batch: how many spans, and whether the collector accepted them. */
  readonly onExport: (spans: number, isTaken: boolean) => void;
}

export async function startTracing({ settings, service, onExport }: TracingInput): Promise<Tracing> {
  const [api, sdk, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const { url, authorization, sampleRatio } = settings;
  const otlp = new OTLPTraceExporter({
    url,
    headers: authorization === undefined ? {} : { authorization },
    timeoutMillis: closeMs,
  });
  const exporter: SpanExporter = {
    export: (spans, done) =>
      otlp.export(spans, (result) => {
        onExport(spans.length, result.code === 0);
        done(result);
      }),
    shutdown: () => otlp.shutdown(),
    forceFlush: () => otlp.forceFlush(),
  };
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(sampleRatio) }),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter, exportTimeoutMillis: closeMs })],
  });
  const tracer = provider.getTracer('garance');
  const kinds = { server: api.SpanKind.SERVER, client: api.SpanKind.CLIENT, internal: api.SpanKind.INTERNAL };
  const contexts = new WeakMap<Span, Context>();
  return {
    begin: ({ name, kind, attributes, parent, agoMs = 0 }) => {
      const around = (parent && contexts.get(parent)) ?? api.ROOT_CONTEXT;
      const startTime = Date.now() - agoMs;
      const own = tracer.startSpan(
        name,
        { kind: kinds[kind], attributes: { ...attributes }, startTime },
        around,
      );
      const { traceId, spanId, traceFlags } = own.spanContext();
      const span: Span = {
        traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
        set: (more) => void own.setAttributes({ ...more }),
        end: (hasFailed) => {
          if (hasFailed) own.setStatus({ code: api.SpanStatusCode.ERROR });
          own.end();
        },
      };
      contexts.set(span, api.trace.setSpan(around, own));
      return span;
    },
    close: () => provider.shutdown().catch(() => undefined),
  };
}
