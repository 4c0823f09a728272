import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { findRepeated, readParams, single, words } from './params.ts';
import { paramsOf } from './testing/fixtures.ts';

function read(encoded: string) {
  const outcome = readParams(encoded);
  return outcome.ok ? [...outcome.params] : outcome.error;
}

describe('readParams', () => {
  test.prop([
    fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })), { maxLength: 20 }),
  ])('reads what a correct encoder wrote, in order and number', (pairs) => {
    const outcome = readParams(new URLSearchParams(pairs).toString());
    const expected = Map.groupBy(pairs, ([name]) => name);
    if (!outcome.ok) throw new Error('refused');
    expect([...outcome.params]).toEqual(
      [...expected].map(([name, group]) => [name, group.map(([, value]) => value)]),
    );
  });

  it('reads plus as a space, an escaped plus as a plus, and a name without a value as empty', () => {
    expect(read('scope=openid+email&x=a%2Bb&flag')).toEqual([
      ['scope', ['openid email']],
      ['x', ['a+b']],
      ['flag', ['']],
    ]);
  });

  it('keeps everything after the first equals sign', () => {
    expect(read('claims=a=b==')).toEqual([['claims', ['a=b==']]]);
    expect(read('=a')).toEqual([['', ['a']]]);
  });

  it('skips empty pairs and reads an empty form as no parameters', () => {
    expect(read('&&a=1&')).toEqual([['a', ['1']]]);
    expect(read('')).toEqual([]);
  });
});

describe('attack 15: oversize and wrong encoding', () => {
  it.each([
    ['a broken escape', 'state=%zz'],
    ['a cut escape', 'state=%4'],
    ['invalid UTF-8', 'state=%ff'],
    ['an overlong UTF-8 form', 'state=%c0%af'],
    ['a lone surrogate in UTF-8', 'state=%ed%a0%80'],
    ['invalid UTF-8 in a name', '%ff=state'],
    ['bytes outside ASCII', 'state=é'],
    ['what a lenient reader made of invalid bytes', 'state=\ufffd'],
    ['a control character', 'state=a\nb'],
  ])('refuses %s', (_, encoded) => {
    expect(read(encoded)).toBe('general.bad_request');
  });

  it('attack 29: refuses control characters in names and values, except tabs and line breaks', () => {
    for (const character of ['%00', '%01', '%08', '%0B', '%1B', '%7F', '%C2%85', '%C2%9B']) {
      for (const encoded of [`state=a${character}b`, `${character}=a`, `a=b&nonce=${character}`]) {
        expect(readParams(encoded), encoded).toEqual({ ok: false, error: 'general.control_character' });
        expect(readParams(encoded, { keepControlCharacters: true }).ok, encoded).toBe(true);
      }
    }
    expect(readParams('a=%09%0D%0A').ok).toBe(true);
  });

  it('refuses 64 KB and one byte, accepts 64 KB', () => {
    expect(read(`a=${'x'.repeat(65_534)}`)).toHaveLength(1);
    expect(read(`a=${'x'.repeat(65_535)}`)).toBe('general.bad_request');
  });

  it('refuses too many parameters', () => {
    expect(read(Array.from({ length: 256 }, (_, i) => `p${i}=`).join('&'))).toHaveLength(256);
    expect(read(Array.from({ length: 257 }, (_, i) => `p${i}=`).join('&'))).toBe('general.bad_request');
  });

  it('applies lower limits', () => {
    expect(readParams('abcdef=1', { maxBytes: 7 }).ok).toBe(false);
    expect(readParams('a=1&b=2', { maxPairs: 1 }).ok).toBe(false);
  });
});

describe('single', () => {
  it('gives a value sent once, and nothing for an absent, empty or repeated one', () => {
    const params = paramsOf([
      ['a', '1'],
      ['b', ''],
      ['c', '1'],
      ['c', '1'],
    ]);
    expect(['a', 'b', 'c', 'd'].map((name) => single(params, name))).toEqual([
      '1',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('ignores names of the prototype of objects', () => {
    expect(single(paramsOf({}), 'constructor')).toBeUndefined();
    expect(single(paramsOf({ __proto__x: '1' }), '__proto__')).toBeUndefined();
  });
});

describe('findRepeated', () => {
  it('names a parameter sent twice, even with empty values', () => {
    expect(
      findRepeated(
        paramsOf([
          ['a', ''],
          ['a', ''],
        ]),
      ),
    ).toBe('a');
    expect(
      findRepeated(
        paramsOf([
          ['a', '1'],
          ['b', '1'],
        ]),
      ),
    ).toBeUndefined();
  });
});

describe('words', () => {
  it('drops empty words and duplicates, and splits on spaces only', () => {
    expect(words(' openid  email openid a\tb')).toEqual(['openid', 'email', 'a\tb']);
    expect(words(undefined)).toEqual([]);
  });
});
