/** The only source of time. Passed to every function that needs the current time, so that tests set it. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A clock for tests: it stands still until `advance` is called. */
export interface ManualClock extends Clock {
  /** Moves the clock by `milliseconds` (negative moves it back). */
  advance(milliseconds: number): void;
}

/**
 * A clock for tests.
 * @param startMs first value of `now()`, in milliseconds since the Unix epoch
 */
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
