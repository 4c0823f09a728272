import { createRandomSource } from '@garance/core';

/**
 * A source of occurrence ids: 128 random bits, so that one quoted by a person says nothing and meets no other.
 */
export function createOccurrenceIds(): () => string {
  const draw = createRandomSource(16);
  return () => draw().toString('hex');
}
