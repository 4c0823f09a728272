import { demoEmail, makePerson } from './make-person.ts';
import type { DemoPerson } from './person.ts';

/** Identities that break a rule of `spec/identity.md`: a hub refuses them without querying the register. */
export const invalidPersons: readonly DemoPerson[] = [
  makePerson({
    id: 'ulysse',
    trait: { fr: 'commune de naissance inexistante', en: 'commune of birth does not exist' },
    login: 'ulysse',
    at: { low: {}, substantial: {}, high: {} },
    claims: {
      given_name: 'Ulysse',
      family_name: 'Sansport',
      birthdate: '1980-05-05',
      gender: 'male',
      birthplace: '00000',
      birthcountry: '99100',
      email: demoEmail('ulysse'),
    },
    register: { answer: 'not-found' },
  }),
  makePerson({
    id: 'octave',
    trait: { fr: 'date de naissance impossible', en: 'impossible date of birth' },
    login: 'octave',
    at: { low: {}, substantial: {}, high: {} },
    claims: {
      given_name: 'Octave',
      family_name: 'Horsdate',
      birthdate: '1990-00-15',
      gender: 'male',
      birthplace: '69123',
      birthcountry: '99100',
      email: demoEmail('octave'),
    },
    register: { answer: 'not-found' },
  }),
];
