import { expect, test } from 'vitest';
import { becameMarkup } from '../families/markup.ts';
import { faultsOf } from './cookie-flags.ts';
import { claimWords, isTelling, wordsOf } from './shown.ts';

const cookie = {
  name: 'session',
  value: 'v',
  domain: '127.0.0.1',
  path: '/',
  httpOnly: true,
  secure: false,
  sameSite: 'Lax',
} as const;

test.each([
  [[], {}, false],
  [['HttpOnly absent'], { httpOnly: false }, false],
  [['Secure absent'], {}, true],
  [[], { secure: true }, true],
  [['SameSite=None, Secure absent'], { sameSite: 'None' as const }, false],
  [[], { sameSite: 'None' as const, secure: true }, true],
] as const)('cookie flags: %o for %o, https %s', (faults, change, https) => {
  expect(faultsOf({ ...cookie, ...change }, https)).toEqual(faults);
});

test('words keep numbers, names and addresses whole, whatever stands between', () => {
  expect([...wordsOf('Dossier n° 1001, ouvert par D’ÂPREVAL-ÇÔME.\n<a@b.example> (a)')]).toEqual([
    'dossier',
    '1001',
    'ouvert',
    'par',
    'âpreval-çôme',
    'a@b.example',
  ]);
});

test('words that are there by chance tell nothing', () => {
  expect(['1001', 'riverain', '12', 'de', '13'].filter(isTelling)).toEqual(['1001', 'riverain']);
  // A page that shows times of tokens shows the same to everyone of that second.
  expect(['1796098463', '1796098463123'].filter(isTelling)).toEqual([]);
  expect(['0612345678', '179609846', '17960984631'].filter(isTelling)).toHaveLength(3);
});

test('a birth date counts whole and in parts', () => {
  expect([...claimWords('plain')]).toEqual(expect.arrayContaining(['1984-03-12', '1984', '03', '12']));
});

test.each([
  [
    true,
    { title: 'Profile', html: '<p>"><img src="x"><b data-garance-markup="given_name">given_name</b></p>' },
  ],
  [true, { title: 'garance-family_name', html: '' }],
  [false, { title: 'Profile', html: '<p>"&gt;&lt;b data-garance-markup="given_name"&gt;</p>' }],
  [
    false,
    { title: 'Profile', html: '<input value="&quot;><b data-garance-markup=&quot;given_name&quot;>">' },
  ],
  [
    false,
    { title: 'Profile', html: '<script>me = {"a": "<b data-garance-markup=\\"given_name\\">"}</script>' },
  ],
  [
    true,
    { title: 'Profile', html: `<input value="x' data-garance-attribute='1' y" data-garance-attribute="2">` },
  ],
  [true, { title: 'Profile', html: '<input value=x data-garance-attribute=1>' }],
  [false, { title: 'Profile', html: '<input value="x data-garance-attribute=1">' }],
  [
    true,
    { title: 'Profile', html: '<script>me = "</script><b data-garance-markup=given_name>x</b>"</script>' },
  ],
  [
    false,
    {
      title: 'Profile',
      html: '<script>me = "\\u003c/script>\\u003cb data-garance-markup=given_name>"</script>',
    },
  ],
] as const)('markup that became part of the page: %s', (expected, view) => {
  expect(becameMarkup(view)).toBe(expected);
});
