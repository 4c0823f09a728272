import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const notEncrypted = defineScenario({
  id: 'id-token.not-encrypted',
  family: 'id-token',
  kind: 'refuse',
  title: {
    fr: 'id_token signé mais non chiffré',
    en: 'id_token signed but not encrypted',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.3.7, 1; Garance, platforms: Tokens',
  level: 'platform',
  platforms: ['plus'],
  needs: ['encryption'],
  fault: { at: 'id_token', jose: 'not-encrypted' },
  does: {
    fr: 'Le hub donne l’id_token signé de sa vraie clé, sans le chiffrer pour le service.',
    en: 'The hub gives the id_token signed with its true key, without encrypting it for the service.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Quand votre enregistrement demande le chiffrement, exigez un JWE à cinq parties et refusez un jeton seulement signé\u00a0: avec openid-client, enableDecryptingResponses(config, ["A256GCM"], …)\u00a0; avec jose, appelez compactDecrypt toujours, sans regarder d’abord la forme du jeton.',
    en: 'When your registration asks for encryption, require a JWE of five parts and refuse a token that is only signed: with openid-client, enableDecryptingResponses(config, ["A256GCM"], …); with jose always call compactDecrypt, without looking at the token’s shape first.',
  },
});
