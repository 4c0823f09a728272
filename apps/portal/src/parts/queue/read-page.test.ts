import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { RequestContext } from '../request-context.ts';
import { listHref, type Page, readPage, sequenceCursor, textCursor, timeCursor } from './read-page.ts';

/** A request context for this address, with what lists read of it. */
function visitOf(href: string): RequestContext {
  const query = Object.fromEntries(new URL(href, 'https://portal.example').searchParams);
  return { request: { query } } as unknown as RequestContext;
}

const id = fc.uuid({ version: 4 });
const time = fc.integer({ min: 0, max: 999_999_999_999_999 });

describe('a page of a list', () => {
  test.prop([
    fc.integer({ min: 0, max: 40 }),
    fc.integer({ min: 1, max: 7 }),
    fc.dictionary(fc.constantFrom('text', 'state', 'hub'), fc.string({ maxLength: 20 })),
  ])('links to every row once, in order, with the filters kept', async (count, size, kept) => {
    const all = Array.from({ length: count }, (_, n) => count - n);
    const read = ({ limit, before = count + 1 }: { limit: number; before?: number }) =>
      Promise.resolve(all.filter((n) => n < before).slice(0, limit));
    const ids: number[] = [];
    let href: string | undefined = listHref('/list', kept);
    let pages = 0;
    while (href !== undefined) {
      const list = { path: '/list', kept, size, direction: 'before', cursor: sequenceCursor, read } as const;
      const page: Page<number> = await readPage(visitOf(href), { ...list, placeOf: (row: number) => row });
      expect(page.currentHref).toBe(href);
      expect(page.firstHref).toBe(pages === 0 ? undefined : listHref('/list', kept));
      ids.push(...page.rows);
      href = page.nextHref;
      pages += 1;
    }
    expect(ids).toEqual(all);
    expect(pages).toBe(Math.max(1, Math.ceil(count / size)));
  });

  test.prop([time, id])('reads a position in time as it was written', (atMs, rowId) => {
    expect(timeCursor.read(timeCursor.write({ atMs, id: rowId }))).toEqual({ atMs, id: rowId });
  });

  it.each([
    '',
    '.',
    '12',
    '12.',
    '.3f0e8a52-8d4e-4c55-9d3a-0d3c3a9f0a11',
    '-1.3f0e8a52-8d4e-4c55-9d3a-0d3c3a9f0a11',
    '1e3.3f0e8a52-8d4e-4c55-9d3a-0d3c3a9f0a11',
    '1234567890123456.3f0e8a52-8d4e-4c55-9d3a-0d3c3a9f0a11',
    '12.3F0E8A52-8D4E-4C55-9D3A-0D3C3A9F0A11',
    '12.3f0e8a52-8d4e-4c55-9d3a-0d3c3a9f0a11 ',
    "12.' or 1=1 --",
  ])('begins at the first row when the position is invalid: %j', async (text) => {
    expect(timeCursor.read(text)).toBeUndefined();
    const list = { path: '/list', size: 2, direction: 'after', cursor: timeCursor } as const;
    const page = await readPage(visitOf(listHref('/list', { after: text.trimEnd() === text ? text : '' })), {
      ...list,
      read: async (at) => [at],
      placeOf: () => ({ atMs: 0, id: '' }),
    });
    expect(page).toEqual({
      rows: [{ limit: 3 }],
      currentHref: '/list',
      nextHref: undefined,
      firstHref: undefined,
    });
  });

  it.each(['', '0', '-1', '1.5', '1e3', '0x10', ' 1', '1234567890123456', 'Infinity'])(
    'refuses as a number of a row: %j',
    (text) => expect(sequenceCursor.read(text)).toBeUndefined(),
  );

  it('accepts any text but the empty one as a position by name', () => {
    expect(textCursor.read('')).toBeUndefined();
    expect(textCursor.read('a@b.example')).toBe('a@b.example');
  });
});
