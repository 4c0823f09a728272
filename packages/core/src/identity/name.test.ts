import { expect, test } from 'vitest';
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
  ['a letter that French civil status does not write', 'Muñoz'],
  ['a dot', 'J. Martin'],
  ['an underscore', 'Jean_Paul'],
  ['markup', '<b>Jean</b>'],
  ['a line break', 'Jean\nPaul'],
  ['a final line break', 'Jean\n'],
  ['a tab', 'Jean\tPaul'],
  ['a non-breaking space', 'Jean\u00a0Paul'],
  ['a decomposed accent, not yet NFC', 'He\u0301le\u0300ne'],
  ['a multiplication sign, which sits among the letters of Latin-1', 'Jean×Paul'],
  ['no letter at all', "- '’"],
])('%s is not a name', (_, name) => {
  expect(isCivilName(name)).toBe(false);
});
