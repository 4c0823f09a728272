import { createManualClock } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { type BreakerState, createCircuitBreaker, nextBreakerState, type Permit } from './circuit-breaker.ts';

function setUp() {
  const clock = createManualClock(1_000_000);
  const changes: BreakerState[] = [];
  const breaker = createCircuitBreaker({
    clock,
    failures: 3,
    openMs: 1_000,
    onChange: (state) => changes.push(state),
  });
  const enter = (): Permit => {
    const permit = breaker.enter();
    if (permit === undefined) throw new Error('turned away');
    return permit;
  };
  const open = () => {
    for (let failure = 0; failure < 3; failure += 1) enter().failed();
  };
  return { clock, changes, breaker, enter, open };
}

describe('the transitions of a circuit breaker', () => {
  it.each([
    ['closed', 'tripped', 'open'],
    ['closed', 'failed', 'closed'],
    ['closed', 'succeeded', 'closed'],
    ['closed', 'cooled', 'closed'],
    ['open', 'cooled', 'half-open'],
    ['open', 'succeeded', 'open'],
    ['open', 'failed', 'open'],
    ['open', 'tripped', 'open'],
    ['half-open', 'succeeded', 'closed'],
    ['half-open', 'failed', 'open'],
    ['half-open', 'tripped', 'open'],
    ['half-open', 'cooled', 'half-open'],
  ] as const)('%s, %s: %s', (state, event, next) => {
    expect(nextBreakerState(state, event)).toBe(next);
  });
});

describe('a circuit breaker', () => {
  it('opens after the configured number of failures in a row, and not before', () => {
    const { breaker, enter } = setUp();
    enter().failed();
    enter().failed();
    enter().succeeded();
    enter().failed();
    enter().failed();
    expect(breaker.state).toBe('closed');
    enter().failed();
    expect(breaker.state).toBe('open');
    expect(breaker.enter()).toBeUndefined();
  });

  it('allows one trial after its open time, and closes when the trial succeeds', () => {
    const { clock, changes, breaker, enter, open } = setUp();
    open();
    clock.advance(999);
    expect(breaker.enter()).toBeUndefined();
    clock.advance(1);
    const trial = enter();
    expect(breaker.enter()).toBeUndefined();
    trial.succeeded();
    expect(breaker.enter()).toBeDefined();
    expect(changes).toEqual(['open', 'half-open', 'closed']);
  });

  it('opens again for the whole time when the trial fails', () => {
    const { clock, breaker, enter, open } = setUp();
    open();
    clock.advance(1_000);
    enter().failed();
    clock.advance(999);
    expect(breaker.enter()).toBeUndefined();
    clock.advance(1);
    expect(breaker.enter()).toBeDefined();
  });

  it('allows the next trial when one was abandoned', () => {
    const { clock, breaker, enter, open } = setUp();
    open();
    clock.advance(1_000);
    enter().abandoned();
    expect(breaker.state).toBe('half-open');
    expect(breaker.enter()).toBeDefined();
  });

  it('ignores an answer that arrives after it has opened', () => {
    const { breaker, enter, open } = setUp();
    const late = enter();
    open();
    late.succeeded();
    expect(breaker.state).toBe('open');
  });

  it('does not stay open for ever when the clock is set back', () => {
    const { clock, breaker, open } = setUp();
    open();
    clock.advance(-3_600_000);
    expect(breaker.enter()).toBeDefined();
  });
});
