import { createHash } from 'node:crypto';

/**
 * SHA-256, hexadecimal, under which a random secret (128 bits or more) is stored and looked up. The kind is part of the
 * hash, so that a value of one kind is unknown as another (security.md 5).
 */
export function hashOf(kind: string, value: string): string {
  return createHash('sha256').update(`garance ${kind}\0${value}`).digest('hex');
}
