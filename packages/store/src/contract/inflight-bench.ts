import type { ManualClock } from '@garance/core';
import type { InflightStore } from '../inflight/contract.ts';

/** What a group of contract tests works with: one store for the whole suite, ids of each test's own. */
export interface InflightBench {
  store(): InflightStore;
  readonly clock: ManualClock;
  /** An id that no other test uses. */
  id(label: string): string;
}

/** How many callers race for one value (security.md 2). */
export const racers = 50;

/** Runs `attempt` in parallel and returns all outcomes. */
export function race<T>(attempt: () => Promise<T>): Promise<readonly T[]> {
  return Promise.all(Array.from({ length: racers }, attempt));
}
