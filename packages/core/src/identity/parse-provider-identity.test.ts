import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import cog from '../../generated/cog.json' with { type: 'json' };
import { angelaAtProvider, angelaClaims } from '../testing/identity-fixtures.ts';
import { createGeography } from './geography.ts';
import { type AttributeProblem, parseProviderIdentity } from './parse-provider-identity.ts';

const geography = createGeography(cog);
const parse = (changes: Record<string, unknown> = {}, nowMs?: number) =>
  parseProviderIdentity({ ...angelaClaims, ...changes }, geography, nowMs === undefined ? {} : { nowMs });
const refused = (attribute: string, problem: AttributeProblem) => ({ ok: false, attribute, problem });
const accepted = (leftOut: readonly string[] = []) => ({ ok: true, leftOut });

test('a complete identity is accepted as it is', () => {
  expect(parse()).toEqual({ ...accepted(), identity: angelaAtProvider });
});

test('claims that do not belong to the identity are dropped', () => {
  expect(parse({ sub: 'x', address: { country: 'FR' } })).toEqual({
    ...accepted(),
    identity: angelaAtProvider,
  });
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
    for (const nothing of [undefined, '', null]) {
      expect(parse({ [attribute]: nothing })).toEqual(refused(attribute, 'missing'));
    }
  });

  test.each(required)('%s is named when it is not a string', (attribute) => {
    const good = angelaClaims[attribute];
    for (const value of [[good], { value: good }, 5, 0, true, false]) {
      expect(parse({ [attribute]: value })).toEqual(refused(attribute, 'malformed'));
    }
  });
});

test.each<[string, string, AttributeProblem]>([
  ['given_name', 'J3an', 'malformed'],
  ['given_name', ' ', 'malformed'],
  ['given_name', 'a'.repeat(257), 'malformed'],
  ['family_name', 'DUB0IS', 'malformed'],
  ['family_name', 'a'.repeat(257), 'malformed'],
  ['birthdate', '1962-02-30', 'malformed'],
  ['birthdate', '1962-00-24', 'malformed'],
  ['gender', 'F', 'malformed'],
  ['gender', 'Female', 'malformed'],
  ['birthplace', '75121', 'unknown'],
  ['birthplace', 'Paris', 'unknown'],
  ['birthcountry', '99999', 'unknown'],
  ['birthcountry', 'FR', 'unknown'],
])('%s is named when its value breaks a rule (%s)', (attribute, value, problem) => {
  expect(parse({ [attribute]: value })).toEqual(refused(attribute, problem));
});

describe('an optional claim that breaks its rule is left out, by name', () => {
  const { preferredUsername: _, ...withoutUsageName } = angelaAtProvider;
  const { email: __, ...withoutEmail } = angelaAtProvider;

  test.each(['NU-Jardin04', 'a'.repeat(257), '<b>', 'jean_dupont', ['MARTIN'], { a: 1 }, 5, true])(
    'usage name %j',
    (preferred_username) => {
      expect(parse({ preferred_username })).toEqual({
        ...accepted(['preferred_username']),
        identity: withoutUsageName,
      });
    },
  );

  test.each(['angela', 'a@b', 'a b@example.org', 'a@example.org\r\nBcc: b@example.org', 'x'.repeat(100_000)])(
    'e-mail address %j',
    (email) => {
      expect(parse({ email })).toEqual({ ...accepted(['email']), identity: withoutEmail });
    },
  );

  test('telephone numbers and unknown claims are not checked', () => {
    const more = { phone_number: 'not a number', phone_number_verified: 'maybe', address: 5, locale: ['fr'] };
    expect(parse(more)).toEqual({ ...accepted(), identity: angelaAtProvider });
  });

  test('several invalid optional claims are left out; only the six attributes can refuse', () => {
    expect(parse({ email: 'x', preferred_username: '1' })).toMatchObject(
      accepted(['email', 'preferred_username']),
    );
    const anything = { email: fc.constantFrom('x', 'a@example.org'), preferred_username: fc.anything() };
    fc.assert(
      fc.property(fc.record(anything), (changes) => {
        expect(parse(changes)).toMatchObject({ ok: true, identity: { pivot: angelaAtProvider.pivot } });
      }),
      { numRuns: 200 },
    );
  });
});

test('an internationalised e-mail address is an address', () => {
  expect(parse({ email: 'ange\u0301la@exämple.org' })).toMatchObject({
    ...accepted(),
    identity: { email: 'angéla@exämple.org' },
  });
});

test.each([
  ['given_name', 'Fañch'],
  ['given_name', 'òéà'],
  ['family_name', 'J. Ðurić-Łuk'],
])('%s may contain any letter of Latin script (%s)', (attribute, value) => {
  expect(parse({ [attribute]: value })).toMatchObject(accepted());
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
    expect(parse({ birthdate: '2027-01-01' }, now)).toEqual(refused('birthdate', 'future'));
    expect(parse({ birthdate: '2026-03-10' }, now)).toMatchObject({ ok: true });
  });

  test('an invalid date stays refused', () => {
    expect(parse({ birthdate: '1990-02-30' }, now)).toEqual(refused('birthdate', 'malformed'));
  });

  test('without a clock the rule does not apply', () => {
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
    ['the name of a town', 'Alger'],
    ['a code of no commune', '75121'],
    ['the country again', '99352'],
    ['a list', ['75107']],
    ['a number', 75107],
  ])('ignores a birthplace that is not a commune: %s', (_, birthplace) => {
    expect(parse({ birthcountry: '99352', birthplace })).toMatchObject({
      ...accepted(['birthplace']),
      identity: { pivot: { birthplace: '', birthcountry: '99352' } },
    });
  });

  test('keeps a commune for the register to judge', () => {
    expect(parse({ birthcountry: '99352', birthplace: '75107' })).toMatchObject({
      ...accepted(),
      identity: { pivot: { birthplace: '75107', birthcountry: '99352' } },
    });
  });

  test('is never refused because of the birthplace', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string(), fc.stringMatching(/^\d{5}$/)), (birthplace) => {
        const outcome = parse({ birthcountry: '99352', birthplace });
        expect(outcome.ok).toBe(true);
        const kept = outcome.ok ? outcome.identity.pivot.birthplace : '';
        expect(kept === '' || geography.hasCommune(kept)).toBe(true);
      }),
      { numRuns: 300 },
    );
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
    expect(parse({ birthplace, birthdate })).toEqual(refused('birthplace', 'unknown'));
  });
});

test('a birth in a commune that has merged since is accepted', () => {
  expect(parse({ birthplace: '01015' })).toMatchObject({ ok: true });
});

test('a usage name is optional, and an empty one counts as absent', () => {
  for (const preferred_username of [undefined, '', null]) {
    const outcome = parse({ preferred_username });
    expect(outcome).toMatchObject(accepted());
    expect(outcome.ok && 'preferredUsername' in outcome.identity).toBe(false);
  }
});

test('of several broken rules the first attribute of the identity is named', () => {
  expect(parse({ email: '', given_name: '', birthplace: '' })).toEqual(refused('given_name', 'missing'));
  expect(parse({ birthcountry: 'FR', birthplace: '' })).toEqual(refused('birthcountry', 'unknown'));
});

test('neither a refusal nor the list of left out claims contains a value', () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(angelaClaims)), fc.anything(), (attribute, value) => {
      const outcome = parse({ [attribute]: value });
      if (outcome.ok) expect([[], [attribute]]).toContainEqual(outcome.leftOut);
      else expect(outcome).toEqual({ ok: false, attribute, problem: expect.stringMatching(/^[a-z]+$/) });
    }),
    { numRuns: 300 },
  );
});
