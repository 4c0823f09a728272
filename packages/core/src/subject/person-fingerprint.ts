import { createHmac, KeyObject } from 'node:crypto';
import { GaranceError } from '../errors/catalogue.ts';
import type { PersonSource, PivotIdentity } from '../identity/identity.ts';
import { serializeFields, serializePerson } from './serialize-person.ts';

/** Key bytes, or the same as a secret KeyObject, which makes Node's HMAC five times as fast. */
export type HashKey = Uint8Array | KeyObject;

/** As long as the hash (RFC 2104 §3): with a shorter key, an attacker who has the results could try every person. */
const shortestKeyBytes = 32;

/**
 * HMAC-SHA-256 of the concatenated parts, 64 hexadecimal characters.
 * @throws GaranceError `identity.subject_unconfigured` when the key is shorter than 32 bytes
 */
export function keyedHash(key: HashKey, ...parts: readonly Uint8Array[]): string {
  const keyBytes = key instanceof KeyObject ? (key.symmetricKeySize ?? 0) : key.length;
  if (keyBytes < shortestKeyBytes) throw new GaranceError('identity.subject_unconfigured', { detail: 'key' });
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
}

/**
 * A pseudonym of a person: 64 hexadecimal characters of HMAC-SHA-256, under one key for overriding subjects and another
 * for the sign-in history.
 *
 * @param person the civil register's record, or the provider's where `source` says so
 * @param source hashed as one more field, so that equal attributes from two sources give two fingerprints
 * @throws GaranceError `identity.subject_unconfigured` when the key is shorter than 32 bytes
 */
export function personFingerprint(
  key: HashKey,
  person: PivotIdentity,
  source: PersonSource = 'civil-register',
): string {
  const label = source === 'civil-register' ? ['person'] : ['person', source];
  return keyedHash(key, serializeFields(label), serializePerson(person));
}
