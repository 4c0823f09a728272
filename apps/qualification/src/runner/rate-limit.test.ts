import { describe, expect, it } from 'vitest';
import { createRateLimit } from './rate-limit.ts';

const clock = { now: () => Date.parse('2026-03-01T12:00:00Z') };

describe('what a service asks that limits its rate', () => {
  it.each<[string | undefined, number | undefined]>([
    ['3', 3],
    ['0', 0],
    ['Sun, 01 Mar 2026 12:00:07 GMT', 7],
    ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
    [undefined, 2],
    ['soon', 2],
    ['60', 60],
    ['61', undefined],
    ['86400', undefined],
  ])('Retry-After %s: %s s', (retryAfter, seconds) => {
    expect(createRateLimit(clock).close(retryAfter)).toBe(seconds);
  });

  it('holds everyone back until then, and counts', async () => {
    const limit = createRateLimit(clock);
    await limit.open();
    limit.close('1');
    limit.close('0');
    const beganMs = performance.now();
    await Promise.all([limit.open(), limit.open()]);
    expect(performance.now() - beganMs).toBeGreaterThan(900);
    expect(limit.times).toBe(2);
  });

  it('lets go of whoever leaves', async () => {
    const limit = createRateLimit(clock);
    limit.close('60');
    await expect(limit.open(AbortSignal.abort())).rejects.toThrow();
  });
});
