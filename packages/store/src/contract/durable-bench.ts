import type { HubId, ManualClock } from '@garance/core';
import type { DurableStore } from '../durable/contract.ts';

/** What a group of durable contract tests works with: one store for the whole suite, ids of each test's own. */
export interface DurableBench {
  store(): DurableStore;
  readonly clock: ManualClock;
  /** An id that no other test uses. */
  id(label: string): string;
}

export const hubs = {
  standardIntegration: { platform: 'standard', environment: 'integration' },
  plusIntegration: { platform: 'plus', environment: 'integration' },
  standardProduction: { platform: 'standard', environment: 'production' },
  plusProduction: { platform: 'plus', environment: 'production' },
} as const satisfies Record<string, HubId>;

/** Resolves at the next call of the returned function: waiting for an event, not for a time. */
export function createSignal(): { readonly fire: () => void; next(): Promise<void> } {
  let waiting: (() => void) | undefined;
  let fired = 0;
  let seen = 0;
  return {
    fire: () => {
      fired += 1;
      waiting?.();
    },
    next: () =>
      new Promise((resolve) => {
        const settle = (): void => {
          seen = fired;
          waiting = undefined;
          resolve();
        };
        if (fired > seen) settle();
        else waiting = settle;
      }),
  };
}
