import { defineScenario } from '../../vocabulary/scenario.ts';
import { thePersonIsSignedIn } from '../expectations.ts';

export const hyphenatedIdentity = defineScenario({
  id: 'accept.hyphenated-identity',
  family: 'accept',
  kind: 'accept',
  title: {
    fr: 'Identité à traits d’union',
    en: 'Hyphenated identity',
  },
  clause: 'Garance, identity: Pivot identity and other claims',
  level: 'platform',
  person: 'hyphenated',
  does: {
    fr: 'Les prénoms et le nom de la personne portent des traits d’union et des espaces.',
    en: 'The person’s given names and family name bear hyphens and spaces.',
  },
  expects: thePersonIsSignedIn,
  advice: {
    fr: 'Admettez espaces, traits d’union et apostrophes dans les noms, ne les coupez pas, et prévoyez 256 caractères.',
    en: 'Admit spaces, hyphens and apostrophes in names, do not cut them, and allow for 256 characters.',
  },
});
