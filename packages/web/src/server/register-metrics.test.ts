import { register } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { buildServer } from './build-server.ts';
import { createPino } from './logging.ts';
import { buildMetricsServer, createMetrics, createRequestMeter } from './register-metrics.ts';

const logger = createPino({ name: 'test', level: 'silent' });

/** A server named `hub` with one route, measured into a registry of its own. */
function measuredServer() {
  const metrics = createMetrics();
  const app = buildServer({ name: 'test', logger, issuerOrigin: 'http://localhost' });
  createRequestMeter(metrics)('hub')(app);
  app.get('/interaction/:id', () => 'fine');
  return { metrics, app };
}

const series = (text: string) => text.split('\n').filter((line) => line.includes('_count{'));

describe('the metrics of a process', () => {
  it('count a request in every bucket that is not shorter than it', async () => {
    const { metrics, app } = measuredServer();
    await app.inject('/interaction/1');
    const lines = (await metrics.metrics()).split('\n');
    expect(lines).toContain('# TYPE garance_http_request_seconds histogram');
    const bounds = lines.flatMap((line) => /_bucket\{le="([^"]+)"/.exec(line)?.[1] ?? []);
    expect(bounds.join(' ')).toBe('0.001 0.0025 0.005 0.01 0.025 0.05 0.1 0.25 0.5 1 2.5 5 10 +Inf');
    expect(lines).toContain(
      'garance_http_request_seconds_bucket{le="+Inf",server="hub",method="GET",route="/interaction/:id",status="200"} 1',
    );
    expect(lines.some((line) => /^garance_http_request_seconds_sum\{.*\} 0\.\d+$/.test(line))).toBe(true);
    await app.close();
  });

  it('read the memory of the process when they are requested', async () => {
    const { metrics, app } = measuredServer();
    const read = async () => Number(/process_resident_memory_bytes (\d+)/.exec(await metrics.metrics())?.[1]);
    expect(await read()).toBeGreaterThan(1_000_000);
    const held = Buffer.alloc(64 * 1024 * 1024, 1);
    expect(await read()).toBeGreaterThan(1_000_000 + held.length / 2);
    await app.close();
  });

  it('share nothing with another registry of the process', async () => {
    const [first, second] = [measuredServer(), measuredServer()];
    await first.app.inject('/interaction/1');
    expect(series(await first.metrics.metrics())).toHaveLength(1);
    expect(series(await second.metrics.metrics())).toEqual([]);
    expect(await register.metrics()).toBe('\n');
    await Promise.all([first.app.close(), second.app.close()]);
  });

  it('have as many series as the server has routes, methods and answers, whatever a caller sends', async () => {
    const { metrics, app } = measuredServer();
    for (let index = 0; index < 100; index += 1) {
      await app.inject({ method: 'POST', url: `/none/${index}` });
      await app.inject(`/interaction/${index}?a=${index}`);
    }
    const held = series(await metrics.metrics());
    expect(held).toHaveLength(2);
    expect(held.find((line) => line.includes('route="none"'))).toMatch(/method="POST",.* 100$/);
    await app.close();
  });

  it('measures requests by route and status, never by address', async () => {
    const { metrics, app } = measuredServer();
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
