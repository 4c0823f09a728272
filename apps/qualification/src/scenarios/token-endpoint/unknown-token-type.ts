import { defineScenario } from '../../vocabulary/scenario.ts';
import { thePersonIsTold } from '../expectations.ts';

export const unknownTokenType = defineScenario({
  id: 'token-endpoint.unknown-token-type',
  family: 'token-endpoint',
  kind: 'inform',
  title: {
    fr: 'Réponse dont token_type est inconnu',
    en: 'Answer whose token_type is unknown',
  },
  clause: 'RFC 6749 §7.1',
  level: 'standard',
  fault: { at: 'token', answer: { set: { token_type: 'mac' } } },
  does: {
    fr: 'Le hub répond à l’échange du code avec de bons jetons, et dit que access_token est d’un type que le service ne connaît pas.',
    en: 'The hub answers the code exchange with good tokens, and says that access_token is of a type that the service does not know.',
  },
  expects: thePersonIsTold,
  advice: {
    fr: 'Comparez token_type, sans regarder la casse, à Bearer, et refusez toute autre réponse\u00a0: un jeton d’un type qui veut une preuve, envoyé sans elle, est donné à qui le lit.',
    en: 'Compare token_type, without regard to case, with Bearer, and refuse any other answer: a token of a type that wants a proof, sent without it, is given to whoever reads it.',
  },
});
