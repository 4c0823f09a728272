import { hash } from 'node:crypto';

/** By what a login is found again: codes, browsers and tokens are remembered by their hash alone. */
export function markOf(kind: 'code' | 'browser' | 'id-token' | 'issuer', value: string): string {
  return `${kind} ${hash('sha256', value, 'base64url')}`;
}
