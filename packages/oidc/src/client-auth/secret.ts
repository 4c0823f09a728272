import { hash, timingSafeEqual } from 'node:crypto';
import type { Registration } from '@garance/core';

/**
 * SHA-256 of a client secret in hexadecimal: the only form that is stored. Secrets are random, so a plain hash is
 * enough.
 */
export function hashClientSecret(secret: string): string {
  return hash('sha256', secret, 'hex');
}

/** Compares a presented secret with the registration's secrets that have not expired, in constant time. */
export function isClientSecret(registration: Registration, secret: string, nowMs: number): boolean {
  const presented = hash('sha256', secret, 'buffer');
  let matches = false;
  for (const { sha256, expiresAtMs } of registration.auth.secretHashes) {
    const ended = (expiresAtMs ?? Number.POSITIVE_INFINITY) <= nowMs;
    const registered = Buffer.from(sha256, 'hex');
    const equal = registered.length === presented.length && timingSafeEqual(registered, presented);
    matches = matches || (equal && !ended);
  }
  return matches;
}
