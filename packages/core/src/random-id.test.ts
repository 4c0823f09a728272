import { expect, test } from 'vitest';
import { newId } from './random-id.ts';

test('an identifier is 256 random bits in base64url and never repeats', () => {
  const ids = Array.from({ length: 1000 }, newId);
  expect(new Set(ids).size).toBe(1000);
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{43}$/);
  const firstBytes = new Set(ids.map((id) => Buffer.from(id, 'base64url')[0]));
  expect(firstBytes.size).toBeGreaterThan(200);
});
