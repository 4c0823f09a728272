import { defineScenario } from '../../vocabulary/scenario.ts';
import { thePersonIsTold } from '../expectations.ts';

export const malformedJson = defineScenario({
  id: 'token-endpoint.malformed-json',
  family: 'token-endpoint',
  kind: 'inform',
  title: {
    fr: 'Réponse du point de terminaison token illisible',
    en: 'Unreadable answer of the token endpoint',
  },
  clause: 'RFC 6749 §5.1',
  level: 'platform',
  fault: { at: 'token', answer: { status: 200, body: 'malformed-json' } },
  does: {
    fr: 'Le hub répond 200 à l’échange du code, avec un JSON coupé.',
    en: 'The hub answers 200 to the code exchange, with JSON cut short.',
  },
  expects: thePersonIsTold,
  advice: {
    fr: 'Attrapez aussi les erreurs de lecture (SyntaxError de response.json(), JsonProcessingException) et traitez-les comme un échec de l’échange.',
    en: 'Catch reading errors too (SyntaxError of response.json(), JsonProcessingException) and treat them as a failed exchange.',
  },
});
