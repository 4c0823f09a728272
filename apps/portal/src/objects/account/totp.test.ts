import { describe, expect, it } from 'vitest';
import { totpCodeAt } from '../../testing/totp-code.ts';
import { newTotpSecret, timeStepOf, totpUri } from './totp.ts';

/** RFC 6238, appendix B: SHA-1; the last six of its eight digits. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('a time-based code (RFC 6238)', () => {
  it.each([
    [59, '287082', 1],
    [1111111109, '081804', 37037036],
    [2000000000, '279037', 66666666],
  ])('at %d s is %s', (seconds, code, timeStep) => {
    expect(totpCodeAt(secret, seconds * 1000)).toBe(code);
    expect(timeStepOf(secret, code, seconds * 1000)).toBe(timeStep);
  });

  it('is accepted one time step of thirty seconds early or late, and not two', () => {
    const code = totpCodeAt(secret, 1_000_000_000_000);
    const timeStep = Math.floor(1_000_000_000 / 30);
    const at = (timeSteps: number) => timeStepOf(secret, code, 1_000_000_000_000 + timeSteps * 30_000);
    expect([at(-2), at(-1), at(0), at(1), at(2)]).toEqual([
      undefined,
      timeStep,
      timeStep,
      timeStep,
      undefined,
    ]);
  });

  it('is read with the blanks that apps display', () => {
    expect(timeStepOf(secret, ' 287 082 ', 59_000)).toBe(1);
    expect(timeStepOf(secret, '287.08-2', 59_000)).toBe(1);
  });

  it.each(['', '28708', '2870820', 'a287082', '287082a', '28708a', '000000', '²87082', '28708²'])(
    'is refused as malformed: %j',
    (typed) => {
      expect(timeStepOf(secret, typed, 59_000)).toBeUndefined();
    },
  );

  it('is accepted for its own secret only', () => {
    expect(timeStepOf(newTotpSecret(), '287082', 59_000)).toBeUndefined();
  });
});

describe('a new secret', () => {
  it('has 160 random bits', () => {
    const made = newTotpSecret();
    expect(made).toMatch(/^[A-Z2-7]{32}$/);
    expect(newTotpSecret()).not.toBe(made);
  });

  it('is given to the app in an otpauth address with the parameters of the code', () => {
    const uri = new URL(totpUri(secret, 'camille@partenaire.example'));
    expect(uri.protocol).toBe('otpauth:');
    expect(decodeURIComponent(uri.pathname)).toBe('/Garance partenaires:camille@partenaire.example');
    expect(Object.fromEntries(uri.searchParams)).toEqual({
      issuer: 'Garance partenaires',
      secret,
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
  });
});
