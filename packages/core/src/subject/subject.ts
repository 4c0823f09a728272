import { createHash } from 'node:crypto';
import { GaranceError } from '../errors/catalogue.ts';
import { toRegisterForm } from '../identity/birthdate.ts';
import { isBornInFrance, type PersonSource, type PivotIdentity } from '../identity/identity.ts';
import type { Sector } from '../registration.ts';
import { type HashKey, keyedHash, personFingerprint } from './person-fingerprint.ts';
import { serializeFields, serializePerson } from './serialize-person.ts';

/** Keys of one environment, used by its two platforms and by no other environment. At least 32 bytes each. */
export interface SubjectKeys {
  readonly g1: HashKey;
  /** FranceConnect's own secret, when one was imported. */
  readonly fc1Secret?: string;
  /** Key of the fingerprints in `SubjectOverrides`. */
  readonly override: HashKey;
  /** Key of the fingerprints in the sign-in history. */
  readonly history: HashKey;
}

/** Subjects that replace the computed ones (after a migration or a civil-status change), by `overrideKey`. */
export type SubjectOverrides = ReadonlyMap<string, string>;

interface SubjectInput {
  readonly sector: Sector;
  /** The civil register's record of the person; never an identity that the register refused. */
  readonly person: PivotIdentity;
  /** Source of `person`. Default: the civil register. */
  readonly source?: PersonSource;
  readonly keys: SubjectKeys;
  readonly overrides: SubjectOverrides;
}

/**
 * Key of a person and a sector in `SubjectOverrides`: fingerprint, `|`, sector identifier.
 * @throws GaranceError `identity.subject_unconfigured` when the key is shorter than 32 bytes
 */
export function overrideKey(key: HashKey, person: PivotIdentity, sectorId: string): string {
  return `${personFingerprint(key, person)}|${sectorId}`;
}

/**
 * The subject identifier of a person in a sector (pairwise, OpenID Connect Core §8.1): 64 hexadecimal characters and
 * `v1`, or the overriding subject. Two platforms with the same sector give the same subject.
 *
 * A person from another source than the civil register always gets a `g1` subject, because the `fc1` formula has no field
 * for the source; overriding subjects do not apply, because they belong to persons of the register.
 *
 * @throws GaranceError `identity.subject_unconfigured` when a key is missing or too short
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
  /** Source of `person`; two sources never give the same subject. */
  readonly kind: PersonSource;
  readonly sectorId: string;
  readonly person: PivotIdentity;
}

/** Garance's own formula. Each part has a length prefix, so that sector and person cannot be confused. */
function g1(key: HashKey, { kind, sectorId, person }: G1Input): string {
  return `${keyedHash(key, serializeFields(['g1', kind, sectorId]), serializePerson(person))}v1`;
}

/**
 * FranceConnect's formula, byte for byte. Its hash reads text as ISO 8859-1 and takes the low byte of every other
 * character. It has no separators, so different persons may collide; `g1` is therefore the default.
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
