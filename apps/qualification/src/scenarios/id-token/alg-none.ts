import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const algNone = defineScenario({
  id: 'id-token.alg-none',
  family: 'id-token',
  kind: 'refuse',
  title: {
    fr: 'id_token non signé (alg\u00a0: none)',
    en: 'Unsigned id_token (alg: none)',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.3.7, 7; RFC 8725 §3.1',
  level: 'standard',
  fault: { at: 'id_token', jose: 'alg-none' },
  does: {
    fr: 'Le hub donne un id_token dont l’en-tête dit alg\u00a0: none et dont la signature est vide.',
    en: 'The hub gives an id_token whose header says alg: none and whose signature is empty.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Fixez l’algorithme à celui de votre enregistrement, ES256 ou RS256, au lieu de croire l’en-tête\u00a0: algorithms: ["ES256"] (jose, PyJWT), id_token_signed_response_alg (openid-client), jwsAlgorithm (Spring Security).',
    en: 'Pin the algorithm to the one you registered, ES256 or RS256, instead of believing the header: algorithms: ["ES256"] (jose, PyJWT), id_token_signed_response_alg (openid-client), jwsAlgorithm (Spring Security).',
  },
});
