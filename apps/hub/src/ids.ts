import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, base64url: transactions, codes, tokens, states, nonces, browser secrets. */
export function newId(): string {
  return randomBytes(32).toString('base64url');
}

const idPattern = /^[A-Za-z0-9_-]{43}$/;

/** Whether a value can be one of our identifiers at all; anything else never reaches a store. */
export function isId(value: string | undefined): value is string {
  return value !== undefined && idPattern.test(value);
}

/** SHA-256, base64url. */
export function sha256(value: string): string {
  return createHash('sha256').update(value).digest('base64url');
}
