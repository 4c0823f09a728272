import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const notEncrypted = defineScenario({
  id: 'userinfo.not-encrypted',
  family: 'userinfo',
  kind: 'refuse',
  title: {
    fr: 'Informations signées mais non chiffrées',
    en: 'Information signed but not encrypted',
  },
  clause: 'OpenID Connect Core 1.0 §5.3.4, 2; Garance, platforms: Tokens',
  level: 'platform',
  platforms: ['plus'],
  needs: ['encryption'],
  fault: { at: 'userinfo', jose: 'not-encrypted' },
  does: {
    fr: 'Le hub donne la réponse de userinfo signée de sa vraie clé, sans la chiffrer pour le service.',
    en: 'The hub gives the userinfo answer signed with its true key, without encrypting it for the service.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Exigez un JWE à cinq parties, toujours\u00a0: userinfo_encrypted_response_alg fixé dans la configuration du client, ou compactDecrypt (jose) appelé sans regarder d’abord la forme du jeton.',
    en: 'Require a JWE of five parts, always: userinfo_encrypted_response_alg set in the client’s configuration, or compactDecrypt (jose) called without looking at the token’s shape first.',
  },
});
