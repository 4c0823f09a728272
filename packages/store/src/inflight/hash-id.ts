import { hash } from 'node:crypto';
import type { InflightKind } from './kinds.ts';

/**
 * The key under which an id is stored: SHA-256, so that reading the store reveals no usable id, over the kind and
 * length-prefixed parts, so that an id of another kind or another split of two parts never gives the same key.
 */
export function hashId(kind: InflightKind, ...parts: readonly string[]): string {
  const joined = parts.map((part) => `${part.length}:${part}`).join('');
  return hash('sha256', `garance/inflight/${kind}/${joined}`, 'base64url');
}
