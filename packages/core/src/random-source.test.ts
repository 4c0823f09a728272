import { describe, expect, test } from 'vitest';
import { createRandomSource } from './random-source.ts';

describe('a random source', () => {
  test('gives values of the requested size, never twice, also beyond one block', () => {
    const draw = createRandomSource(12);
    const values = Array.from({ length: 1000 }, () => draw());
    expect(values.every((value) => value.length === 12)).toBe(true);
    expect(new Set(values.map((value) => value.toString('hex'))).size).toBe(1000);
  });

  test('does not change values that were given out before', () => {
    const draw = createRandomSource(32);
    const first = draw();
    const before = first.toString('hex');
    for (let count = 0; count < 600; count += 1) draw();
    expect(first.toString('hex')).toBe(before);
  });

  test('draws many values in one system call', () => {
    const draw = createRandomSource(8);
    const [first, second] = [draw(), draw()];
    expect(second.buffer).toBe(first.buffer);
  });

  test('gives values that do not overlap', () => {
    const draw = createRandomSource(8);
    const [a, b] = [draw(), draw()];
    a.fill(0);
    expect(b.equals(Buffer.alloc(8))).toBe(false);
  });
});
