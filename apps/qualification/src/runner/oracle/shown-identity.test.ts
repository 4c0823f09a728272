import { describe, expect, test } from 'vitest';
import { claimsOf } from '../../rehearsal/persons.ts';
import type { PersonId } from '../../vocabulary/person.ts';
import { type Claims, datesIn, wronglyShown } from './shown-identity.ts';

/** A service by how it writes a person. */
type Service = (claims: Claims) => string;

const judge = (service: Service, person: PersonId, worker = 0) => {
  const claims = claimsOf(person, worker);
  const plain = claimsOf('plain');
  return wronglyShown({ claims, text: service(claims) }, { claims: plain, text: service(plain) });
};
const french = (date = '') => date.split('-').reverse().join('/');
const whole: Service = ({ given_name, family_name, preferred_username = '', email, birthdate }) =>
  `Vous êtes connecté : ${given_name} ${family_name}.\n${preferred_username}\n${email}\nNé le ${french(birthdate)}`;
const through =
  (change: (text: string) => string): Service =>
  (claims) =>
    change(whole(claims));
const people = [
  'accented',
  'straight-apostrophes',
  'rare-letters',
  'hyphenated',
  'one-letter',
  'long-names',
  'presumed-date',
  'presumed-day',
  'no-usage-name',
] as const satisfies readonly PersonId[];

describe('services that are right', () => {
  test.each<[string, Service]>([
    ['show all as it is', whole],
    ['write capitals', through((text) => text.toUpperCase())],
    ['set apostrophes as printers do', through((text) => text.replaceAll("'", '’'))],
    ['set apostrophes as typewriters do', through((text) => text.replaceAll('’', "'"))],
    ['decompose letters', through((text) => text.normalize('NFD'))],
    [
      'show the first given name',
      ({ given_name = '', family_name }) => `${given_name.split(' ')[0]} ${family_name}`,
    ],
    ['show nothing', () => 'Dossier n° 1001'],
    [
      'show the year of birth',
      ({ family_name, birthdate = '' }) => `${family_name}, ${birthdate.slice(0, 4)}`,
    ],
    ['show the date as it is sent', ({ birthdate }) => `Bonjour, ${birthdate}`],
    [
      'show a presumed date in words',
      ({ birthdate = '' }) => (birthdate.endsWith('00') ? `en ${birthdate.slice(0, 4)}` : french(birthdate)),
    ],
    ['wrap lines', through((text) => text.replaceAll(' ', '\n'))],
  ])('%s', (_what, service) => {
    expect(people.flatMap((person) => judge(service, person, 3))).toEqual([]);
  });
});

describe('services that are wrong', () => {
  test.each<[string, Service, PersonId, readonly string[]]>([
    ['read Latin-1', through((text) => Buffer.from(text).toString('latin1')), 'accented', ['given_name']],
    [
      'take accents off',
      through((text) => text.normalize('NFD').replace(/\p{M}/gu, '')),
      'rare-letters',
      ['given_name'],
    ],
    [
      'know ISO 8859-1 alone',
      through((text) => text.replace(/[^\0-\xff]/g, '?')),
      'rare-letters',
      ['family_name'],
    ],
    [
      'cut at apostrophes',
      through((text) => text.replace(/'[^ ]*/g, '')),
      'straight-apostrophes',
      ['family_name'],
    ],
    ['double apostrophes', through((text) => text.replaceAll("'", "\\'")), 'straight-apostrophes', ['email']],
    ['escape twice', through((text) => text.replaceAll("'", '&#39;')), 'straight-apostrophes', ['text']],
    ['cut hyphens', through((text) => text.replaceAll('-', ' ')), 'hyphenated', ['given_name']],
    [
      'cut at twenty',
      (claims) => whole({ ...claims, family_name: claims.family_name?.slice(0, 20) ?? '' }),
      'long-names',
      ['family_name'],
    ],
    [
      'drop single letters',
      through((text) => text.replace(/(?<!\p{L})\p{L}(?!\p{L})/gu, '')),
      'one-letter',
      ['family_name'],
    ],
    [
      'say undefined',
      (claims) => `${whole(claims)}\n${claims.preferred_username}`,
      'no-usage-name',
      ['text'],
    ],
    [
      'make a calendar’s date of it',
      through((text) => text.replace('00/00/1958', '30/11/1957')),
      'presumed-date',
      ['birthdate'],
    ],
    [
      'make an invalid date of it',
      through((text) => text.replace('00/03/1958', 'Invalid Date')),
      'presumed-day',
      ['text'],
    ],
    [
      'are a day early',
      through((text) =>
        text.replace(/(\d\d)\/(\d\d)\/(\d{4})/, (_, d, m, y) => `${Number(d) - 1}/${m}/${y}`),
      ),
      'corsican',
      ['birthdate'],
    ],
    [
      'show another person',
      () => whole(claimsOf('plain')),
      'corsican',
      ['given_name', 'family_name', 'birthdate'],
    ],
  ])('%s', (_what, service, person, names) => {
    expect(judge(service, person, 5)).toEqual(expect.arrayContaining([...names]));
  });
});

test.each([
  '1984-03-12',
  'né le 12/03/1984.',
  '12.3.1984',
  '12 mars 1984',
  'March 12, 1984',
  '12th of March 1984',
  'Mar 12, 1984',
  '3/12/1984',
])('a date is read in %s', (text) => {
  expect(datesIn(text)).toContainEqual({ year: 1984, month: 3, day: 12 });
});

test('the first of a month, in French', () => {
  expect(datesIn('1er février 1990')).toEqual([{ year: 1990, month: 2, day: 1 }]);
  expect(datesIn('Dossier 19840312, 12/2024, tél. 01 99 00 12 34')).toEqual([]);
});
