import { fc, test } from '@fast-check/vitest';
import type { HubKey } from '@garance/store';
import { describe, expect, it } from 'vitest';
import { defaultKeyPolicy, type KeyPhase, nextPhaseChange, phaseOf } from './key-lifecycle.ts';

const policy = { publishBeforeUseSeconds: 100, publishAfterUseSeconds: 50, keepSeconds: 1000 };

function key(kid: string, activeFromMs: number, parts: Partial<HubKey> = {}): HubKey {
  return {
    hub: { platform: 'standard', environment: 'integration' },
    kid,
    use: 'sig',
    alg: 'ES256',
    state: 'active',
    privateJwk: { kty: 'EC' },
    createdAtMs: activeFromMs,
    activeFromMs,
    ...parts,
  };
}

describe('the life of a key', () => {
  const first = key('first', 0);
  const second = key('second', 100_000);
  const keys = [first, second];

  it.each([
    [99_999, 'active', 'upcoming'],
    [100_000, 'retired', 'active'],
    [149_999, 'retired', 'active'],
    [150_000, 'kept', 'active'],
    [1_149_999, 'kept', 'active'],
    [1_150_000, 'removed', 'active'],
  ] as readonly (readonly [number, KeyPhase, KeyPhase])[])(
    'at %i ms: the first is %s, its successor %s',
    (nowMs, ofFirst, ofSecond) => {
      expect([phaseOf(first, { keys, nowMs }, policy), phaseOf(second, { keys, nowMs }, policy)]).toEqual([
        ofFirst,
        ofSecond,
      ]);
    },
  );

  it('does not end by a key of another use or algorithm', () => {
    const others = [first, key('rsa', 10, { alg: 'RS256' }), key('enc', 10, { use: 'enc' })];
    expect(phaseOf(first, { keys: others, nowMs: 1_000_000 }, policy)).toBe('active');
  });

  it('does not end by a successor that was removed', () => {
    expect(phaseOf(first, { keys: [first, { ...second, state: 'removed' }], nowMs: 1_000_000 }, policy)).toBe(
      'active',
    );
  });

  it('ends when the key is removed', () => {
    expect(phaseOf({ ...first, state: 'removed' }, { keys, nowMs: 0 }, policy)).toBe('removed');
  });

  it('publishes before use for longer than the key set may be cached', () => {
    expect(defaultKeyPolicy.publishBeforeUseSeconds).toBeGreaterThanOrEqual(600 + 60);
  });
});

const rotations = fc.uniqueArray(fc.integer({ min: 0, max: 3_000_000 }), { minLength: 1, maxLength: 6 });

describe('for any sequence of rotations', () => {
  test.prop([rotations, fc.nat({ max: 6_000_000 })], { numRuns: 300 })(
    'from the first key on, exactly one is active',
    (starts, later) => {
      const keys = starts.map((start, index) => key(`key-${index}`, start));
      const nowMs = Math.min(...starts) + later;
      const phases = keys.map((hubKey) => phaseOf(hubKey, { keys, nowMs }, policy));
      expect(phases.filter((phase) => phase === 'active')).toHaveLength(1);
    },
  );

  test.prop([rotations, fc.nat({ max: 6_000_000 })], { numRuns: 300 })(
    'no phase changes before the announced moment, and one changes at it',
    (starts, nowMs) => {
      const keys = starts.map((start, index) => key(`key-${index}`, start));
      const at = (moment: number) => keys.map((hubKey) => phaseOf(hubKey, { keys, nowMs: moment }, policy));
      const next = nextPhaseChange(keys, nowMs, policy);
      if (next === Number.POSITIVE_INFINITY) {
        expect(at(nowMs)).toEqual(at(nowMs + 10_000_000_000));
      } else {
        expect(next).toBeGreaterThan(nowMs);
        expect(at(next - 1)).toEqual(at(nowMs));
      }
    },
  );
});
