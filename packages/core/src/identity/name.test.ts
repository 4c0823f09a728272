import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startCpuStopwatch } from '../testing/cpu-stopwatch.ts';
import { isCivilName } from './name.ts';

test.each([
  'A',
  'Angela Claire Louise',
  'DUBOIS-LEFÈVRE',
  "d'Aboville",
  'L’Hôpital',
  'Œdipe Cæsar Ÿ',
  'ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸÆŒ',
  'àâäçéèêëîïôöùûüÿæœ',
  'AZaz',
  'DUPONT--MARTIN',
  'Fañch',
  'òéàìù',
  'Muñoz Sørensen',
  'Łukasz Ðuro Þór',
  'Nguyễn Thị Hồng',
  'Straße',
  'J. Martin',
  "O'Neill d’Arc",
  'Jean\u2010Paul',
  'Jean\u2011Paul',
  'He\u0301le\u0300ne',
  'm\u0327\u0304ari',
  'a'.repeat(256),
])('%s is a name', (name) => {
  expect(isCivilName(name)).toBe(true);
});

test.each([
  ['nothing', ''],
  ['257 characters', 'a'.repeat(257)],
  ['a digit', 'Jean2'],
  ['a digit before', '2Jean'],
  ['a Cyrillic letter that looks Latin', 'Jeаn'],
  ['an underscore', 'Jean_Paul'],
  ['markup', '<b>Jean</b>'],
  ['a line break', 'Jean\nPaul'],
  ['a final line break', 'Jean\n'],
  ['a tab', 'Jean\tPaul'],
  ['a non-breaking space', 'Jean\u00a0Paul'],
  ['a multiplication sign, which sits among the letters of Latin-1', 'Jean×Paul'],
  ['no letter at all', "- '’."],
  ['a Greek letter', 'Jοan'],
  ['a letter of no script', 'Joʼan'],
  ['a Roman numeral', 'Louis Ⅷ'],
  ['a mark without a letter', '\u0301Jean'],
  ['a mark after a space', 'Jean \u0301Paul'],
  ['a mark of another script', 'Jea\u0483n'],
  ['marks that pile up', `Je${'\u0301'.repeat(5)}an`],
  ['an invisible character', 'Jea\u200dn'],
  ['an invisible mark', 'Jea\u034fn'],
  ['a direction override', 'Jean\u202eluaP'],
  ['a variation selector', 'Jea\ufe0fn'],
  ['a dash', 'Jean–Paul'],
  ['a comma', 'Jean, Paul'],
  ['a web address', 'www.example.org/x'],
  ['half a character', 'Jea\ud800n'],
  ['an emoji', 'Jean😀'],
])('%s is not a name', (_, name) => {
  expect(isCivilName(name)).toBe(false);
});

const latin = fc.constantFrom(...'AbÉñòœŸłđğİșžß');
const joint = fc.constantFrom(' ', '-', "'", '’', '.');

test('any letters of Latin script, however joined, are a name in NFC and in NFD', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(latin, joint), { minLength: 1, maxLength: 40 }), (parts) => {
      const name = parts.flat().join('');
      expect([isCivilName(name), isCivilName(name.normalize('NFD'))]).toEqual([true, true]);
    }),
    { numRuns: 200 },
  );
});

test('attack 29: a name has no control character, direction override or line break', () => {
  const unit = fc.integer({ min: 0, max: 0x2fff }).map((point) => String.fromCodePoint(point));
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 6 }), (text) => {
      if (isCivilName(text)) expect(text).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\p{Sc}\p{Nd}<>&"/\\@:;]/u);
    }),
    { numRuns: 2_000 },
  );
});

test('attack 23: hostile text is judged in linear time', () => {
  for (const text of ['a\u0301', '\u0301', "'", 'a ', 'é', '\u{1df00}']) {
    const cpuMs = startCpuStopwatch();
    expect(isCivilName(text.repeat(1_000_000))).toBe(false);
    expect(isCivilName(`${text.repeat(100)}!`)).toBe(false);
    expect(cpuMs()).toBeLessThan(100);
  }
});
