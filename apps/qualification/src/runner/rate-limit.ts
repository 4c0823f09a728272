/** A service that limits its rate (RFC 6585 §4): all visitors wait as long as it asks (RFC 9110 §10.2.3), then ask again. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '@garance/core';

export const tooManyRequests = 429;
/** Most consecutive repetitions of a request. */
export const mostRepeats = 8;
/** The longest wait accepted. */
const mostSeconds = 60;
/** The wait when a 429 has no `Retry-After`. */
const unsaidSeconds = 2;

export interface RateLimit {
  /** Resolves when requests may be sent again. */
  open(signal?: AbortSignal): Promise<void>;
  /** Takes note of a 429. @returns seconds to wait; undefined when the service asks for too many */
  close(retryAfter: string | undefined): number | undefined;
  /** Number of 429 answers of the whole run. */
  readonly times: number;
}

/** @param clock for an answer that names a date */
export function createRateLimit(clock: Clock): RateLimit {
  let openAtMs = 0;
  let times = 0;
  return {
    async open(signal) {
      for (let leftMs = openAtMs - performance.now(); leftMs > 0; leftMs = openAtMs - performance.now()) {
        await sleep(leftMs, undefined, signal === undefined ? {} : { signal });
      }
    },
    close(retryAfter) {
      const seconds = secondsOf(retryAfter, clock.now());
      if (seconds > mostSeconds) return undefined;
      times += 1;
      openAtMs = Math.max(openAtMs, performance.now() + seconds * 1_000);
      return seconds;
    },
    get times() {
      return times;
    },
  };
}

/** Seconds, or a date (RFC 9110 §10.2.3). */
function secondsOf(retryAfter: string | undefined, nowMs: number): number {
  if (retryAfter === undefined) return unsaidSeconds;
  if (/^\s*\d{1,9}\s*$/.test(retryAfter)) return Number(retryAfter);
  const atMs = Date.parse(retryAfter);
  return Number.isNaN(atMs) ? unsaidSeconds : Math.max(0, Math.ceil((atMs - nowMs) / 1_000));
}
