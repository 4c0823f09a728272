import { describe, expect, it } from 'vitest';
import { parseClaims } from './parse-claims.ts';

describe('parseClaims', () => {
  it('reads a JSON object in UTF-8', () => {
    expect(parseClaims(Buffer.from('{"given_name":"Angéla"}'))).toEqual({ given_name: 'Angéla' });
  });

  it.each([
    ['null', 'null'],
    ['text', '"text"'],
    ['a number', '7'],
    ['a list', '[{"sub":"a"}]'],
    ['a cut object', '{"sub":'],
    ['nothing', ''],
  ])('refuses %s', (_, text) => {
    expect(parseClaims(Buffer.from(text))).toBeUndefined();
  });

  it('refuses invalid UTF-8, which a lenient parser would not distinguish from other invalid UTF-8', () => {
    expect(parseClaims(Buffer.from('{"sub":"\xff"}', 'latin1'))).toBeUndefined();
  });
});
