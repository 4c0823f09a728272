import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { luhnSum, parseSiret } from './siret.ts';

describe('a SIRET', () => {
  it('is read with the blanks that people type', () => {
    expect(parseSiret('130 025 265 00013')).toBe('13002526500013');
    expect(parseSiret('13002526500013')).toBe('13002526500013');
  });
  it('may begin with a zero', () => {
    expect(parseSiret('03002526500015')).toBe('03002526500015');
  });
  it.each([
    '013002526500013',
    '130025265000133',
    '13002526500014',
    '1300252650001',
    '130025265000130',
    '1300252650001a',
    '',
    '00000000000000',
  ])('is refused: %s', (text) => {
    expect(parseSiret(text)).toBeUndefined();
  });
  it('of La Poste may have a digit sum that is a multiple of five instead of the Luhn key', () => {
    const special = '35600000000060';
    expect(luhnSum(special) % 10).not.toBe(0);
    expect(parseSiret(special)).toBe(special);
    expect(parseSiret('35600000000048')).toBe('35600000000048');
    expect(parseSiret('35600000000061')).toBeUndefined();
    // The exception applies to the SIREN of La Poste only: another SIREN with the same sum is refused.
    expect(parseSiret('35600000100059')).toBeUndefined();
  });
  const body = fc.stringMatching(/^[1-9][0-9]{12}$/);
  test.prop([body, fc.integer({ min: 1, max: 9 })], { numRuns: 300 })(
    'has one check digit: every other last digit is refused, La Poste aside',
    (digits, off) => {
      fc.pre(!digits.startsWith('356000000'));
      const key = (10 - (luhnSum(`${digits}0`) % 10)) % 10;
      expect(parseSiret(`${digits}${key}`)).toBe(`${digits}${key}`);
      expect(parseSiret(`${digits}${(key + off) % 10}`)).toBeUndefined();
    },
  );
});
