import { createManualClock } from '@garance/core';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../vocabulary/fault.ts';
import { createArmedFaults } from './armed-faults.ts';

const fault: Fault = { at: 'discovery', set: { issuer: { reserved: 'issuer' } } };

describe('armed faults', () => {
  it('are for one issuer and one document', () => {
    const armed = createArmedFaults({ clock: createManualClock(0) });
    armed.set('https://one', 'login', fault);
    expect(armed.find('https://one', 'discovery')).toEqual({ loginId: 'login', fault });
    expect(armed.find('https://one', 'jwks')).toBeUndefined();
    expect(armed.find('https://two', 'discovery')).toBeUndefined();
  });

  it('end with the next token of the service, or after two minutes', () => {
    const clock = createManualClock(0);
    const armed = createArmedFaults({ clock });
    armed.set('https://one', 'login', fault);
    armed.set('https://one', 'next', undefined);
    expect(armed.find('https://one', 'discovery')).toBeUndefined();
    armed.set('https://one', 'login', fault);
    clock.advance(120_000);
    expect(armed.find('https://one', 'discovery')).toBeUndefined();
  });

  it('remember a bounded number of good answers', () => {
    const armed = createArmedFaults({ clock: createManualClock(7) });
    for (let count = 0; count < 80; count += 1) armed.noteGood('https://one', 'jwks');
    expect(armed.goodFetches('https://one')).toHaveLength(50);
    expect(armed.goodFetches('https://one')[0]).toEqual({ atMs: 7, kind: 'jwks', faulty: false });
  });
});
