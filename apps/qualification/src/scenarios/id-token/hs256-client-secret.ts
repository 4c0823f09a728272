import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const hs256ClientSecret = defineScenario({
  id: 'id-token.hs256-client-secret',
  family: 'id-token',
  kind: 'refuse',
  title: {
    fr: 'id_token signé en HS256 avec le secret du service',
    en: 'id_token signed with HS256 and the service’s secret',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.3.7, 7; RFC 8725 §3.1',
  level: 'standard',
  needs: ['client-secret'],
  fault: { at: 'id_token', jose: 'hs256-client-secret' },
  does: {
    fr: 'Le hub signe l’id_token en HS256 avec le secret que le service vient de présenter au point de terminaison token.',
    en: 'The hub signs the id_token with HS256 and the secret that the service has just presented at the token endpoint.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Fixez l’algorithme à celui de votre enregistrement\u00a0: algorithms: ["ES256"] (jose, PyJWT), id_token_signed_response_alg (openid-client). Un secret partagé ne prouve pas d’où vient le jeton.',
    en: 'Pin the algorithm to the one you registered: algorithms: ["ES256"] (jose, PyJWT), id_token_signed_response_alg (openid-client). A shared secret does not prove where the token comes from.',
  },
});
