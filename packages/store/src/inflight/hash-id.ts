import { hash } from 'node:crypto';
import type { InflightKind } from './kinds.ts';

/**
 * The key under which an id is stored: SHA-256, so that reading the store gives no usable id, over kind and
 * length-prefixed parts, so that no id of one kind, and no other split of two parts, gives the same key.
 */
export function hashId(kind: InflightKind, ...parts: readonly string[]): string {
  const joined = parts.map((part) => `${part.length}:${part}`).join('');
  return hash('sha256', `garance/inflight/${kind}/${joined}`, 'base64url');
}
