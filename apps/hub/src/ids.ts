import { hash } from 'node:crypto';

import { createRandomSource } from '@garance/core';

export { newId } from '@garance/core';

const drawReference = createRandomSource(16);

/** 128 random bits, base64url: identifies a login in the trace and grants nothing. */
export function newReference(): string {
  return drawReference().toString('base64url');
}

const idPattern = /^[A-Za-z0-9_-]{43}$/;

/** Whether a value has the form of an identifier; others are refused before any lookup. */
export function isId(value: string | undefined): value is string {
  return value !== undefined && idPattern.test(value);
}

/** SHA-256, base64url. */
export function sha256(value: string): string {
  return hash('sha256', value, 'base64url');
}
