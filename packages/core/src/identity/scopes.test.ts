import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claimsForScopes, knownScopes } from './scopes.ts';

const pivot = ['given_name', 'family_name', 'birthdate', 'gender', 'birthplace', 'birthcountry'];
const rnipp = pivot
  .map((name) => `rnipp_${name}`)
  .flatMap((name) => (name === 'rnipp_given_name' ? [name, 'rnipp_given_name_array'] : [name]));

const shared: Record<string, string[]> = {
  openid: ['sub'],
  birth: ['birthplace', 'birthcountry'],
  family_name: ['family_name'],
  birthdate: ['birthdate'],
  gender: ['gender'],
  birthplace: ['birthplace'],
  birthcountry: ['birthcountry'],
  email: ['email'],
  preferred_username: ['preferred_username'],
  idp_id: ['idp_id'],
  amr: ['amr'],
};

const expected: Record<'standard' | 'plus', Record<string, string[]>> = {
  standard: {
    ...shared,
    given_name: ['given_name', 'given_name_array'],
    profile: ['given_name', 'given_name_array', 'family_name', 'birthdate', 'gender', 'preferred_username'],
    identite_pivot: ['given_name', 'given_name_array', ...pivot.slice(1)],
    idp_birthdate: ['idp_birthdate'],
  },
  plus: {
    ...shared,
    given_name: ['given_name'],
    identite_pivot: pivot,
    profile: ['given_name', 'family_name', 'birthdate', 'gender', 'preferred_username'],
    rnipp_given_name: ['given_name', 'rnipp_given_name', 'rnipp_given_name_array'],
    rnipp_family_name: ['family_name', 'rnipp_family_name'],
    rnipp_gender: ['gender', 'rnipp_gender'],
    rnipp_birthdate: ['birthdate', 'rnipp_birthdate'],
    rnipp_birthplace: ['birthplace', 'rnipp_birthplace'],
    rnipp_birthcountry: ['birthcountry', 'rnipp_birthcountry'],
    rnipp_profile: [
      'given_name',
      'family_name',
      'birthdate',
      'gender',
      'preferred_username',
      'rnipp_given_name',
      'rnipp_given_name_array',
      'rnipp_family_name',
      'rnipp_birthdate',
      'rnipp_gender',
    ],
    rnipp_birth: ['birthplace', 'birthcountry', 'rnipp_birthplace', 'rnipp_birthcountry'],
    rnipp_identite_pivot: [...pivot, ...rnipp],
  },
};

describe.each(['standard', 'plus'] as const)('on %s', (platform) => {
  test('exactly the scopes of the specification are known', () => {
    expect([...knownScopes(platform)].sort()).toEqual(Object.keys(expected[platform]).sort());
  });

  test.each(Object.entries(expected[platform]))('%s releases %j', (scope, claims) => {
    expect(claimsForScopes(platform, [scope])).toEqual(claims);
  });

  test.each(['phone', 'address', 'toString', '__proto__', 'constructor', '', 'OPENID'])(
    'the unknown scope %j releases nothing',
    (scope) => {
      expect(knownScopes(platform).has(scope)).toBe(false);
      expect(claimsForScopes(platform, [scope])).toEqual([]);
    },
  );

  test('several scopes release what each releases, once', () => {
    const scopes = fc.subarray([...knownScopes(platform)]);
    fc.assert(
      fc.property(scopes, (granted) => {
        const claims = claimsForScopes(platform, granted);
        expect(new Set(claims)).toEqual(new Set(granted.flatMap((scope) => expected[platform][scope] ?? [])));
        expect(new Set(claims).size).toBe(claims.length);
      }),
      { numRuns: 200 },
    );
  });

  test('no scope, no claim', () => {
    expect(claimsForScopes(platform, [])).toEqual([]);
  });
});

test('the register’s claims exist on plus only', () => {
  expect([...knownScopes('standard')].filter((scope) => scope.startsWith('rnipp_'))).toEqual([]);
  expect(claimsForScopes('standard', ['rnipp_identite_pivot', 'rnipp_birthdate'])).toEqual([]);
});
