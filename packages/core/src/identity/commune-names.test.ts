import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import cog from '../../generated/cog.json' with { type: 'json' };
import { decodeCommuneCodes } from './commune-codes.ts';
import { encodeCommuneNames, findCommuneName } from './commune-names.ts';

const nameOf = (code: string) => findCommuneName(cog.names, code);

describe('the name of a commune', () => {
  test.each([
    ['75112', 'Paris 12e Arrondissement'],
    ['69381', 'Lyon 1er Arrondissement'],
    ['2A004', 'Ajaccio'],
    ['97105', 'Basse-Terre'],
    ['98818', 'Nouméa'],
    ['01001', "L'Abergement-Clémenciat"],
    ['01033', 'Valserhône'],
    ['01091', 'Châtillon-en-Michaille'],
  ])('of %s is %s, present or former', (code, name) => {
    expect(nameOf(code)).toEqual({ name, successor: false });
  });

  test.each([
    ['75050', 'Nanterre'],
    ['20004', 'Ajaccio'],
    ['78228', 'Évry-Courcouronnes'],
    ['01018', 'Valserhône'],
    ['97123', 'Saint-Barthélemy'],
    ['97127', 'Saint-Martin'],
    ['98511', 'Mamoudzou'],
  ])('of %s, a former code, is that of the present commune: %s', (code, name) => {
    expect(nameOf(code)).toEqual({ name, successor: true });
  });

  test('is known for every code at which a person may be born', () => {
    const nameless = [...decodeCommuneCodes(cog.communes)].flatMap(([prefix, flags]) =>
      [...flags.keys()]
        .filter((number) => flags[number] === 1)
        .map((number) => prefix + String(number).padStart(3, '0'))
        .filter((code) => nameOf(code) === undefined),
    );
    expect(nameless).toEqual([]);
  });

  test.each(['75000', '99100', '7511', '751120', '', 'x', '75=12', ';0010'])('of %j is unknown', (code) => {
    expect(nameOf(code)).toBeUndefined();
  });

  const code = fc
    .tuple(fc.constantFrom('01', '2A', '97'), fc.integer({ min: 0, max: 999 }))
    .map(([prefix, number]) => prefix + String(number).padStart(3, '0'));
  const entry = fc.record({
    name: fc.string({ minLength: 1 }).filter((text) => !/[;=>]/.test(text)),
    successor: fc.boolean(),
  });
  property.prop([fc.dictionary(code, entry)])('comes back as it was written', (names) => {
    const table = encodeCommuneNames(Object.entries(names));
    for (const [code, name] of Object.entries(names)) expect(findCommuneName(table, code)).toEqual(name);
  });

  test.each([
    ['not a code', '75', 'Paris'],
    ['no name', '75112', ''],
    ['a mark in the name', '75112', 'Paris; 75113=Lyon'],
  ])('is refused by the encoder with %s', (_, wrong, name) => {
    expect(() => encodeCommuneNames([[wrong, { name, successor: false }]])).toThrow();
  });
});
