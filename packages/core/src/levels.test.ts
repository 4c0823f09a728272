import { describe, expect, test } from 'vitest';
import { compareLevels, type Level, levelSatisfies, parseAcrValues, releasedLevel } from './levels.ts';

describe('acr_values', () => {
  test.each([
    ['standard', undefined, 'eidas1'],
    ['standard', '', 'eidas1'],
    ['standard', 'eidas1', 'eidas1'],
    ['standard', 'eidas3 eidas1', 'eidas1'],
    ['standard', 'eidas4 urn:x', 'eidas1'],
    ['plus', undefined, 'eidas3'],
    ['plus', '', 'eidas3'],
    ['plus', 'eidas2', 'eidas2'],
    ['plus', 'eidas3', 'eidas3'],
    ['plus', 'eidas3 eidas2', 'eidas2'],
    ['plus', 'EIDAS2', 'eidas3'],
    ['plus', 'eidas22 xeidas2', 'eidas3'],
    ['plus', '  eidas4   eidas2 ', 'eidas2'],
  ] as const)('on %s, %j asks for %s', (platform, acrValues, level) => {
    expect(parseAcrValues(platform, acrValues)).toEqual({ ok: true, level });
  });

  test.each([
    ['standard', 'eidas2', ['eidas1']],
    ['standard', 'eidas3', ['eidas1']],
    ['standard', 'eidas3 eidas2', ['eidas1']],
    ['plus', 'eidas1', ['eidas2', 'eidas3']],
    ['plus', 'eidas3 eidas1', ['eidas2', 'eidas3']],
  ] as const)('on %s, %j is refused with the levels that exist there', (platform, acrValues, served) => {
    expect(parseAcrValues(platform, acrValues)).toEqual({ ok: false, served });
  });
});

describe('levels', () => {
  test.each([
    ['eidas1', 'eidas1', true],
    ['eidas1', 'eidas2', false],
    ['eidas2', 'eidas1', true],
    ['eidas2', 'eidas3', false],
    ['eidas3', 'eidas3', true],
  ] as const)('%s reached where %s is requested: %s', (reached, requested, enough) => {
    expect(levelSatisfies(reached, requested)).toBe(enough);
  });

  test('are ordered low, substantial, high', () => {
    const shuffled: Level[] = ['eidas3', 'eidas1', 'eidas2'];
    expect(shuffled.toSorted(compareLevels)).toEqual(['eidas1', 'eidas2', 'eidas3']);
    expect(compareLevels('eidas2', 'eidas2')).toBe(0);
  });

  test('standard always releases the low level, plus the level reached', () => {
    expect(releasedLevel('standard', 'eidas3')).toBe('eidas1');
    expect(releasedLevel('plus', 'eidas2')).toBe('eidas2');
    expect(releasedLevel('plus', 'eidas3')).toBe('eidas3');
  });
});
