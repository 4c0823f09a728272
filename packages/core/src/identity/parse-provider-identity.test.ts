import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import cog from '../../generated/cog.json' with { type: 'json' };
import { createGeography } from './geography.ts';
import { parseProviderIdentity } from './parse-provider-identity.ts';
import { angelaAtProvider, angelaClaims } from './test-identities.ts';

const geography = createGeography(cog);
const parse = (changes: Record<string, unknown> = {}, nowMs?: number) =>
  parseProviderIdentity({ ...angelaClaims, ...changes }, geography, nowMs === undefined ? {} : { nowMs });
const refused = (attribute: string) => ({ ok: false, attribute });

test('a complete identity is accepted as it is', () => {
  expect(parse()).toEqual({ ok: true, identity: angelaAtProvider });
});

test('claims that are not of the identity are not carried along', () => {
  expect(parse({ sub: 'x', address: { country: 'FR' } })).toEqual({ ok: true, identity: angelaAtProvider });
});

test('names arrive in NFC', () => {
  const outcome = parse({
    given_name: 'He\u0301le\u0300ne',
    family_name: 'NOE\u0308L',
    preferred_username: 'C\u0327a',
  });
  expect(outcome).toMatchObject({
    ok: true,
    identity: {
      pivot: { givenName: 'H\u00e9l\u00e8ne', familyName: 'NO\u00cbL' },
      preferredUsername: '\u00c7a',
    },
  });
});

describe('each required attribute', () => {
  const required = [
    'given_name',
    'family_name',
    'birthdate',
    'gender',
    'birthplace',
    'birthcountry',
    'email',
  ];

  test.each(required)('%s is named when it is missing', (attribute) => {
    expect(parse({ [attribute]: undefined })).toEqual(refused(attribute));
    expect(parse({ [attribute]: '' })).toEqual(refused(attribute));
  });

  test.each([...required, 'preferred_username'])('%s is named when it is not a string', (attribute) => {
    const good = angelaClaims[attribute];
    for (const value of [[good], { value: good }, 5, 0, true, null]) {
      expect(parse({ [attribute]: value })).toEqual(refused(attribute));
    }
  });
});

test.each([
  ['given_name', 'J3an'],
  ['given_name', 'a'.repeat(257)],
  ['family_name', 'DUB0IS'],
  ['family_name', 'a'.repeat(257)],
  ['birthdate', '1962-02-30'],
  ['birthdate', '1962-00-24'],
  ['gender', 'F'],
  ['gender', 'Female'],
  ['birthplace', '75121'],
  ['birthplace', 'Paris'],
  ['birthcountry', '99999'],
  ['birthcountry', 'FR'],
  ['email', 'angela'],
  ['preferred_username', 'M4RTIN'],
  ['preferred_username', 'a'.repeat(257)],
])('%s is named when its value breaks a rule (%s)', (attribute, value) => {
  expect(parse({ [attribute]: value })).toEqual(refused(attribute));
});

test.each(['female', 'male', 'unspecified'])('gender may be %s', (gender) => {
  expect(parse({ gender })).toMatchObject({ ok: true, identity: { pivot: { gender } } });
});

describe('a presumed birth date', () => {
  test.each(['1962-08-00', '1962-00-00'])('%s is kept as the provider sent it', (birthdate) => {
    expect(parse({ birthdate })).toMatchObject({
      ok: true,
      identity: { pivot: { birthdate }, idpBirthdate: birthdate },
    });
  });
});

describe('with a clock', () => {
  const now = Date.UTC(2026, 2, 10, 12);

  test('a birth in the future is refused', () => {
    expect(parse({ birthdate: '2027-01-01' }, now)).toEqual(refused('birthdate'));
    expect(parse({ birthdate: '2026-03-10' }, now)).toMatchObject({ ok: true });
  });

  test('an invalid date stays refused', () => {
    expect(parse({ birthdate: '1990-02-30' }, now)).toEqual(refused('birthdate'));
  });

  test('without one the rule does not apply', () => {
    expect(parse({ birthdate: '2999-01-01' })).toMatchObject({ ok: true });
  });
});

describe('a birth abroad', () => {
  test.each([['empty', ''] as const, ['absent', undefined] as const])(
    'has no birthplace (%s)',
    (_, birthplace) => {
      expect(parse({ birthcountry: '99352', birthplace })).toMatchObject({
        ok: true,
        identity: { pivot: { birthplace: '', birthcountry: '99352' } },
      });
    },
  );

  test.each([
    ['a commune', '75107'],
    ['the country again', '99352'],
    ['a list', ['']],
    ['null', null],
  ])('is refused with %s as birthplace', (_, birthplace) => {
    expect(parse({ birthcountry: '99352', birthplace })).toEqual(refused('birthplace'));
  });
});

describe('a birth in Corsica', () => {
  test.each([
    ['2A004', '1990-05-05'],
    ['2B033', '1960-05-05'],
    ['20004', '1975-12-31'],
    ['20004', '1975-00-00'],
  ])('at %s on %s is accepted', (birthplace, birthdate) => {
    expect(parse({ birthplace, birthdate })).toMatchObject({ ok: true });
  });

  test.each([
    ['20004', '1976-01-01'],
    ['20004', '1976-00-00'],
    ['20999', '1960-01-01'],
  ])('at %s on %s is refused: the code did not exist', (birthplace, birthdate) => {
    expect(parse({ birthplace, birthdate })).toEqual(refused('birthplace'));
  });
});

test('a birth in a commune that has merged since is accepted', () => {
  expect(parse({ birthplace: '01015' })).toMatchObject({ ok: true });
});

test('a usage name is optional, and an empty one is none', () => {
  for (const preferred_username of [undefined, '']) {
    const outcome = parse({ preferred_username });
    expect(outcome).toMatchObject({ ok: true });
    expect(outcome.ok && 'preferredUsername' in outcome.identity).toBe(false);
  }
});

test('of several broken rules the first attribute of the identity is named', () => {
  expect(parse({ email: '', given_name: '', birthplace: '' })).toEqual(refused('given_name'));
  expect(parse({ birthcountry: 'FR', birthplace: '' })).toEqual(refused('birthcountry'));
});

test('a refusal never carries a value', () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(angelaClaims)), fc.anything(), (attribute, value) => {
      const outcome = parse({ [attribute]: value });
      if (!outcome.ok) expect(outcome).toEqual(refused(attribute));
    }),
    { numRuns: 300 },
  );
});
