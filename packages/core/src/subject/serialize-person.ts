import { isBornInFrance, type PivotIdentity } from '../identity/identity.ts';

/** The fields that make a person, in their fixed order: changing it changes every subject. */
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
 * Fields joined so that no two different lists give the same bytes: each is UTF-8 behind its length in bytes
 * (32 bits, big-endian). Without the lengths `("ab", "c")` and `("a", "bc")` would be one person.
 * @throws Error on a lone surrogate, which UTF-8 would turn into the same replacement character as any other.
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

/** The person of the civil register as bytes: NFC, so that one spelling of a letter is as good as another. */
export function serializePerson(person: PivotIdentity): Uint8Array {
  return serializeFields(personFields(person).map((field) => field.normalize('NFC')));
}
