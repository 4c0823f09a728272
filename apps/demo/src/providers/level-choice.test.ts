import { describe, expect, it } from 'vitest';
import { chosenLevel, reachedLevel } from './level-choice.ts';
import { demoProviderProfiles } from './profiles.ts';

const { substantial, high } = demoProviderProfiles;

describe('the level that a sign-in reaches', () => {
  it.each([
    ['the first that is requested and possible', substantial, 'eidas3 eidas2 eidas1', 'eidas2'],
    ['the lower one when it is preferred', high, 'eidas1 eidas3', 'eidas1'],
    ['the highest when more is requested', substantial, 'eidas3', 'eidas2'],
    ['the highest when nothing known is requested', high, 'gold', 'eidas3'],
    ['the highest when nothing is requested', high, undefined, 'eidas3'],
  ] as const)('is %s', (_title, profile, requested, reached) => {
    expect(reachedLevel(profile, requested)).toBe(reached);
  });

  it('is the lowest of a provider that has no level as low as the requested one', () => {
    expect(reachedLevel({ ...high, levels: ['eidas2', 'eidas3'] }, 'eidas1')).toBe('eidas2');
  });

  it('is another one when chosen, even one that the provider does not have', () => {
    expect(chosenLevel(substantial, 'eidas2', 'eidas3')).toBe('eidas3');
    expect(chosenLevel(substantial, 'eidas2', '')).toBe('eidas2');
    expect(chosenLevel(substantial, 'eidas2', 'gold')).toBe('eidas2');
  });
});
