import { createHash } from 'node:crypto';

/**
 * How a random secret (128 bits and more) is kept and looked up: SHA-256, hexadecimal. The kind is part of it, so that a
 * value of one kind is unknown as another (security.md 5).
 */
export function hashOf(kind: string, value: string): string {
  return createHash('sha256').update(`garance ${kind}\0${value}`).digest('hex');
}
