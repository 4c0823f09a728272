import type { BrowserContext, Request } from 'playwright-core';

/** Knows when a browser has come to rest: nothing asked for, nothing being loaded. */
export interface Stillness {
  /** Resolves once nothing has been under way for `quietMs`; a page that keeps asking (polling, streams) is left at its `limitMs`. */
  wait(bounds: {
    readonly quietMs: number;
    readonly limitMs: number;
    readonly navigationMs: number;
  }): Promise<void>;
}

const stepMs = 15;

export function watchStillness(context: BrowserContext): Stillness {
  const underWay = new Set<Request>();
  let lastMs = performance.now();
  const touch = () => {
    lastMs = performance.now();
  };
  const ended = (request: Request) => {
    underWay.delete(request);
    touch();
  };
  context.on('request', (request) => {
    underWay.add(request);
    touch();
  });
  context.on('requestfinished', ended);
  context.on('requestfailed', ended);

  return {
    async wait({ quietMs, limitMs, navigationMs }) {
      const beganMs = performance.now();
      // Counted from now: what was just activated has not asked for anything yet.
      touch();
      for (;;) {
        const nowMs = performance.now();
        if (underWay.size === 0 && nowMs - lastMs >= quietMs) return;
        const navigating = [...underWay].some((request) => request.isNavigationRequest());
        if (nowMs - beganMs > (navigating ? navigationMs : limitMs)) return;
        await new Promise((resolve) => setTimeout(resolve, stepMs));
      }
    },
  };
}
