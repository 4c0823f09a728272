/** Example subject identifiers, computed by the real function for an invented person with throwaway keys. */
import { type PivotIdentity, type SubjectKeys, subjectFor } from '@garance/core';

export const fictionalPerson: PivotIdentity = {
  givenName: 'Angela Claire Louise',
  familyName: 'DUBOIS',
  birthdate: '1962-08-24',
  gender: 'female',
  birthplace: '75107',
  birthcountry: '99100',
};

const exampleKeys: SubjectKeys = {
  g1: new TextEncoder().encode('example key of a page, at least 32 bytes'),
  override: new TextEncoder().encode('example key of overrides, at least 32 by'),
  history: new TextEncoder().encode('example key of history, at least 32 byte'),
};

const subjectIn = (id: string): string =>
  subjectFor({
    sector: { algorithm: 'g1', id },
    person: fictionalPerson,
    keys: exampleKeys,
    overrides: new Map(),
  });

export interface ExampleSubjects {
  readonly standard: string;
  /** On plus with the common identifier: the same. */
  readonly common: string;
  /** On plus by default: another. */
  readonly different: string;
}

export function exampleSubjects(): ExampleSubjects {
  const standard = subjectIn('example-sector-standard');
  return {
    standard,
    common: subjectIn('example-sector-standard'),
    different: subjectIn('example-sector-plus'),
  };
}
