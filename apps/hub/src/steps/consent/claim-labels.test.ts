import { claimsForScopes, createGeography, knownScopes } from '@garance/core';
import cog from '@garance/core/cog.json' with { type: 'json' };
import type { Locale } from '@garance/web/view';
import { describe, expect, it } from 'vitest';
import { describeClaims as describeBy } from './claim-labels.ts';

const sources = {
  geography: createGeography(cog),
  providerName: (id: string) => (id === 'low' ? 'Compte des impôts' : undefined),
};
const describeClaims = (locale: Locale, claims: Readonly<Record<string, unknown>>) =>
  describeBy(locale, claims, sources);

describe('claims as the citizen reads them', () => {
  it('have a label, in both languages', () => {
    expect(describeClaims('fr', { given_name: 'Angela', birthcountry: '99100' })).toEqual([
      { label: 'Prénoms', value: 'Angela' },
      { label: 'Pays de naissance', value: 'France (99100)' },
    ]);
    expect(describeClaims('en', { gender: 'female', birthplace: '' })).toEqual([
      { label: 'Sex', value: 'Female' },
      { label: 'Place of birth', value: 'Abroad' },
    ]);
  });

  it.each([
    ['birthplace', '75112', 'Paris 12e Arrondissement (75112)'],
    ['birthplace', '01015', 'Arboys en Bugey (01015)'],
    ['birthplace', '75050', 'Aujourd’hui Nanterre (75050)'],
    ['birthplace', '75999', '75999'],
    ['birthcountry', '99109', 'Allemagne (99109)'],
    ['birthcountry', '99115', 'Tchécoslovaquie (99115)'],
    ['birthcountry', '99999', '99999'],
    ['idp_id', 'low', 'Compte des impôts'],
    ['idp_id', 'unheard-of', 'unheard-of'],
  ])('show the name of %s %s: %s', (claim, value, shown) => {
    expect(describeClaims('fr', { [claim]: value })[0]?.value).toBe(shown);
  });

  it('show the civil register’s name of a place too', () => {
    expect(describeClaims('en', { rnipp_birthplace: '20004' })).toEqual([
      { label: 'Place of birth (official civil register)', value: 'Today Ajaccio (20004)' },
    ]);
  });

  it('are marked when they come from the civil register', () => {
    expect(describeClaims('fr', { rnipp_family_name: 'DUBOIS' })).toEqual([
      { label: 'Nom de naissance (état civil officiel)', value: 'DUBOIS' },
    ]);
  });

  it('of the civil register with the same value are listed without repeating it; different values are shown', () => {
    const claims = { given_name: 'Angela', gender: 'female', birthdate: '1962-08-00' };
    const twins = { rnipp_given_name: 'Angela', rnipp_gender: 'female', rnipp_birthdate: '1962-08-01' };
    expect(describeClaims('fr', { ...claims, ...twins }).slice(3)).toEqual([
      { label: 'Date de naissance (état civil officiel)', value: '1er août 1962' },
      { label: 'État civil officiel', value: 'Les mêmes : prénoms, sexe' },
    ]);
  });

  it('with the same value as another are not shown twice', () => {
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
