import { isBornInFrance, type PivotIdentity } from '../identity/identity.ts';

/** The fields that identify a person, in fixed order: a change of fields or order changes every subject. */
function personFields(person: PivotIdentity): readonly string[] {
  return [
    person.givenName,
    person.familyName,
    person.birthdate,
    person.gender,
    isBornInFrance(person) ? person.birthplace : '',
    person.birthcountry,
  ];
}

/**
 * Encodes fields so that two different lists never give the same bytes: each is UTF-8 after its length in bytes
 * (32 bits, big-endian). Without the lengths `("ab", "c")` and `("a", "bc")` would be one person.
 * @throws Error on a lone surrogate: UTF-8 encodes every one of them as the same replacement character
 */
export function serializeFields(fields: readonly string[]): Uint8Array {
  const parts = fields.flatMap((field) => {
    if (!field.isWellFormed()) throw new Error('A field to serialise is not well-formed Unicode.');
    const bytes = Buffer.from(field);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return [length, bytes];
  });
  return Buffer.concat(parts);
}

/** The civil register's record of a person as bytes, in NFC, so that composed and decomposed letters give the same subject. */
export function serializePerson(person: PivotIdentity): Uint8Array {
  return serializeFields(personFields(person).map((field) => field.normalize('NFC')));
}
