import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, Request } from 'playwright-core';

/** Knows when a browser has come to rest: nothing asked for, nothing being loaded. */
export interface Stillness {
  /** Before something is done: what is asked for from now on is its doing. */
  mark(): void;
  /** Resolves once nothing has been under way for `quietMs`; a page that keeps asking (polling, streams) is left at its `limitMs`. */
  wait(bounds: Bounds): Promise<void>;
}

interface Bounds {
  readonly quietMs: number;
  readonly limitMs: number;
  readonly navigationMs: number;
  /** Something was done that should make the browser ask for something: on a busy machine that takes a moment to begin. */
  readonly beginsWithinMs?: number;
}

const stepMs = 15;

export function watchStillness(context: BrowserContext): Stillness {
  const underWay = new Set<Request>();
  let lastMs = performance.now();
  let asked = 0;
  let marked = 0;
  const touch = () => {
    lastMs = performance.now();
  };
  const ended = (request: Request) => {
    underWay.delete(request);
    touch();
  };
  context.on('request', (request) => {
    underWay.add(request);
    asked += 1;
    touch();
  });
  context.on('requestfinished', ended);
  context.on('requestfailed', ended);

  return {
    mark: () => {
      marked = asked;
    },
    async wait({ quietMs, limitMs, navigationMs, beginsWithinMs = 0 }) {
      const beganMs = performance.now();
      // Counted from now: what was just activated has not asked for anything yet.
      touch();
      for (;;) {
        const nowMs = performance.now();
        const begun = asked > marked || nowMs - beganMs >= beginsWithinMs;
        if (begun && underWay.size === 0 && nowMs - lastMs >= quietMs) return;
        const navigating = [...underWay].some((request) => request.isNavigationRequest());
        if (nowMs - beganMs > (navigating ? navigationMs : limitMs)) return;
        await sleep(stepMs);
      }
    },
  };
}
