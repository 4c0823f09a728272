import { createHash } from 'node:crypto';
import { GaranceError } from '../errors/catalogue.ts';
import { toRegisterForm } from '../identity/birthdate.ts';
import { isBornInFrance, type PivotIdentity } from '../identity/identity.ts';
import type { Sector } from '../registration.ts';
import { type HashKey, keyedHash, personFingerprint } from './person-fingerprint.ts';
import { serializeFields, serializePerson } from './serialize-person.ts';

/** Keys of one environment, shared by its two platforms and by no other environment. At least 32 bytes each. */
export interface SubjectKeys {
  readonly g1: HashKey;
  /** Secret of the older platform, where one was imported. */
  readonly fc1Secret?: string;
  /** Fingerprints persons in `SubjectOverrides`. */
  readonly override: HashKey;
  /** Fingerprints persons in the sign-in history. */
  readonly history: HashKey;
}

/** Subjects that replace the computed ones (migrations, civil-status changes), by `overrideKey`. */
export type SubjectOverrides = ReadonlyMap<string, string>;

interface SubjectInput {
  readonly sector: Sector;
  /** The person as the civil register knows them: never an identity that it did not confirm. */
  readonly person: PivotIdentity;
  readonly keys: SubjectKeys;
  readonly overrides: SubjectOverrides;
}

/** Which register `person` comes from. Other kinds (European identifiers) will differ here, so that they cannot collide. */
const kind = 'civil-register';

/** Where an overriding subject is found: the person's fingerprint and the sector. */
export function overrideKey(key: HashKey, person: PivotIdentity, sectorId: string): string {
  return `${personFingerprint(key, person)}|${sectorId}`;
}

/**
 * The subject identifier of a person in a sector (pairwise, OpenID Connect Core §8.1): 64 hexadecimal characters and
 * `v1`, or the overriding subject. The sector alone decides: two platforms with one sector give one subject.
 * @throws GaranceError `identity.subject_unconfigured` when a key is missing or too short.
 */
export function subjectFor({ sector, person, keys, overrides }: SubjectInput): string {
  const override =
    overrides.size === 0 ? undefined : overrides.get(overrideKey(keys.override, person, sector.id));
  if (override !== undefined) return override;
  return sector.algorithm === 'g1'
    ? g1(keys.g1, sector.id, person)
    : fc1(keys.fc1Secret, sector.entityId, person);
}

/** Garance's own formula; every part is length-prefixed, so that a sector's name never runs into a person's. */
function g1(key: HashKey, sectorId: string, person: PivotIdentity): string {
  return `${keyedHash(key, serializeFields(['g1', kind, sectorId]), serializePerson(person))}v1`;
}

/**
 * The older platform's formula, byte for byte. Its hash read text as ISO 8859-1 and took the low byte of any other
 * character; it has no separators, which is why it is never the default.
 */
function fc1(secret: string | undefined, entityId: string, person: PivotIdentity): string {
  if (secret === undefined || secret === '') {
    throw new GaranceError('identity.subject_unconfigured', { detail: 'fc1Secret' });
  }
  const text = [
    person.givenName,
    person.familyName,
    toRegisterForm(person.birthdate),
    person.gender,
    isBornInFrance(person) ? person.birthplace : '',
    person.birthcountry,
  ].join('');
  const personHash = createHash('sha256').update(text.normalize('NFC'), 'latin1').digest('base64');
  return `${createHash('sha256')
    .update(entityId + personHash + secret)
    .digest('hex')}v1`;
}
