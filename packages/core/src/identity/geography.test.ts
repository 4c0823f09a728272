import { describe, expect, test } from 'vitest';
import cog from '../../generated/cog.json' with { type: 'json' };
import { countryNames } from './countries.ts';
import { createGeography } from './geography.ts';

const geography = createGeography(cog);

describe('communes of the real COG', () => {
  test.each([
    ['75056', 'Paris'],
    ['75101', 'the first arrondissement of Paris'],
    ['75120', 'the last arrondissement of Paris'],
    ['13201', 'the first arrondissement of Marseille'],
    ['13216', 'the last arrondissement of Marseille'],
    ['69381', 'the first arrondissement of Lyon'],
    ['69389', 'the last arrondissement of Lyon'],
    ['2A004', 'Ajaccio'],
    ['2B033', 'Bastia'],
    ['20004', 'Ajaccio as before 1976'],
    ['92050', 'Nanterre'],
    ['75050', 'Nanterre as before 1968'],
    ['91228', 'Évry'],
    ['78228', 'Évry as before 1968'],
    ['78017', 'a commune of the former Seine-et-Oise'],
    ['01015', 'Arbignieu, a delegated commune'],
    ['01120', 'Cordieux, an associated commune'],
    ['97105', 'Basse-Terre'],
    ['97123', 'Saint-Barthélemy as before 2007'],
    ['97701', 'Saint-Barthélemy'],
    ['97127', 'Saint-Martin as before 2007'],
    ['97502', 'Saint-Pierre'],
    ['97611', 'Mamoudzou'],
    ['98511', 'Mamoudzou as before 2011'],
    ['98818', 'Nouméa'],
    ['98901', 'Clipperton'],
  ])('%s is known (%s)', (code) => {
    expect(geography.hasCommune(code)).toBe(true);
  });

  test.each([
    ['75000', 'no commune has number 0'],
    ['75121', 'Paris has 20 arrondissements'],
    ['96001', 'no department 96'],
    ['99100', 'a country'],
    ['2C001', 'no department 2C'],
    ['2a004', 'lower case'],
    ['92999', 'beyond the last number'],
    ['7505', 'too short'],
    ['750560', 'too long'],
    ['75 56', 'a space'],
    ['75-05', 'a sign'],
    ['', 'empty'],
  ])('%j is unknown (%s)', (code) => {
    expect(geography.hasCommune(code)).toBe(false);
  });

  test('number some 39 000, current and former', () => {
    const codes = Object.keys(cog.communes).flatMap((prefix) =>
      Array.from({ length: 1000 }, (_, n) => `${prefix}${String(n).padStart(3, '0')}`),
    );
    const known = codes.filter((code) => geography.hasCommune(code)).length;
    expect(known).toBeGreaterThan(39_000);
    expect(known).toBeLessThan(40_000);
  });
});

describe('countries', () => {
  test.each([
    ['99100', 'France'],
    ['99109', 'Allemagne'],
    ['99115', 'Tchécoslovaquie'],
    ['99141', 'Allemagne de l’Est'],
    ['99162', 'Île des Faisans'],
    ['99201', 'Arabie saoudite'],
    ['99265', 'Territoires australiens de l’océan Indien'],
    ['99301', 'Égypte'],
    ['99352', 'Algérie'],
    ['99399', 'Djibouti'],
    ['99401', 'Canada'],
    ['99443', 'Bonaire, Saint-Eustache, Saba'],
    ['99447', 'Territoire antarctique chilien'],
    ['99501', 'Australie'],
    ['99522', 'Territoires de l’Australie en Océanie'],
    ['99699', 'Antarctique'],
  ])('%s is %s', (code, name) => {
    expect(geography.hasCountry(code)).toBe(true);
    expect(countryNames.get(code)).toBe(name);
  });

  test.each(['99000', '99999', '99146', '99518', '100', '99', 'FR', '', '099100', '99100 '])(
    '%j is not a country',
    (code) => {
      expect(geography.hasCountry(code)).toBe(false);
    },
  );

  test('are listed once each, in a form that detects typing mistakes', () => {
    const entries = [...countryNames];
    const blocks = [
      [100, 145],
      [148, 148],
      [151, 151],
      [155, 162],
      [201, 265],
      [301, 352],
      [362, 363],
      [389, 399],
    ];
    const further = [
      [401, 447],
      [501, 517],
      [519, 522],
      [699, 699],
    ];
    const numbers = [...blocks, ...further].flatMap(([first = 0, last = 0]) =>
      Array.from({ length: last - first + 1 }, (_, index) => `99${first + index}`),
    );
    expect(entries.map(([code]) => code)).toEqual(numbers);
    for (const [, name] of entries) {
      expect(name).toMatch(/^[\p{Lu}][\p{L}\d’ ,()-]+$/u);
    }
    expect(new Set(entries.map(([, name]) => name)).size).toBe(entries.length);
  });
});

test('a damaged table is refused when it is loaded, not at the first login', () => {
  expect(() => createGeography({ source: 'x', communes: { '75': 'oops' }, names: {} })).toThrow();
});
