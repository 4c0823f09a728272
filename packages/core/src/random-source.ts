import { randomBytes } from 'node:crypto';

const drawsPerFill = 256;

/**
 * A source of values of `size` random bytes, each returned once. Drawn from the system in blocks, as Node does for
 * `randomUUID`: a system call for 12 or 32 bytes costs twenty times as much a byte.
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
