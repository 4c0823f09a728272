import { defineScenario } from '../../vocabulary/scenario.ts';
import { thePersonIsTold } from '../expectations.ts';

export const noIdToken = defineScenario({
  id: 'token-endpoint.no-id-token',
  family: 'token-endpoint',
  kind: 'inform',
  title: {
    fr: 'Réponse sans id_token',
    en: 'Answer without id_token',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.3.3',
  level: 'standard',
  fault: { at: 'token', answer: { drop: ['id_token'] } },
  does: {
    fr: 'Le hub répond à l’échange du code sans id_token\u00a0: un accès, mais aucune preuve d’identité.',
    en: 'The hub answers the code exchange without id_token: access, but no proof of identity.',
  },
  expects: thePersonIsTold,
  advice: {
    fr: 'Exigez id_token\u00a0: avec openid-client, idTokenExpected: true\u00a0; ailleurs, refusez une réponse qui n’en a pas. Un jeton d’accès et userinfo ne prouvent pas qui s’est connecté ici.',
    en: 'Require id_token: with openid-client, idTokenExpected: true; elsewhere refuse an answer that has none. An access token and userinfo do not prove who signed in here.',
  },
});
