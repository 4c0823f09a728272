import { demoEmail, makePerson } from './make-person.ts';
import type { DemoPerson } from './person.ts';

/** Persons without any difficulty, and two who share an e-mail address. */
export const ordinaryPersons: readonly DemoPerson[] = [
  makePerson({
    id: 'amarante',
    trait: { fr: 'identité ordinaire', en: 'plain identity' },
    login: 'amarante',
    at: { low: {}, substantial: {}, high: {} },
    claims: {
      given_name: 'Amarante',
      family_name: 'Cochenille',
      birthdate: '1985-04-12',
      gender: 'female',
      birthplace: '75112',
      birthcountry: '99100',
      email: demoEmail('amarante'),
    },
  }),
  makePerson({
    id: 'basile',
    trait: { fr: 'identité ordinaire', en: 'plain identity' },
    login: 'basile',
    at: { low: {}, substantial: {}, high: {} },
    claims: {
      given_name: 'Basile',
      family_name: 'Pourpre',
      birthdate: '1972-09-30',
      gender: 'male',
      birthplace: '69123',
      birthcountry: '99100',
      email: demoEmail('basile'),
    },
  }),
  makePerson({
    id: 'line',
    trait: { fr: 'même adresse électronique que Roch Chanvre', en: 'same e-mail as Roch Chanvre' },
    login: 'line',
    at: { low: {}, substantial: {} },
    claims: {
      given_name: 'Line',
      family_name: 'Filasse',
      birthdate: '1990-01-08',
      gender: 'female',
      birthplace: '76540',
      birthcountry: '99100',
      email: demoEmail('famille-chanvre'),
      preferred_username: 'Chanvre',
    },
  }),
  makePerson({
    id: 'roch',
    trait: { fr: 'même adresse électronique que Line Filasse', en: 'same e-mail as Line Filasse' },
    login: 'roch',
    at: { low: {}, substantial: {} },
    claims: {
      given_name: 'Roch',
      family_name: 'Chanvre',
      birthdate: '1988-11-21',
      gender: 'male',
      birthplace: '59350',
      birthcountry: '99100',
      email: demoEmail('famille-chanvre'),
    },
  }),
];
