/** The only source of time: passed to whatever needs it, so that tests decide what "now" is. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that only moves when told to. */
export interface ManualClock extends Clock {
  /** Moves the clock by `milliseconds` (negative moves it back). */
  advance(milliseconds: number): void;
}

export function createManualClock(startMs: number): ManualClock {
  let current = startMs;
  return {
    now: () => current,
    advance: (milliseconds) => {
      current += milliseconds;
    },
  };
}

/** Seconds since the Unix epoch, as JWT NumericDate (RFC 7519 §2). */
export function nowSeconds(clock: Clock): number {
  return Math.floor(clock.now() / 1000);
}
