import { defineScenario } from '../../vocabulary/scenario.ts';
import { thePersonIsTold } from '../expectations.ts';

export const noAccessToken = defineScenario({
  id: 'token-endpoint.no-access-token',
  family: 'token-endpoint',
  kind: 'inform',
  title: {
    fr: 'Réponse sans access_token',
    en: 'Answer without access_token',
  },
  clause: 'RFC 6749 §5.1; OpenID Connect Core 1.0 §3.1.3.5',
  level: 'standard',
  fault: { at: 'token', answer: { drop: ['access_token'] } },
  does: {
    fr: 'Le hub répond à l’échange du code avec un id_token, mais sans access_token.',
    en: 'The hub answers the code exchange with an id_token but without access_token.',
  },
  expects: thePersonIsTold,
  advice: {
    fr: 'Refusez une réponse sans access_token\u00a0: elle est mal formée, et les informations de la personne ne pourront pas être lues. N’appelez pas userinfo avec «\u00a0Bearer undefined\u00a0».',
    en: 'Refuse an answer without access_token: it is malformed, and the person’s information could not be read. Do not call userinfo with “Bearer undefined”.',
  },
});
