import { describe, expect, it } from 'vitest';
import { buildServer } from './build-server.ts';
import { createPino } from './logging.ts';
import { registerProfiling } from './profiling.ts';
import { buildMetricsServer, createMetrics } from './register-metrics.ts';

const logger = createPino({ name: 'test', level: 'silent' });

/** A listener whose profiles last until the test releases them, or until it closes. */
function setUp() {
  const waits: { readonly ms: number; release(): void }[] = [];
  const app = buildServer({ name: 'test', logger, issuerOrigin: 'http://127.0.0.1' });
  let began = Promise.withResolvers<void>();
  registerProfiling(app, {
    wait: (ms, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve());
        waits.push({ ms, release: resolve });
        began.resolve();
      }),
  });
  const nextWait = async () => {
    await began.promise;
    began = Promise.withResolvers();
    return waits.at(-1);
  };
  return { app, waits, nextWait };
}

describe('a profile on demand', () => {
  it('names the functions that ran meanwhile, in the format of developer tools', async () => {
    const { app, nextWait } = setUp();
    const answer = app.inject('/profile?seconds=3');
    const wait = await nextWait();
    expect(wait?.ms).toBe(3_000);
    spinForTheProfile();
    wait?.release();
    const { statusCode, body } = await answer;
    expect(statusCode).toBe(200);
    const profile = JSON.parse(body) as {
      readonly nodes: readonly { readonly callFrame: { readonly functionName: string } }[];
      readonly samples: readonly number[];
    };
    expect(profile.samples.length).toBeGreaterThan(0);
    expect(profile.nodes.map(({ callFrame }) => callFrame.functionName)).toContain('spinForTheProfile');
    await app.close();
  });

  it('is made one at a time', async () => {
    const { app, nextWait, waits } = setUp();
    const first = app.inject('/profile');
    const wait = await nextWait();
    expect(wait?.ms).toBe(10_000);
    expect((await app.inject('/profile')).statusCode).toBe(409);
    wait?.release();
    expect((await first).statusCode).toBe(200);
    const again = app.inject('/profile?seconds=1');
    (await nextWait())?.release();
    expect((await again).statusCode).toBe(200);
    expect(waits).toHaveLength(2);
    await app.close();
  });

  it('ends early when its process does', async () => {
    const { app, nextWait } = setUp();
    await app.listen({ host: '127.0.0.1', port: 0 });
    const answer = app.inject('/profile?seconds=60');
    await nextWait();
    await app.close();
    expect((await answer).statusCode).toBe(200);
  });

  it.each(['0', '61', '-1', '1.5', '1e1', '', ' 5', '5s', '005', '1&seconds=2'])(
    'refuses seconds=%s',
    async (seconds) => {
      const { app, waits } = setUp();
      expect((await app.inject(`/profile?seconds=${seconds}`)).statusCode).toBe(400);
      expect(waits).toEqual([]);
      await app.close();
    },
  );
});

describe('the heap on demand', () => {
  it('has sizes and no content', async () => {
    const { app } = setUp();
    const { body } = await app.inject('/heap');
    const { heap, spaces, memory } = JSON.parse(body) as Record<string, Record<string, unknown>>;
    expect([heap?.heap_size_limit, memory?.rss].every((size) => typeof size === 'number')).toBe(true);
    expect(spaces).toHaveLength(Object.keys(spaces ?? {}).length);
    expect(body.length).toBeLessThan(10_000);
    await app.close();
  });
});

describe('the internal listener', () => {
  it.each([
    [false, [404, 404]],
    [true, [400, 200]],
  ])('with profiling %s answers', async (profiling, expected) => {
    const app = buildMetricsServer({ metrics: createMetrics(), logger, profiling });
    const answers = await Promise.all(['/profile?seconds=0', '/heap'].map((path) => app.inject(path)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(expected);
    await app.close();
  });

  it('has no profiling by default', async () => {
    const app = buildMetricsServer({ metrics: createMetrics(), logger });
    expect((await app.inject('/heap')).statusCode).toBe(404);
    await app.close();
  });
});

/** Uses enough processor time for a sample, which V8 takes every millisecond. */
function spinForTheProfile(): number {
  const until = process.cpuUsage().user + 50_000;
  let turns = 0;
  while (process.cpuUsage().user < until) turns += 1;
  return turns;
}
