import { defineScenario } from '../../vocabulary/scenario.ts';
import { thePersonIsSignedIn } from '../expectations.ts';

export const bornAbroad = defineScenario({
  id: 'accept.born-abroad',
  family: 'accept',
  kind: 'accept',
  title: {
    fr: 'Personne née à l’étranger',
    en: 'Person born abroad',
  },
  clause: 'Garance, identity: Pivot identity and other claims (birthplace)',
  level: 'platform',
  person: 'born-abroad',
  does: {
    fr: 'birthplace est vide et birthcountry n’est pas la France.',
    en: 'birthplace is empty and birthcountry is not France.',
  },
  expects: thePersonIsSignedIn,
  advice: {
    fr: 'Un birthplace vide est normal quand birthcountry n’est pas 99100\u00a0: ne l’exigez pas, et ne demandez pas à la personne de le saisir.',
    en: 'An empty birthplace is normal when birthcountry is not 99100: do not require it, and do not ask the person for it.',
  },
});
