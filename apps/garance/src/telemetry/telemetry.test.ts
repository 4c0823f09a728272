import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createManualClock } from '@garance/core';
import { createOutbound } from '@garance/web/outbound';
import { buildServer, createPino } from '@garance/web/server';
import { describe, expect, it } from 'vitest';
import type { UpstreamCall } from './calls.ts';
import { type TelemetrySettings, telemetrySettingsSchema } from './settings.ts';
import { startTelemetry, type Telemetry } from './telemetry.ts';

const logger = createPino({ name: 'test', level: 'silent' });

/** An external server or a collector: answers with this status and stores the requests. */
async function startListener(stack: AsyncDisposableStack, status = 200) {
  const received: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
    });
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      response.writeHead(status).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stack.defer(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, received };
}

const textOf = ({ metrics }: Telemetry) => metrics.metrics();

/** A server that calls an external system once per request. */
function serverThatAsks(
  stack: AsyncDisposableStack,
  telemetry: Telemetry,
  { call, url }: { call: UpstreamCall; url: string },
) {
  const outbound = createOutbound({ policy: { allowHttp: true, allowPrivateAddresses: true } });
  stack.defer(() => outbound.close());
  const observed = telemetry.outbound(outbound, call);
  const app = buildServer({ name: 'test', logger, issuerOrigin: 'http://localhost' });
  stack.defer(() => app.close());
  telemetry.requests('hub')(app);
  app.post('/ask', async () => (await observed.request({ url, timeoutMs: 5_000, maxBytes: 100 })).status);
  return app;
}

/** With a body, which is read in another asynchronous context than the request's. */
const ask = {
  method: 'POST',
  url: '/ask',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  payload: 'a=b',
} as const;

const tracesTo = (url: string, changes: object = {}): TelemetrySettings =>
  telemetrySettingsSchema.parse({ traces: { url, sampleRatio: 1, ...changes } });

const providerCall = { server: 'hub', peer: 'provider', provider: 'low', call: 'token' } as const;

describe('traceparent', () => {
  it.each([
    [
      'a provider, when it is configured',
      { toProviders: true },
      providerCall,
      /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/,
    ],
    ['a provider, when it is not', {}, providerCall, undefined],
    ['a service, in no case', { toProviders: true }, { ...providerCall, peer: 'service' }, undefined],
  ] as const)('is sent to %s', async (_whom, settings, call, expected) => {
    await using stack = new AsyncDisposableStack();
    const collector = await startListener(stack);
    const other = await startListener(stack);
    await using inner = new AsyncDisposableStack();
    const telemetry = await startTelemetry(inner, {
      settings: tracesTo(collector.url, settings),
      service: 'test',
    });
    const app = serverThatAsks(inner, telemetry, { call, url: other.url });
    // The trace context of a caller is ignored: it would control what is recorded.
    const theirs = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await app.inject({ ...ask, headers: { ...ask.headers, traceparent: theirs } });
    expect(other.received).toHaveLength(1);
    const { traceparent } = other.received[0]?.headers ?? {};
    if (expected === undefined) expect(traceparent).toBeUndefined();
    else expect(traceparent).toMatch(expected);
    await inner.disposeAsync();
    const exported = collector.received.map(({ body }) => body).join('');
    expect(exported).toContain('POST /ask');
    expect(exported).not.toContain('0af7651916cd43dd8448eb211c80319c');
    if (expected !== undefined) expect(exported).toContain(String(traceparent).split('-')[1]);
  });
});

describe('traces', () => {
  it('that the collector refuses are counted, and affect nothing else', async () => {
    await using stack = new AsyncDisposableStack();
    const collector = await startListener(stack, 400);
    const other = await startListener(stack);
    const inner = new AsyncDisposableStack();
    const telemetry = await startTelemetry(inner, { settings: tracesTo(collector.url), service: 'test' });
    const app = serverThatAsks(inner, telemetry, { call: providerCall, url: other.url });
    expect((await app.inject(ask)).body).toBe('200');
    await inner.disposeAsync();
    expect(collector.received.length).toBeGreaterThan(0);
    expect(await textOf(telemetry)).toContain('garance_spans_total{outcome="failed"} 2');
  });

  it('are not begun without settings', async () => {
    await using stack = new AsyncDisposableStack();
    const other = await startListener(stack);
    const telemetry = await startTelemetry(stack, { service: 'test' });
    const app = serverThatAsks(stack, telemetry, { call: providerCall, url: other.url });
    await app.inject(ask);
    expect(other.received).toHaveLength(1);
    expect(other.received[0]?.headers).not.toHaveProperty('traceparent');
    expect(await textOf(telemetry)).not.toContain('garance_spans_total{');
  });
});

describe('own time', () => {
  it('leaves out waits for external systems, in the request that waits', async () => {
    await using stack = new AsyncDisposableStack();
    const telemetry = await startTelemetry(stack, { service: 'test' });
    const app = buildServer({ name: 'test', logger, issuerOrigin: 'http://localhost' });
    stack.defer(() => app.close());
    telemetry.requests('hub')(app);
    app.post('/ask', async () => {
      const { end } = telemetry.calls.upstream(providerCall);
      const until = performance.now() + 60;
      while (performance.now() < until) await new Promise((resolve) => setImmediate(resolve));
      end(200);
      return 'done';
    });
    await app.inject(ask);
    const text = await textOf(telemetry);
    const read = (name: string) =>
      Number(new RegExp(`^${name}\\{.*route="/ask".*\\} (\\S+)$`, 'm').exec(text)?.[1]);
    expect(read('garance_http_request_seconds_sum')).toBeGreaterThanOrEqual(0.06);
    expect(read('garance_http_request_seconds_sum') - read('garance_own_seconds_sum')).toBeGreaterThanOrEqual(
      0.059,
    );
  });
});

describe('a request whose body comes after its headers', () => {
  it('has its scope where its body is handled', async () => {
    await using stack = new AsyncDisposableStack();
    const telemetry = await startTelemetry(stack, { service: 'test' });
    const app = buildServer({ name: 'test', logger, issuerOrigin: 'http://localhost' });
    stack.defer(() => app.close());
    telemetry.requests('hub')(app);
    const begun = Promise.withResolvers<void>();
    app.addHook('onRequest', (_request, _reply, done) => {
      done();
      begun.resolve();
    });
    app.post('/judge', async () => {
      telemetry.logins.steps('hub').ended({ step: 'token', error: 'store.unavailable', providerId: 'none' });
      return 'told';
    });
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const answered = Promise.withResolvers<void>();
    const sent = request({
      port,
      method: 'POST',
      path: '/judge',
      headers: { ...ask.headers, 'content-length': 3 },
    });
    sent.on('response', (response) => response.resume().on('end', () => answered.resolve()));
    sent.flushHeaders();
    await begun.promise;
    sent.end('a=b');
    await answered.promise;
    expect(await textOf(telemetry)).toContain(
      'garance_own_seconds_count{server="hub",route="/judge",result="failed"} 1',
    );
  });
});

describe('jobs', () => {
  it('are counted by outcome, with the time of the last success', async () => {
    await using stack = new AsyncDisposableStack();
    const clock = createManualClock(5_000_000);
    const telemetry = await startTelemetry(stack, { service: 'test', clock });
    let breaks = false;
    const [job] = telemetry.observeJobs([
      {
        name: 'purge',
        everyMs: 60_000,
        run: async () => {
          if (breaks) throw new Error('broken');
        },
      },
    ]);
    await job?.run();
    clock.advance(60_000);
    breaks = true;
    await expect(job?.run()).rejects.toThrow('broken');
    const text = await textOf(telemetry);
    expect(text).toContain('garance_job_seconds_count{task="purge",outcome="ok"} 1');
    expect(text).toContain('garance_job_seconds_count{task="purge",outcome="failed"} 1');
    expect(text).toContain('garance_job_success_timestamp_seconds{task="purge"} 5000\n');
    expect(text).toContain('garance_job_interval_seconds{task="purge"} 60\n');
  });
});

describe('queues', () => {
  it('that cannot be read have no value, and the others have theirs', async () => {
    await using stack = new AsyncDisposableStack();
    const { metrics, gauges } = await startTelemetry(stack, {
      service: 'test',
      clock: createManualClock(100_000),
    });
    let isAway = false;
    gauges.dueBacklog('mail', async () => {
      if (isAway) throw new Error('no database');
      return { queued: 3, dueSinceMs: 40_000 };
    });
    gauges.backlog('trace', () => ({ entries: 7 }));
    gauges.dropped('trace', () => 2);
    const first = await metrics.metrics();
    expect(first).toContain('garance_backlog_entries{queue="mail"} 3');
    expect(first).toContain('garance_backlog_oldest_seconds{queue="mail"} 60');
    isAway = true;
    const second = await metrics.metrics();
    expect(second).not.toContain('queue="mail"');
    expect(second).toContain('garance_backlog_entries{queue="trace"} 7');
    expect(second).toContain('garance_dropped_total{queue="trace"} 2');
  });
});

describe('keys and the circuit breaker', () => {
  it('are read when the metrics are collected', async () => {
    await using stack = new AsyncDisposableStack();
    const clock = createManualClock(10 * 86_400_000);
    const { metrics, gauges } = await startTelemetry(stack, { service: 'test', clock });
    const key = { use: 'sig', alg: 'ES256', createdAtMs: 0 } as const;
    gauges.keys('hub-a', () => [key], 90);
    gauges.keys('hub-b', () => [key], 0);
    const tell = gauges.breaker('production');
    const states = async () =>
      [
        ...(await metrics.metrics()).matchAll(
          /^garance_circuit_breaker\{environment="production",state="(.*)"\} 1$/gm,
        ),
      ].map(([, state]) => state);
    expect(await states()).toEqual(['closed']);
    tell('open');
    expect(await states()).toEqual(['open']);
    tell('half-open');
    expect(await states()).toEqual(['half-open']);
    clock.advance(86_400_000);
    const text = await metrics.metrics();
    expect(text).toContain(`garance_key_age_seconds{server="hub-b",use="sig",alg="ES256"} ${11 * 86_400}`);
    expect(text).toContain(
      `garance_key_rotation_due_seconds{server="hub-a",use="sig",alg="ES256"} ${79 * 86_400}`,
    );
    expect(text).not.toContain('garance_key_rotation_due_seconds{server="hub-b"');
  });
});
