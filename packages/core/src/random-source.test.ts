import { describe, expect, test } from 'vitest';
import { createRandomSource, newSecret } from './random-source.ts';

describe('a random source', () => {
  test('gives values of the size asked, never one twice, beyond one draw from the system', () => {
    const draw = createRandomSource(12);
    const values = Array.from({ length: 1000 }, () => draw());
    expect(values.every((value) => value.length === 12)).toBe(true);
    expect(new Set(values.map((value) => value.toString('hex'))).size).toBe(1000);
  });

  test('leaves values alone that were given out before', () => {
    const draw = createRandomSource(32);
    const first = draw();
    const before = first.toString('hex');
    for (let count = 0; count < 600; count += 1) draw();
    expect(first.toString('hex')).toBe(before);
  });

  test('asks the system once for many values', () => {
    const draw = createRandomSource(8);
    const [first, second] = [draw(), draw()];
    expect(second.buffer).toBe(first.buffer);
  });

  test('overlaps no two values', () => {
    const draw = createRandomSource(8);
    const [a, b] = [draw(), draw()];
    a.fill(0);
    expect(b.equals(Buffer.alloc(8))).toBe(false);
  });
});

test('a new secret is 43 characters of base64url, each time another', () => {
  const secrets = Array.from({ length: 100 }, newSecret);
  for (const secret of secrets) expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(new Set(secrets).size).toBe(100);
});
