import { describe, expect, it } from 'vitest';
// @ts-expect-error plain JavaScript, as every tool
import * as tool from '../../tools/find-duplicates.mjs';

interface Entry {
  readonly files: readonly string[];
  readonly hash: string;
  readonly why: string;
}
interface Repeat extends Omit<Entry, 'why'> {
  readonly lines: readonly (readonly number[])[];
  readonly tokens: number;
}
const { findRepeats, judge, renew, shortest } = tool as {
  findRepeats(texts: ReadonlyMap<string, string>): readonly Repeat[];
  judge(repeats: readonly Repeat[], listed: readonly Entry[]): readonly string[];
  renew(repeats: readonly Repeat[], listed: readonly Entry[]): readonly Entry[];
  readonly shortest: number;
};

/** Source of exactly so many tokens, five per line, all different. */
function code(tokens: number, name = 'a'): string {
  const lines = Array.from({ length: Math.floor(tokens / 5) }, (_, line) => `let ${name}${line} = ${line};`);
  const rest = Array.from({ length: tokens % 5 }, () => ';');
  return [...lines, rest.join('')].join('\n');
}

function repeatsOf(texts: Readonly<Record<string, string>>): readonly Repeat[] {
  return findRepeats(new Map(Object.entries(texts)));
}

/** Different text beside the repeat, which is no repeat itself. */
const [before, after] = [code(35, 'x'), code(35, 'y')];

describe('a repeat', () => {
  it('is found from the minimum length on, at its lines in both files', () => {
    const same = code(shortest);
    const [repeat, ...others] = repeatsOf({ 'a.ts': `${before}\n${same}`, 'b.ts': `${same}\n${after}` });
    expect(others).toEqual([]);
    expect(repeat).toMatchObject({
      files: ['a.ts', 'b.ts'],
      tokens: shortest,
      lines: [
        [9, 20],
        [1, 12],
      ],
    });
    const shorter = code(shortest - 1);
    expect(repeatsOf({ 'a.ts': shorter, 'b.ts': shorter })).toEqual([]);
  });

  it('is found within one file, with its whole length', () => {
    const same = code(shortest + 23);
    const [repeat, ...others] = repeatsOf({ 'a.ts': `${same}\n${before}\n${same}` });
    expect(others).toEqual([]);
    expect(repeat).toMatchObject({ files: ['a.ts', 'a.ts'], tokens: shortest + 23 });
  });

  it('does not overlap itself', () => {
    const tokens = (count: number) => repeatsOf({ 'a.ts': ';'.repeat(count) });
    expect(tokens(2 * shortest - 1)).toEqual([]);
    expect(tokens(2 * shortest)).toMatchObject([{ tokens: shortest }]);
  });

  it('ignores spaces and comments, and needs every word to be equal', () => {
    const same = code(shortest);
    const spaced = same.replaceAll(';', ' ;  // a word\n').replaceAll('=', '/* why */ =');
    expect(repeatsOf({ 'a.ts': same, 'b.ts': spaced })).toHaveLength(1);
    expect(repeatsOf({ 'a.ts': same, 'b.ts': same.replace('a6', 'b6') })).toEqual([]);
  });

  it('ignores imports and re-exports', () => {
    const imports = Array.from(
      { length: 30 },
      (_, at) => `import { a${at} } from './a${at}.ts';\nexport * from './b${at}.ts';`,
    );
    expect(repeatsOf({ 'a.ts': imports.join('\n'), 'b.ts': imports.join('\n') })).toEqual([]);
  });

  it('is found in pages too', () => {
    const page = `export const page = () => <ul class="x">${Array.from({ length: 20 }, (_, at) => `<li id="l${at}">{text(${at})}</li>`).join('')}</ul>;`;
    expect(repeatsOf({ 'a.tsx': page, 'b.tsx': page })).toHaveLength(1);
  });

  it('of three files is two repeats', () => {
    const same = code(shortest);
    const found = repeatsOf({ 'a.ts': same, 'b.ts': same, 'c.ts': same });
    expect(found.map(({ files }) => files.join(' '))).toEqual(['a.ts b.ts', 'a.ts c.ts']);
  });
});

describe('the list of repeats that stay', () => {
  const same = code(shortest);
  const repeats = repeatsOf({ 'a.ts': same, 'b.ts': same });
  const [listed] = renew(repeats, []).map((entry) => ({ ...entry, why: 'two machines' }));
  if (listed === undefined) throw new Error('no repeat');

  it('fails for a repeat without entry, and for an entry without reason', () => {
    expect(judge(repeats, [])).toEqual(['a.ts:1-12 and b.ts:1-12: 60 tokens twice, not listed']);
    for (const why of ['', '  ', '\n']) {
      expect(judge(repeats, [{ ...listed, why }])).toEqual([
        'a.ts:1-12 and b.ts:1-12: 60 tokens twice, no reason',
      ]);
    }
    expect(judge(repeats, [listed])).toEqual([]);
  });

  it('fails for an entry of other files, of other tokens, and for one without a repeat', () => {
    expect(judge(repeats, [{ ...listed, files: ['a.ts', 'c.ts'] }])).toHaveLength(2);
    expect(judge(repeats, [{ ...listed, hash: '0000000000000000' }])).toHaveLength(2);
    expect(judge([], [listed])).toEqual([`a.ts and b.ts: no repeat ${listed.hash} any more`]);
  });

  it('holds when lines shift', () => {
    const shifted = repeatsOf({ 'a.ts': `\n\n${same}`, 'b.ts': `${before}\n${same}` });
    expect(judge(shifted, [listed])).toEqual([]);
  });

  it('is renewed with its reasons, also for moved files, and with an empty one for new repeats', () => {
    const other = code(shortest, 'b');
    const moved = repeatsOf({
      'moved/a.ts': `${same}\n;${other}`,
      'n.ts': `${before}\n${other}`,
      'moved/b.ts': `${same}\n${after}`,
    });
    expect(renew(moved, [listed]).map(({ files, why }) => [files.join(' '), why])).toEqual([
      ['moved/a.ts moved/b.ts', 'two machines'],
      ['moved/a.ts n.ts', ''],
    ]);
  });
});
