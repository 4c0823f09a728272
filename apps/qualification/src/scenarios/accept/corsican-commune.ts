import { defineScenario } from '../../vocabulary/scenario.ts';
import { thePersonIsSignedIn } from '../expectations.ts';

export const corsicanCommune = defineScenario({
  id: 'accept.corsican-commune',
  family: 'accept',
  kind: 'accept',
  title: {
    fr: 'Commune de naissance corse',
    en: 'Commune of birth in Corsica',
  },
  clause: 'Garance, identity: Pivot identity and other claims (birthplace)',
  level: 'platform',
  person: 'corsican',
  does: {
    fr: 'birthplace contient une lettre, comme 2A004.',
    en: 'birthplace contains a letter, such as 2A004.',
  },
  expects: thePersonIsSignedIn,
  advice: {
    fr: 'Gardez birthplace comme un texte de cinq caractères\u00a0: 2A et 2B en font partie, et un nombre perdrait aussi le zéro de 01001.',
    en: 'Keep birthplace as a text of five characters: 2A and 2B are part of it, and a number would also lose the zero of 01001.',
  },
});
