import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { errorCatalogue } from './catalogue.ts';

const page = readFileSync(new URL('../../../../docs/migration.md', import.meta.url), 'utf8');

/** The rows of the page's table of codes, as cells. */
const rows = page
  .slice(page.indexOf('## Error codes'), page.indexOf('## The subject identifier'))
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim()));

const codesIn = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

test('every code of Garance in the migration table exists', () => {
  expect(rows.length).toBeGreaterThan(60);
  const ours = rows.flatMap(([, , , here]) => codesIn(here));
  expect(ours.length).toBeGreaterThan(70);
  expect(ours.filter((code) => !Object.hasOwn(errorCatalogue, code))).toEqual([]);
});

test('every row maps a code of FranceConnect to one of Garance, or states that there is none', () => {
  const theirs = rows.flatMap(([, code]) => codesIn(code));
  expect(theirs.filter((code) => !/^Y[0-9A-F]{6,7}$/.test(code))).toEqual([]);
  expect(theirs.filter((code, index) => theirs.indexOf(code) !== index)).toEqual([]);
  const astray = rows.filter(([, , , here = '']) => codesIn(here).length === 0 && !here.startsWith('none'));
  expect(astray).toEqual([]);
});

test('every code of the authorization endpoint that a service may receive is in the table', () => {
  const ours = new Set(rows.flatMap(([, , , here]) => codesIn(here)));
  const publicFamilies = ['register', 'authorize.scope', 'authorize.data', 'authorize.redirect'];
  const missing = Object.keys(errorCatalogue).filter(
    (code) => publicFamilies.some((family) => code.startsWith(family)) && !ours.has(code),
  );
  expect(missing).toEqual([]);
});
