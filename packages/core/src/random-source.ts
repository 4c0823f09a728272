import { randomBytes } from 'node:crypto';

const drawsPerFill = 256;

/**
 * A source of values of `size` random bytes, each given out once. Drawn many at once, as Node itself does for
 * `randomUUID`: asking the system for 12 or 32 bytes at a time costs twenty times the bytes.
 */
export function createRandomSource(size: number): () => Buffer {
  let pool = Buffer.alloc(0);
  let next = 0;
  return () => {
    if (next === pool.length) {
      pool = randomBytes(size * drawsPerFill);
      next = 0;
    }
    next += size;
    return pool.subarray(next - size, next);
  };
}
