import type { HubId, ManualClock } from '@garance/core';
import type { DurableStore } from '../durable/contract.ts';

/** What the durable contract tests share: one store for the whole suite, and ids that are unique to a test. */
export interface DurableBench {
  store(): DurableStore;
  readonly clock: ManualClock;
  /** An id that is used by this test only. */
  id(label: string): string;
}

export const hubs = {
  standardIntegration: { platform: 'standard', environment: 'integration' },
  plusIntegration: { platform: 'plus', environment: 'integration' },
  standardProduction: { platform: 'standard', environment: 'production' },
  plusProduction: { platform: 'plus', environment: 'production' },
} as const satisfies Record<string, HubId>;

/** `next` resolves at the next call of `fire`, so that tests wait for events and not for time. */
export function createSignal(): { readonly fire: () => void; next(): Promise<void> } {
  let waiting: (() => void) | undefined;
  let fired = 0;
  let consumed = 0;
  return {
    fire: () => {
      fired += 1;
      waiting?.();
    },
    next: () =>
      new Promise((resolve) => {
        const settle = (): void => {
          consumed = fired;
          waiting = undefined;
          resolve();
        };
        if (fired > consumed) settle();
        else waiting = settle;
      }),
  };
}
