import { expect, test } from 'vitest';
import { createManualClock, nowSeconds, systemClock } from './clock.ts';

test('a manual clock moves only by advance, in both directions', () => {
  const clock = createManualClock(1_000);
  expect(clock.now()).toBe(1_000);
  clock.advance(500);
  expect(clock.now()).toBe(1_500);
  clock.advance(-700);
  expect(clock.now()).toBe(800);
});

test('a NumericDate is whole seconds, rounded down', () => {
  expect(nowSeconds(createManualClock(1_999))).toBe(1);
  expect(nowSeconds(createManualClock(2_000))).toBe(2);
});

test('the system clock gives the time of this machine', () => {
  const before = Date.now();
  expect(systemClock.now()).toBeGreaterThanOrEqual(before);
  expect(systemClock.now()).toBeLessThanOrEqual(Date.now());
});
