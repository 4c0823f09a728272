import { createManualClock } from '@garance/core';
import { expect, it } from 'vitest';
import { purgeLoginCounts } from './purge-login-counts.ts';

it('counts are deleted after 400 days, however many they are', async () => {
  const clock = createManualClock(Date.UTC(2026, 5, 1));
  const purges: number[] = [];
  const left = [10_000, 10_000, 7, 0];
  const purge = async (beforeMs: number) => {
    purges.push(beforeMs);
    return left.shift() ?? 0;
  };
  const loginCounts = { purge, add: async () => {}, sum: async () => [] };
  expect(await purgeLoginCounts({ store: { loginCounts }, clock })).toBe(20_007);
  expect(new Set(purges)).toEqual(new Set([Date.UTC(2026, 5, 1) - 400 * 24 * 3600 * 1000]));
});
