import { describe, expect, it } from 'vitest';
import { buildServer } from './build-server.ts';
import { createPino } from './logging.ts';
import { createMetrics } from './metrics.ts';
import { buildMetricsServer, createRequestMeter } from './register-metrics.ts';

describe('the metrics registry', () => {
  it('writes counters by label in Prometheus text', () => {
    const metrics = createMetrics();
    const logins = metrics.counter({
      name: 'logins_total',
      help: 'Logins.',
      labels: ['platform', 'outcome'],
    });
    logins.inc(['plus', 'done']);
    logins.inc(['plus', 'done'], 2);
    logins.inc(['standard', 'refused']);
    expect(metrics.text()).toBe(
      [
        '# HELP logins_total Logins.',
        '# TYPE logins_total counter',
        'logins_total{platform="plus",outcome="done"} 3',
        'logins_total{platform="standard",outcome="refused"} 1',
        '',
      ].join('\n'),
    );
  });

  it('writes histograms with cumulative buckets', () => {
    const metrics = createMetrics();
    const seconds = metrics.histogram({ name: 'step_seconds', help: 'Steps.', buckets: [0.1, 1] });
    for (const value of [0.05, 0.1, 0.5, 3]) seconds.observe(value);
    const lines = metrics.text().split('\n');
    expect(lines).toContain('step_seconds_bucket{le="0.1"} 2');
    expect(lines).toContain('step_seconds_bucket{le="1"} 3');
    expect(lines).toContain('step_seconds_bucket{le="+Inf"} 4');
    expect(lines).toContain('step_seconds_count 4');
    expect(lines.find((line) => line.startsWith('step_seconds_sum'))).toBe('step_seconds_sum 3.65');
  });

  it('asks gauges when it writes', () => {
    const metrics = createMetrics();
    let open = 1;
    metrics.gauge({ name: 'open', help: 'Open.', collect: () => open });
    open = 7;
    expect(metrics.text()).toContain('\nopen 7\n');
  });

  it('lets a label neither break the format nor fill memory', () => {
    const metrics = createMetrics();
    const counter = metrics.counter({ name: 'x_total', help: 'x', labels: ['who'] });
    counter.inc(['a"b\\c\nd']);
    expect(metrics.text()).toContain('x_total{who="a\\"b\\\\c\\nd"} 1');
    for (let index = 0; index < 10_000; index += 1) counter.inc([`caller ${index}`]);
    expect(metrics.text().split('\n').length).toBeLessThan(2100);
  });

  it('measures requests by route and status, never by address', async () => {
    const metrics = createMetrics();
    const logger = createPino({ name: 'test', level: 'silent' });
    const app = buildServer({
      name: 'test',
      logger,
      issuerOrigin: 'http://localhost',
    });
    createRequestMeter(metrics)('hub')(app);
    app.get('/interaction/:id', () => 'fine');
    await app.inject('/interaction/topsecretid?code=topsecretcode');
    const internal = buildMetricsServer({ metrics, logger });
    const { body, headers } = await internal.inject('/metrics');
    expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(body).toContain(
      'garance_http_request_seconds_count{server="hub",method="GET",route="/interaction/:id",status="200"} 1',
    );
    expect(body).toMatch(/process_resident_memory_bytes \d+/);
    expect(body).not.toContain('topsecret');
    expect((await app.inject('/metrics')).statusCode).toBe(404);
    await app.close();
    await internal.close();
  });
});
