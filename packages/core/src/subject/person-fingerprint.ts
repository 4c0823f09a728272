import { createHmac, KeyObject } from 'node:crypto';
import { GaranceError } from '../errors/catalogue.ts';
import type { PersonSource, PivotIdentity } from '../identity/identity.ts';
import { serializeFields, serializePerson } from './serialize-person.ts';

/** Bytes, or the same as a secret KeyObject, with which Node's HMAC takes a fifth of the time. */
export type HashKey = Uint8Array | KeyObject;

/** As long as the hash (RFC 2104 §3): a shorter key would let whoever holds the results try every person. */
const shortestKeyBytes = 32;

/** @throws GaranceError `identity.subject_unconfigured` when the key is shorter than 32 bytes. */
export function keyedHash(key: HashKey, ...parts: readonly Uint8Array[]): string {
  const keyBytes = key instanceof KeyObject ? (key.symmetricKeySize ?? 0) : key.length;
  if (keyBytes < shortestKeyBytes) throw new GaranceError('identity.subject_unconfigured', { detail: 'key' });
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
}

/**
 * Names a person without naming them: 64 hexadecimal characters of HMAC-SHA-256, for overriding subjects and the
 * sign-in history, each under a key of its own. `person` is the civil register's; a person of another source has another
 * fingerprint, whatever the attributes: its source is one more field in front of them.
 */
export function personFingerprint(
  key: HashKey,
  person: PivotIdentity,
  source: PersonSource = 'civil-register',
): string {
  const label = source === 'civil-register' ? ['person'] : ['person', source];
  return keyedHash(key, serializeFields(label), serializePerson(person));
}
