import { createMessages } from '@garance/web/view';
import { plainOptions, withTexts } from '../../objects/form/field.ts';

const testAccountTexts = createMessages({
  fr: {
    labels: {
      given_name: 'Prénoms',
      family_name: 'Nom de naissance',
      birthdate: 'Date de naissance',
      gender: 'Sexe',
      birthplace: 'Commune de naissance (code officiel)',
      birthcountry: 'Pays de naissance (code officiel)',
      email: 'Adresse électronique',
      preferred_username: 'Nom d’usage (facultatif)',
    },
    hints: {
      birthdate: 'AAAA-MM-JJ ; 00 pour un jour ou un mois inconnu.',
      birthplace: 'Cinq caractères, par exemple 75107 ; rien pour une naissance à l’étranger.',
      birthcountry: '99100 pour la France.',
    },
    options: { gender: { female: 'Féminin', male: 'Masculin' } },
  },
  en: {
    labels: {
      given_name: 'Given names',
      family_name: 'Family name at birth',
      birthdate: 'Date of birth',
      gender: 'Gender',
      birthplace: 'Commune of birth (official code)',
      birthcountry: 'Country of birth (official code)',
      email: 'E-mail address',
      preferred_username: 'Usage name (optional)',
    },
    hints: {
      birthdate: 'YYYY-MM-DD; 00 for an unknown day or month.',
      birthplace: 'Five characters, for example 75107; nothing for a birth abroad.',
      birthcountry: '99100 for France.',
    },
    options: { gender: { female: 'Female', male: 'Male' } },
  },
});

const text = { kind: 'text', maxLength: 200, autoComplete: 'off' } as const;

/** A test account of one service. The pivot identity is checked by the hub's own rules (`addTestAccount`). */
export const testAccountFields = withTexts(
  [
    { ...text, name: 'given_name' },
    { ...text, name: 'family_name' },
    { ...text, name: 'birthdate' },
    { kind: 'choice', name: 'gender', options: plainOptions(['female', 'male']) },
    { ...text, name: 'birthplace', optional: true },
    { ...text, name: 'birthcountry' },
    { ...text, name: 'email', maxLength: 254, format: 'email' },
    { ...text, name: 'preferred_username', optional: true },
  ],
  testAccountTexts,
);
