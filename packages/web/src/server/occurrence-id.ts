import { randomFillSync } from 'node:crypto';

const idBytes = 16;
const idsPerFill = 256;

/**
 * A source of occurrence ids: 128 random bits, so that one quoted by a person says nothing and meets no other. Drawn
 * many at once, because asking the system at every request costs more than the rest of this kit together.
 */
export function createOccurrenceIds(): () => string {
  const pool = Buffer.alloc(idBytes * idsPerFill);
  let next = pool.length;
  return () => {
    if (next === pool.length) {
      randomFillSync(pool);
      next = 0;
    }
    next += idBytes;
    return pool.toString('hex', next - idBytes, next);
  };
}
