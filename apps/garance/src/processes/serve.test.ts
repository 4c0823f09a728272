import { systemClock } from '@garance/core';
import { describe, expect, it } from 'vitest';
import type { Configuration } from './config/schema.ts';
import { clockCheck, createDrain } from './serve.ts';

const bound = { maxClockDifferenceSeconds: 5 } as Configuration;
const checkAt = (differenceMs: number) =>
  clockCheck({ readClock: async () => systemClock.now() + differenceMs }, bound)();

describe('readiness of a process', () => {
  it.each([4_900, -4_900, 0])('holds with a clock %i ms from the database’s', async (differenceMs) => {
    await expect(checkAt(differenceMs)).resolves.toBeUndefined();
  });

  it.each([5_200, -5_200, 300_000, Number.NaN])('fails with a clock %i ms from it', async (differenceMs) => {
    await expect(checkAt(differenceMs)).rejects.toThrow('clocks');
  });

  it('says nothing of the clock when the database is away', async () => {
    const check = clockCheck({ readClock: () => Promise.reject(new Error('away')) }, bound);
    await expect(check()).resolves.toBeUndefined();
  });

  it('ends with the first signal', async () => {
    const drain = createDrain();
    await expect(drain.check()).resolves.toBeUndefined();
    drain.begin();
    await expect(drain.check()).rejects.toThrow();
  });
});
