import { claimsForScopes, knownScopes } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { describeClaims } from './claim-labels.ts';

describe('claims as the citizen reads them', () => {
  it('have a label in words, in both languages', () => {
    expect(describeClaims('fr', { given_name: 'Angela', birthcountry: '99100' })).toEqual([
      { label: 'Prénoms', value: 'Angela' },
      { label: 'Pays de naissance', value: 'France' },
    ]);
    expect(describeClaims('en', { gender: 'female', birthplace: '' })).toEqual([
      { label: 'Sex', value: 'Female' },
      { label: 'Place of birth (code)', value: 'Abroad' },
    ]);
  });

  it('say when they come from the civil register', () => {
    expect(describeClaims('fr', { rnipp_family_name: 'DUBOIS' })).toEqual([
      { label: 'Nom de naissance (état civil officiel)', value: 'DUBOIS' },
    ]);
  });

  it('that the civil register says alike are named, not written twice; what differs is shown', () => {
    const claims = { given_name: 'Angela', gender: 'female', birthdate: '1962-08-00' };
    const twins = { rnipp_given_name: 'Angela', rnipp_gender: 'female', rnipp_birthdate: '1962-08-01' };
    expect(describeClaims('fr', { ...claims, ...twins }).slice(3)).toEqual([
      { label: 'Date de naissance (état civil officiel)', value: '1er août 1962' },
      { label: 'État civil officiel', value: 'Les mêmes : prénoms, sexe' },
    ]);
  });

  it('that repeat another one are not shown twice', () => {
    const names = ['Angela', 'Claire'];
    expect(describeClaims('fr', { given_name_array: names, rnipp_given_name_array: names })).toEqual([]);
  });

  it.each(['standard', 'plus'] as const)('of every scope of %s have a label of their own', (platform) => {
    const names = claimsForScopes(platform, [...knownScopes(platform)]).filter(
      (name) => !['sub', 'amr', 'given_name_array', 'rnipp_given_name_array'].includes(name),
    );
    for (const name of names) {
      for (const locale of ['fr', 'en'] as const) {
        const [row] = describeClaims(locale, { [name]: 'x' });
        expect([name, row?.label.includes('_')]).toEqual([name, false]);
      }
    }
  });
});
