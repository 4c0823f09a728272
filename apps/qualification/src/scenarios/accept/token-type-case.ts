import { defineScenario } from '../../vocabulary/scenario.ts';
import { thePersonIsSignedIn } from '../expectations.ts';

export const tokenTypeCase = defineScenario({
  id: 'accept.token-type-case',
  family: 'accept',
  kind: 'accept',
  title: {
    fr: 'token_type dans une autre casse',
    en: 'token_type in another case',
  },
  clause: 'RFC 6749 §5.1',
  level: 'standard',
  fault: { at: 'token', answer: { set: { token_type: 'BEARER' } } },
  does: {
    fr: 'Le hub répond token_type\u00a0: BEARER au lieu de Bearer.',
    en: 'The hub answers token_type: BEARER instead of Bearer.',
  },
  expects: thePersonIsSignedIn,
  advice: {
    fr: 'Comparez token_type sans regarder la casse (toLowerCase() avant ===), et envoyez toujours Authorization: Bearer.',
    en: 'Compare token_type case-insensitively (toLowerCase() before ===), and always send Authorization: Bearer.',
  },
});
