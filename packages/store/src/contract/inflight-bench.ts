import type { ManualClock } from '@garance/core';
import type { InflightStore } from '../inflight/contract.ts';

/** What the in-flight contract tests share: one store for the whole suite, and ids that are unique to a test. */
export interface InflightBench {
  store(): InflightStore;
  readonly clock: ManualClock;
  /** An id that is used by this test only. */
  id(label: string): string;
}

/** Number of parallel calls for one value (security.md 2). */
export const racers = 50;

/** Runs `attempt` in parallel and returns all outcomes. */
export function race<T>(attempt: () => Promise<T>): Promise<readonly T[]> {
  return Promise.all(Array.from({ length: racers }, attempt));
}
