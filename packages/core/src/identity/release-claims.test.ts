import fc from 'fast-check';
import { expect, test } from 'vitest';
import { angela, angelaAtProvider } from '../testing/identity-fixtures.ts';
import type { ReleasedIdentity } from './identity.ts';
import { releaseClaims } from './release-claims.ts';
import { claimsForScopes, knownScopes } from './scopes.ts';

const identity: ReleasedIdentity = {
  ...angelaAtProvider,
  idpBirthdate: '1962-08-00',
  register: {
    givenName: 'Angela Claire',
    familyName: 'DUBOIS-LEROY',
    birthdate: '1962-08-25',
    gender: 'male',
    birthplace: '75108',
    birthcountry: '99109',
  },
};
const release = (platform: 'standard' | 'plus', scopes: string[], of: ReleasedIdentity = identity) =>
  releaseClaims({ platform, grantedScopes: scopes, identity: of, idpId: 'idp-high' });

test('scope openid alone releases nothing about the person', () => {
  expect(release('standard', ['openid'])).toEqual({});
  expect(release('plus', ['openid', 'amr'])).toEqual({});
});

test('on standard every scope together releases every claim of that platform', () => {
  expect(release('standard', [...knownScopes('standard')])).toEqual({
    given_name: 'Angela Claire Louise',
    given_name_array: ['Angela', 'Claire', 'Louise'],
    family_name: 'DUBOIS',
    birthdate: '1962-08-24',
    gender: 'female',
    birthplace: '75107',
    birthcountry: '99100',
    email: 'angela@example.org',
    preferred_username: 'MARTIN',
    idp_birthdate: '1962-08-00',
    idp_id: 'idp-high',
  });
});

test('on plus the register’s attributes are released beside the provider’s', () => {
  expect(release('plus', [...knownScopes('plus')])).toEqual({
    given_name: 'Angela Claire Louise',
    family_name: 'DUBOIS',
    birthdate: '1962-08-24',
    gender: 'female',
    birthplace: '75107',
    birthcountry: '99100',
    email: 'angela@example.org',
    preferred_username: 'MARTIN',
    idp_id: 'idp-high',
    rnipp_given_name: 'Angela Claire',
    rnipp_given_name_array: ['Angela', 'Claire'],
    rnipp_family_name: 'DUBOIS-LEROY',
    rnipp_birthdate: '1962-08-25',
    rnipp_gender: 'male',
    rnipp_birthplace: '75108',
    rnipp_birthcountry: '99109',
  });
});

test('one scope releases its claim only', () => {
  expect(release('plus', ['openid', 'email'])).toEqual({ email: 'angela@example.org' });
  expect(release('plus', ['rnipp_birthdate'])).toEqual({
    birthdate: '1962-08-24',
    rnipp_birthdate: '1962-08-25',
  });
});

test('without a usage name the claim is absent', () => {
  const { preferredUsername: _, ...without } = identity;
  expect(release('standard', ['preferred_username', 'email'], without)).toEqual({
    email: 'angela@example.org',
  });
});

test('born abroad, the birthplace is released empty', () => {
  const abroad = { ...identity, pivot: { ...angela, birthplace: '', birthcountry: '99352' } };
  expect(release('standard', ['birth'], abroad)).toEqual({ birthplace: '', birthcountry: '99352' });
});

test('given names are the list of their source, one with a space included', () => {
  const listed = { ...angela, givenName: 'Jean Philippe Pierre', givenNames: ['Jean Philippe', 'Pierre'] };
  const released = { ...identity, pivot: listed, register: listed };
  for (const scope of ['given_name', 'profile', 'identite_pivot']) {
    expect(release('standard', [scope], released)).toMatchObject({
      given_name: 'Jean Philippe Pierre',
      given_name_array: ['Jean Philippe', 'Pierre'],
    });
  }
  for (const scope of ['rnipp_given_name', 'rnipp_profile', 'rnipp_identite_pivot']) {
    const claims = release('plus', [scope], { ...identity, register: listed });
    expect(claims).toMatchObject({ rnipp_given_name_array: ['Jean Philippe', 'Pierre'] });
    expect(claims).not.toHaveProperty('given_name_array');
  }
});

test('without a valid e-mail address the claim is absent', () => {
  const { email: _, ...without } = identity;
  expect(release('standard', ['email', 'gender'], without)).toEqual({ gender: 'female' });
});

test('given names separated by several spaces are still names', () => {
  const spaced = { ...identity, pivot: { ...angela, givenName: ' Jean-Luc  Marie ' } };
  expect(release('standard', ['given_name'], spaced)).toEqual({
    given_name: ' Jean-Luc  Marie ',
    given_name_array: ['Jean-Luc', 'Marie'],
  });
});

test('no claim is released that the scopes do not grant', () => {
  const platform = fc.constantFrom('standard' as const, 'plus' as const);
  const scopes = fc.subarray([...knownScopes('plus'), ...knownScopes('standard'), 'unknown']);
  fc.assert(
    fc.property(platform, scopes, (on, granted) => {
      const allowed = claimsForScopes(on, granted).filter((name) => name !== 'sub' && name !== 'amr');
      expect(Object.keys(release(on, granted)).sort()).toEqual(allowed.toSorted());
    }),
    { numRuns: 200 },
  );
});
