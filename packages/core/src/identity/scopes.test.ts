import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claimsForScopes, coveredScopes, knownScopes, narrowScopes } from './scopes.ts';

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

  test('several scopes release the union of their claims, each once', () => {
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

  test('no scope releases no claim', () => {
    expect(claimsForScopes(platform, [])).toEqual([]);
  });
});

test('the register’s claims exist on plus only', () => {
  expect([...knownScopes('standard')].filter((scope) => scope.startsWith('rnipp_'))).toEqual([]);
  expect(claimsForScopes('standard', ['rnipp_identite_pivot', 'rnipp_birthdate'])).toEqual([]);
});

/** Scopes with one claim each, beside `openid`: the form in which a habilitation site lists single data. */
const singles: Record<'standard' | 'plus', readonly string[]> = {
  standard: [...pivot, 'email', 'preferred_username'],
  plus: [...pivot, ...rnipp, 'email', 'preferred_username'],
};

function subsetsOf<T>(items: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: 2 ** items.length }, (_, chosen) =>
    items.filter((_item, place) => Math.floor(chosen / 2 ** place) % 2 === 1),
  );
}

/** Whether every claim of `scope` is among the released ones; computed without the function under test. */
function isCovered(platform: 'standard' | 'plus', scope: string, habilitated: readonly string[]): boolean {
  const released = new Set(['openid', ...habilitated].flatMap((scope) => expected[platform][scope] ?? []));
  return (expected[platform][scope] ?? ['?']).every((claim) => released.has(claim));
}

describe.each(['standard', 'plus'] as const)('the scopes that a habilitation of %s covers', (platform) => {
  const names = Object.keys(expected[platform]);
  const anyScopes = fc.subarray(names);

  function expectExactlyCovered(habilitated: readonly string[]): void {
    const covered = coveredScopes(platform, habilitated);
    const requested = names.filter((scope) => isCovered(platform, scope, habilitated));
    if (covered.length !== requested.length || !requested.every((scope) => covered.includes(scope))) {
      expect([habilitated, [...covered].sort()]).toEqual([habilitated, requested.sort()]);
    }
  }

  test('are exactly those all of whose claims it has: every subset of the single scopes', () => {
    for (const habilitated of subsetsOf(singles[platform])) expectExactlyCovered(habilitated);
  });

  test('are exactly those all of whose claims it has: any subset of all scopes', () => {
    fc.assert(fc.property(anyScopes, expectExactlyCovered), { numRuns: 2000 });
  });

  test('release no claim beyond it, include its own scopes, and are unchanged when computed again', () => {
    fc.assert(
      fc.property(anyScopes, (habilitated) => {
        const covered = coveredScopes(platform, habilitated);
        const claims = (scopes: readonly string[]) => new Set(claimsForScopes(platform, scopes));
        expect(claims(covered)).toEqual(claims(['openid', ...habilitated]));
        expect(covered).toEqual(expect.arrayContaining(habilitated));
        expect(coveredScopes(platform, covered)).toEqual(covered);
      }),
      { numRuns: 300 },
    );
  });

  test('unknown names cover nothing, and openid is always covered', () => {
    for (const unknown of [[], ['phone'], ['__proto__', 'toString'], ['']]) {
      expect(coveredScopes(platform, unknown)).toEqual(['openid']);
    }
  });

  test('a narrower habilitation restricts a client to what both cover', () => {
    fc.assert(
      fc.property(anyScopes, anyScopes, (scopes, habilitated) => {
        const kept = narrowScopes(platform, scopes, habilitated);
        for (const scope of kept) expect(isCovered(platform, scope, habilitated)).toBe(true);
        for (const scope of kept) expect(isCovered(platform, scope, scopes)).toBe(true);
        for (const scope of scopes.filter((candidate) => isCovered(platform, candidate, habilitated))) {
          expect(kept).toContain(scope);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('what DataPass sends as single data', () => {
  const sent = ['openid', ...pivot, 'preferred_username', 'email'];

  test('gives the group scopes that FranceConnect v2 clients request', () => {
    for (const platform of ['standard', 'plus'] as const) {
      expect(coveredScopes(platform, sent)).toEqual(
        expect.arrayContaining(['profile', 'birth', 'identite_pivot', 'email']),
      );
    }
  });

  test('gives no group of which one claim is missing, and none of the register', () => {
    const without = (claim: string) => sent.filter((scope) => scope !== claim);
    expect(coveredScopes('standard', without('preferred_username'))).not.toContain('profile');
    expect(coveredScopes('standard', without('birthplace'))).not.toContain('identite_pivot');
    expect(coveredScopes('plus', sent).filter((scope) => scope.startsWith('rnipp_'))).toEqual([]);
  });

  test('a group that is covered in part is replaced by the scopes of its covered part', () => {
    expect(narrowScopes('standard', ['openid', 'birth', 'email'], ['birthplace', 'email'])).toEqual([
      'openid',
      'birthplace',
      'email',
    ]);
    const unchanged = ['openid', 'birth'];
    expect(narrowScopes('standard', unchanged, ['birthplace', 'birthcountry'])).toBe(unchanged);
  });
});
