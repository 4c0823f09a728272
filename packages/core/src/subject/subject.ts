import { createHash } from 'node:crypto';
import { GaranceError } from '../errors/catalogue.ts';
import { toRegisterForm } from '../identity/birthdate.ts';
import { isBornInFrance, type PersonSource, type PivotIdentity } from '../identity/identity.ts';
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
  /** Where `person` comes from. Default: the civil register. */
  readonly source?: PersonSource;
  readonly keys: SubjectKeys;
  readonly overrides: SubjectOverrides;
}

/** Where an overriding subject is found: the person's fingerprint and the sector. */
export function overrideKey(key: HashKey, person: PivotIdentity, sectorId: string): string {
  return `${personFingerprint(key, person)}|${sectorId}`;
}

/**
 * The subject identifier of a person in a sector (pairwise, OpenID Connect Core §8.1): 64 hexadecimal characters and
 * `v1`, or the overriding subject. The sector alone decides: two platforms with one sector give one subject.
 *
 * A person whom the civil register did not confirm has a subject of the kind of their source, by `g1` in every sector, since
 * `fc1` has no place for a kind, and never an overriding one, since those belong to persons of the register.
 * @throws GaranceError `identity.subject_unconfigured` when a key is missing or too short.
 */
export function subjectFor({
  sector,
  person,
  source = 'civil-register',
  keys,
  overrides,
}: SubjectInput): string {
  if (source !== 'civil-register') return g1(keys.g1, { kind: source, sectorId: sector.id, person });
  const override =
    overrides.size === 0 ? undefined : overrides.get(overrideKey(keys.override, person, sector.id));
  if (override !== undefined) return override;
  return sector.algorithm === 'g1'
    ? g1(keys.g1, { kind: source, sectorId: sector.id, person })
    : fc1(keys.fc1Secret, sector.entityId, person);
}

interface G1Input {
  /** Which source `person` comes from: two kinds cannot collide. */
  readonly kind: PersonSource;
  readonly sectorId: string;
  readonly person: PivotIdentity;
}

/** Garance's own formula; every part is length-prefixed, so that a sector's name never runs into a person's. */
function g1(key: HashKey, { kind, sectorId, person }: G1Input): string {
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
