import { setTimeout as sleep } from 'node:timers/promises';
import { refreshTarget } from '@garance/http-browser';
import type { BrowserContext, Request, Response } from 'playwright-core';

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
/** A page that goes on at once does so when it has been laid out: on a busy machine that takes a moment. */
const refreshWithinMs = 10_000;

export function watchStillness(context: BrowserContext): Stillness {
  const underWay = new Set<Request>();
  let lastMs = performance.now();
  let requestCount = 0;
  let marked = 0;
  let refreshes = false;
  const touch = () => {
    lastMs = performance.now();
  };
  const ended = (request: Request) => {
    underWay.delete(request);
    touch();
  };
  context.on('request', (request) => {
    underWay.add(request);
    requestCount += 1;
    if (isNavigation(request)) refreshes = false;
    touch();
  });
  context.on('response', (response) => {
    if (isNavigation(response.request())) refreshes = goesOn(response);
  });
  context.on('requestfinished', ended);
  context.on('requestfailed', ended);

  return {
    mark: () => {
      marked = requestCount;
    },
    async wait({ quietMs, limitMs, navigationMs, beginsWithinMs = 0 }) {
      const beganMs = performance.now();
      // Counted from now: what was just activated has not asked for anything yet.
      touch();
      for (;;) {
        const nowMs = performance.now();
        const goingOn = refreshes && nowMs - lastMs < refreshWithinMs;
        const begun = !goingOn && (requestCount > marked || nowMs - beganMs >= beginsWithinMs);
        if (begun && underWay.size === 0 && nowMs - lastMs >= quietMs) return;
        const navigating = goingOn || [...underWay].some((request) => request.isNavigationRequest());
        if (nowMs - beganMs > (navigating ? navigationMs : limitMs)) return;
        await sleep(stepMs);
      }
    },
  };
}

/** Of a whole page. The first request of a window that was just opened belongs to no frame yet, and asking for it throws. */
function isNavigation(request: Request): boolean {
  if (!request.isNavigationRequest()) return false;
  try {
    return request.frame().parentFrame() === null;
  } catch {
    return true;
  }
}

/** A hub's page on the way to another site (HTML Standard, "Refresh"). */
function goesOn(response: Response): boolean {
  return response.status() < 300 && refreshTarget(response.headers().refresh) !== undefined;
}
