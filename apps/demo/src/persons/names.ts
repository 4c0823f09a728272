import { demoEmail, makePerson, recordOf } from './make-person.ts';
import type { DemoClaims, DemoPerson } from './person.ts';

const anselme: DemoClaims = {
  given_name: 'Jean Lin Anselme',
  family_name: 'Pourpre',
  birthdate: '1972-05-14',
  gender: 'male',
  birthplace: '59350',
  birthcountry: '99100',
  email: demoEmail('anselme'),
};

/** Names that expose errors in software: diacritics, hyphens, apostrophes, many given names, a usage name, unspecified gender. */
export const namePersons: readonly DemoPerson[] = [
  makePerson({
    id: 'maelle',
    trait: { fr: 'signes diacritiques', en: 'diacritics' },
    login: 'maelle',
    at: { low: {}, substantial: {}, high: {} },
    claims: {
      given_name: 'Maëlle Zoé',
      family_name: 'Façonnoût-Œillet',
      birthdate: '1998-03-01',
      gender: 'female',
      birthplace: '29019',
      birthcountry: '99100',
      email: demoEmail('maelle'),
    },
  }),
  makePerson({
    id: 'jean-lavande',
    trait: { fr: 'trait d’union et apostrophe', en: 'hyphen and apostrophe' },
    login: 'jean-lavande',
    at: { low: {}, substantial: {}, high: {} },
    claims: {
      given_name: 'Jean-Lavande',
      family_name: "D'Orseille-L'Épine",
      birthdate: '1983-10-05',
      gender: 'male',
      birthplace: '21231',
      birthcountry: '99100',
      email: demoEmail('jean-lavande'),
    },
  }),
  makePerson({
    id: 'eglantine',
    trait: { fr: 'nom d’usage', en: 'usage name' },
    login: 'eglantine',
    at: { low: {}, substantial: {}, high: {} },
    claims: {
      given_name: 'Églantine',
      family_name: 'Gaude',
      birthdate: '1977-01-31',
      gender: 'female',
      birthplace: '35238',
      birthcountry: '99100',
      email: demoEmail('eglantine'),
      preferred_username: 'Gaude Sarrette',
    },
  }),
  makePerson({
    id: 'hippolyte',
    trait: { fr: 'plusieurs prénoms', en: 'several given names' },
    login: 'hippolyte',
    at: { low: {}, substantial: {}, high: {} },
    claims: {
      given_name: 'Hippolyte Sylvestre Anatole Narcisse',
      family_name: 'Nerprun',
      birthdate: '1969-12-31',
      gender: 'male',
      birthplace: '67482',
      birthcountry: '99100',
      email: demoEmail('hippolyte'),
    },
  }),
  makePerson({
    id: 'camille',
    trait: { fr: 'sexe non précisé', en: 'gender unspecified' },
    login: 'camille',
    at: { low: {}, substantial: {}, high: {} },
    claims: {
      given_name: 'Camille',
      family_name: 'Aurore',
      birthdate: '1992-06-21',
      gender: 'unspecified',
      birthplace: '44109',
      birthcountry: '99100',
      email: demoEmail('camille'),
    },
  }),
  makePerson({
    id: 'anselme',
    trait: { fr: 'un prénom en deux mots', en: 'a given name of two words' },
    login: 'anselme',
    at: { low: {}, substantial: {}, high: {} },
    claims: anselme,
    register: {
      answer: 'found',
      record: recordOf(anselme, { given_names: ['Jean Lin', 'Anselme'] }),
      deceased: false,
    },
  }),
  makePerson({
    id: 'fanch',
    trait: { fr: 'lettres d’autres langues', en: 'letters of other languages' },
    login: 'fanch',
    at: { low: {}, substantial: {}, high: {} },
    claims: {
      given_name: 'Fañch',
      family_name: 'Guède-Šafránek',
      birthdate: '1986-04-02',
      gender: 'male',
      birthplace: '29232',
      birthcountry: '99100',
      email: demoEmail('fanch'),
    },
  }),
];
