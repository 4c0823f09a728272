import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const unsignedJson = defineScenario({
  id: 'userinfo.unsigned-json',
  family: 'userinfo',
  kind: 'refuse',
  cause: 'userinfo-signature',
  title: {
    fr: 'Informations en JSON, sans signature',
    en: 'Information as JSON, without signature',
  },
  clause: 'OpenID Connect Core 1.0 §5.3.2 and §5.3.4, 3; Garance, platforms: Tokens',
  level: 'platform',
  fault: { at: 'userinfo', jose: 'unsigned-json' },
  does: {
    fr: 'Le hub répond à userinfo en JSON simple, alors que l’enregistrement demande un jeton signé.',
    en: 'The hub answers userinfo with plain JSON although the registration asks for a signed token.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Exigez le type application/jwt et vérifiez la signature\u00a0: userinfo_signed_response_alg fixé dans la configuration du client (openid-client, mod_auth_openidc\u00a0: OIDCUserInfoSignedResponseAlg). Ne choisissez pas le traitement d’après le type que la réponse annonce.',
    en: 'Require the type application/jwt and verify the signature: userinfo_signed_response_alg set in the client’s configuration (openid-client; mod_auth_openidc: OIDCUserInfoSignedResponseAlg). Do not choose the processing by the type that the answer announces.',
  },
});
