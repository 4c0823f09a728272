/**
 * A circuit breaker: after `failures` consecutive failures calls fail at once, without a request to the other side,
 * until `openMs` have passed; then one trial call decides.
 *
 * ```
 *              tripped                cooled
 *   closed ─────────────▶ open ─────────────▶ half-open ── succeeded ──▶ closed
 *                          ▲                      │
 *                          └────── failed ────────┘
 * ```
 */
import type { Clock } from '@garance/core';

export type BreakerState = 'closed' | 'open' | 'half-open';
export type BreakerEvent = 'succeeded' | 'failed' | 'tripped' | 'cooled';

/** An event absent from a state's row changes nothing: an answer may arrive after the circuit has opened. */
const transitions: Readonly<Record<BreakerState, Partial<Record<BreakerEvent, BreakerState>>>> = {
  closed: { tripped: 'open' },
  open: { cooled: 'half-open' },
  'half-open': { succeeded: 'closed', failed: 'open', tripped: 'open' },
};

export function nextBreakerState(state: BreakerState, event: BreakerEvent): BreakerState {
  return transitions[state][event] ?? state;
}

/** Permission for one call. Exactly one of the three functions must be called afterwards. */
export interface Permit {
  succeeded(): void;
  failed(): void;
  /** The caller ended the call itself: no conclusion about the other side. */
  abandoned(): void;
}

export interface CircuitBreaker {
  /** Undefined while the circuit is open, or half-open with its trial under way. */
  enter(): Permit | undefined;
  readonly state: BreakerState;
}

export interface CircuitBreakerOptions {
  readonly clock: Clock;
  /** Consecutive failures that open the circuit. */
  readonly failures: number;
  /** How long it stays open, in milliseconds. */
  readonly openMs: number;
  /** Called for every change of state. */
  readonly onChange?: (state: BreakerState) => void;
}

export function createCircuitBreaker(options: CircuitBreakerOptions): CircuitBreaker {
  const { clock, failures, openMs, onChange } = options;
  let state: BreakerState = 'closed';
  let failuresInARow = 0;
  let openedAtMs = 0;
  let trialUnderWay = false;

  const apply = (event: BreakerEvent) => {
    const next = nextBreakerState(state, event);
    if (next === state) return;
    state = next;
    if (state === 'open') openedAtMs = clock.now();
    onChange?.(state);
  };
  const permit = (isTrial: boolean): Permit => {
    const leave = () => {
      if (isTrial) trialUnderWay = false;
    };
    return {
      succeeded() {
        leave();
        failuresInARow = 0;
        apply('succeeded');
      },
      failed() {
        leave();
        failuresInARow += 1;
        apply(failuresInARow >= failures ? 'tripped' : 'failed');
      },
      abandoned: leave,
    };
  };
  return {
    enter() {
      if (state === 'closed') return permit(false);
      // By absolute difference, so that a clock set back does not keep the circuit open for ever.
      if (state === 'open' && Math.abs(clock.now() - openedAtMs) >= openMs) apply('cooled');
      if (state === 'open' || trialUnderWay) return undefined;
      trialUnderWay = true;
      return permit(true);
    },
    get state() {
      return state;
    },
  };
}
