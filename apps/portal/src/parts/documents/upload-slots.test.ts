import { describe, expect, it } from 'vitest';
import { createUploadSlots } from './upload-slots.ts';

describe('attack 25: upload slots', () => {
  it('are limited for one account, and free for others', () => {
    const slots = createUploadSlots({ perAccount: 2, inAll: 8 });
    const [first, second, third] = ['a', 'a', 'a'].map((account) => slots.take(account));
    expect([first, second, third].map((slot) => slot !== undefined)).toEqual([true, true, false]);
    expect(slots.take('b')).toBeDefined();
    first?.();
    // Releasing a slot twice frees it once.
    first?.();
    expect(slots.take('a')).toBeDefined();
    expect(slots.take('a')).toBeUndefined();
  });

  it('are limited in all, because documents are held in memory', () => {
    const slots = createUploadSlots({ perAccount: 2, inAll: 3 });
    const held = ['a', 'b', 'c'].map((account) => slots.take(account));
    expect(slots.take('d')).toBeUndefined();
    held[1]?.();
    expect(slots.take('d')).toBeDefined();
  });
});
