import { demoEmail, makePerson, recordOf } from './make-person.ts';
import type { DemoClaims, DemoPerson } from './person.ts';

const eleonore: DemoClaims = {
  given_name: 'Éléonore Mauve',
  family_name: 'Carthame',
  birthdate: '1987-09-09',
  gender: 'female',
  birthplace: '31555',
  birthcountry: '99100',
  email: demoEmail('eleonore'),
};

const achille: DemoClaims = {
  given_name: 'Achille',
  family_name: 'Cyprès',
  birthdate: '1931-11-02',
  gender: 'male',
  birthplace: '34172',
  birthcountry: '99100',
  email: demoEmail('achille'),
};

/** Persons for whom the civil register's answer differs from the provider's claims. */
export const registerCasePersons: readonly DemoPerson[] = [
  makePerson({
    id: 'eleonore',
    trait: { fr: 'orthographe rectifiée par l’état civil', en: 'spelling rectified by the civil register' },
    login: 'eleonore',
    at: { low: { given_name: 'Eleonore' }, substantial: { given_name: 'Eleonore Mauve' }, high: {} },
    claims: eleonore,
    register: { answer: 'rectified', record: recordOf(eleonore), deceased: false },
  }),
  makePerson({
    id: 'achille',
    trait: { fr: 'décédé', en: 'deceased' },
    login: 'achille',
    at: { low: {}, substantial: {}, high: {} },
    claims: achille,
    register: { answer: 'found', record: recordOf(achille), deceased: true },
  }),
  makePerson({
    id: 'perle',
    trait: { fr: 'inconnue de l’état civil', en: 'unknown to the civil register' },
    login: 'perle',
    at: { low: {}, substantial: {}, high: {} },
    claims: {
      given_name: 'Perle',
      family_name: 'Nullepart',
      birthdate: '1996-04-30',
      gender: 'female',
      birthplace: '33063',
      birthcountry: '99100',
      email: demoEmail('perle'),
    },
    register: { answer: 'not-found' },
  }),
  makePerson({
    id: 'dominique',
    trait: { fr: 'plusieurs échos à l’état civil', en: 'several matches in the civil register' },
    login: 'dominique',
    at: { low: {}, substantial: {}, high: {} },
    claims: {
      given_name: 'Dominique',
      family_name: 'Plusieurs',
      birthdate: '1964-01-01',
      gender: 'female',
      birthplace: '75112',
      birthcountry: '99100',
      email: demoEmail('dominique'),
    },
    register: { answer: 'several' },
  }),
  makePerson({
    id: 'prosper',
    trait: { fr: 'un seul écho, douteux', en: 'a single doubtful match' },
    login: 'prosper',
    at: { low: {}, substantial: {} },
    claims: {
      given_name: 'Prosper',
      family_name: 'Vaguelet',
      birthdate: '1975-02-28',
      gender: 'male',
      birthplace: '33063',
      birthcountry: '99100',
      email: demoEmail('prosper'),
    },
    register: { answer: 'doubtful' },
  }),
  makePerson({
    id: 'capucine',
    trait: {
      fr: 'le fournisseur donne le nom d’usage comme nom de naissance',
      en: 'the provider gives the usage name as birth name',
    },
    login: 'capucine',
    at: { low: {}, substantial: {}, high: {} },
    claims: {
      given_name: 'Capucine',
      family_name: 'Dusage',
      birthdate: '1981-07-07',
      gender: 'female',
      birthplace: '69123',
      birthcountry: '99100',
      email: demoEmail('capucine'),
    },
    register: { answer: 'usage-name-only' },
  }),
];
