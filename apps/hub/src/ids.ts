import { hash } from 'node:crypto';

import { createRandomSource } from '@garance/core';

export { newId } from '@garance/core';

const drawReference = createRandomSource(16);

/** 128 random bits, base64url: names a login in the trace, and opens nothing. */
export function newReference(): string {
  return drawReference().toString('base64url');
}

const idPattern = /^[A-Za-z0-9_-]{43}$/;

/** Whether a value can be one of our identifiers at all; anything else never reaches a store. */
export function isId(value: string | undefined): value is string {
  return value !== undefined && idPattern.test(value);
}

/** SHA-256, base64url. */
export function sha256(value: string): string {
  return hash('sha256', value, 'base64url');
}
