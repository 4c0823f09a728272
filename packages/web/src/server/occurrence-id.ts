import { createRandomSource } from '@garance/core';

/**
 * A source of occurrence ids, 32 hexadecimal characters: 128 random bits, unique and without meaning.
 */
export function createOccurrenceIds(): () => string {
  const draw = createRandomSource(16);
  return () => draw().toString('hex');
}
