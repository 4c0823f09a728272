import { hash } from 'node:crypto';

/** Key under which a login is found again: codes, browsers and tokens are stored as hashes only. */
export function markOf(kind: 'code' | 'browser' | 'id-token' | 'issuer', value: string): string {
  return `${kind} ${hash('sha256', value, 'base64url')}`;
}
