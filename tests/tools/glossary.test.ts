import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);

/** The cells of each row of the glossary's tables, without their heads. */
const rows = readFileSync(new URL('docs/glossary.md', root), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| term '))
  .map((line) => line.slice(2, -2).split(' | '));

it('the glossary defines each term once', () => {
  const terms = rows.map(([term = '']) => term.toLowerCase());
  expect(terms.length).toBeGreaterThan(50);
  expect(terms.filter((term, index) => terms.indexOf(term) !== index)).toEqual([]);
});

it('the glossary names files and folders that exist', () => {
  const places = rows.flatMap((cells) =>
    [...(cells.at(-1) ?? '').matchAll(/`([^`]+)`/g)].map(([, path = '']) => path),
  );
  expect(places.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
});
