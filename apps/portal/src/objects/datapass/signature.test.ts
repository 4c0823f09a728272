import { describe, expect, it } from 'vitest';
import { hasSignature, signBody } from './signature.ts';

const secret = 'It’s a Secret to Everybody';
const body = Buffer.from('Hello, World!');
const right = signBody(secret, body);

describe('the signature of a webhook (security.md 17)', () => {
  it('is the one of the example in GitHub’s documentation, whose form DataPass uses', () => {
    expect(signBody("It's a Secret to Everybody", 'Hello, World!')).toBe(
      'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
    );
  });

  it('is valid for the exact bytes', () => {
    expect(hasSignature(secret, body, right)).toBe(true);
    expect(hasSignature(secret, Buffer.from('Hello, World! '), right)).toBe(false);
    expect(hasSignature('another secret', body, right)).toBe(false);
  });

  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['a right one, listed', [right]],
    ['one without its algorithm', right.slice('sha256='.length)],
    ['one of another algorithm', right.replace('sha256', 'sha512')],
    ['one cut off', right.slice(0, -1)],
    ['one with more', `${right}0`],
    ['one in capitals', right.toUpperCase()],
    ['one with its last digit changed', `${right.slice(0, -1)}${right.endsWith('0') ? '1' : '0'}`],
  ])('is refused with %s', (_, header) => {
    expect(hasSignature(secret, body, header)).toBe(false);
  });
});
