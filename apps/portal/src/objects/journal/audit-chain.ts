/**
 * How entries of the audit log are chained. Pure. An unkeyed hash could be recomputed by an attacker who can write the
 * database; under a key that the database holds only sealed, an entry cannot be rewritten without its chain breaking.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { AuditEntry } from './audit-entry.ts';

export const genesis = '0'.repeat(64);

/** Unambiguous text of an entry: a JSON array of its fields in fixed order, the detail sorted by key. */
function textOf(previous: string, sequence: number, entry: AuditEntry): string {
  const { atMs, actor, action, object, objectId, detail = {} } = entry;
  const canonical = Object.entries(detail).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([previous, sequence, atMs, actor, action, object, objectId, canonical]);
}

/** Of an entry written before the chain was keyed: SHA-256, hexadecimal. */
export function unkeyedHash(previous: string, sequence: number, entry: AuditEntry): string {
  return createHash('sha256')
    .update(textOf(previous, sequence, entry))
    .digest('hex');
}

interface Linked {
  /** Hash of the entry before it. */
  readonly previous: string;
  readonly sequence: number;
  readonly entry: AuditEntry;
}

/** HMAC-SHA-256 over the previous hash and the entry, hexadecimal. */
export function keyedHash(key: Uint8Array, { previous, sequence, entry }: Linked): string {
  return createHmac('sha256', key)
    .update(`garance audit entry\0${textOf(previous, sequence, entry)}`)
    .digest('hex');
}

/** Seal of the head: without the key, the end of the log cannot be moved back. */
export function sealOfHead(key: Uint8Array, sequence: number, hash: string): string {
  return createHmac('sha256', key).update(`garance audit head\0${sequence}\0${hash}`).digest('hex');
}

export function isEqualHash(a: string | null, b: string): boolean {
  return a !== null && a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
