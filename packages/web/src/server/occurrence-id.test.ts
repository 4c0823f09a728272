import { describe, expect, it } from 'vitest';
import { createOccurrenceIds } from './occurrence-id.ts';

describe('occurrence ids', () => {
  it('are 128 bits in hexadecimal and never repeat, also beyond one block of randomness', () => {
    const newId = createOccurrenceIds();
    const ids = Array.from({ length: 2000 }, newId);
    expect(new Set(ids).size).toBe(2000);
    expect(ids.every((id) => /^[0-9a-f]{32}$/.test(id))).toBe(true);
  });
});
