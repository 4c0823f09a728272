import fc from 'fast-check';
import { expect, test } from 'vitest';
import { angela, anyPerson } from '../testing/identity-fixtures.ts';
import { serializeFields, serializePerson } from './serialize-person.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test('a field is its length in bytes, big-endian on 32 bits, followed by its UTF-8', () => {
  expect(hex(serializeFields(['é', '', 'ab']))).toBe('00000002c3a90000000000000002' + '6162');
  expect(hex(serializeFields(['x'.repeat(256)]))).toBe(`00000100${'78'.repeat(256)}`);
  expect(hex(serializeFields([]))).toBe('');
});

test('two different lists of fields have different serialisations', () => {
  const fields = fc.array(fc.string({ unit: fc.constantFrom('a', '\0', '\u0001', 'é'), maxLength: 3 }), {
    maxLength: 4,
  });
  fc.assert(
    fc.property(fields, fields, (a, b) => {
      expect(hex(serializeFields(a)) === hex(serializeFields(b))).toBe(
        JSON.stringify(a) === JSON.stringify(b),
      );
    }),
    { numRuns: 500 },
  );
});

test('a lone surrogate is refused instead of becoming the replacement character', () => {
  expect(() => serializeFields(['a', '\ud800'])).toThrow('well-formed');
  expect(() => serializePerson({ ...angela, familyName: 'X\udfff' })).toThrow('well-formed');
});

test('a person is six fields, the birthplace only when born in France', () => {
  expect(hex(serializePerson(angela))).toBe(
    hex(serializeFields(['Angela Claire Louise', 'DUBOIS', '1962-08-24', 'female', '75107', '99100'])),
  );
  expect(hex(serializePerson({ ...angela, birthcountry: '99352' }))).toBe(
    hex(serializeFields(['Angela Claire Louise', 'DUBOIS', '1962-08-24', 'female', '', '99352'])),
  );
});

test('different spellings of a letter give the same serialisation', () => {
  expect(hex(serializePerson({ ...angela, givenName: 'He\u0301le\u0300ne' }))).toBe(
    hex(serializePerson({ ...angela, givenName: 'H\u00e9l\u00e8ne' })),
  );
});

test('persons who differ in a relevant attribute have different serialisations', () => {
  const counted = (p: typeof angela) =>
    JSON.stringify({
      ...p,
      givenName: p.givenName.normalize('NFC'),
      familyName: p.familyName.normalize('NFC'),
      birthplace: p.birthcountry === '99100' ? p.birthplace : '',
    });
  fc.assert(
    fc.property(anyPerson, anyPerson, (a, b) => {
      expect(hex(serializePerson(a)) === hex(serializePerson(b))).toBe(counted(a) === counted(b));
    }),
    { numRuns: 500 },
  );
});
