import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const rsa15 = defineScenario({
  id: 'id-token.rsa1-5',
  family: 'id-token',
  kind: 'refuse',
  title: {
    fr: 'id_token chiffré en RSA1_5',
    en: 'id_token encrypted with RSA1_5',
  },
  clause: 'RFC 8725 §3.2; Garance, platforms: Tokens',
  level: 'platform',
  platforms: ['plus'],
  needs: ['encryption'],
  fault: { at: 'id_token', jose: 'rsa1_5' },
  does: {
    fr: 'Le hub chiffre la clé de contenu en RSA1_5 (PKCS #1 v1.5), au lieu de l’algorithme enregistré.',
    en: 'The hub encrypts the content key with RSA1_5 (PKCS #1 v1.5) instead of the registered algorithm.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'N’admettez que l’algorithme de votre enregistrement\u00a0: keyManagementAlgorithms: ["RSA-OAEP-256"] (jose), id_token_encrypted_response_alg (openid-client, mod_auth_openidc\u00a0: OIDCIDTokenEncryptedResponseAlg). RSA1_5 expose votre clé à l’attaque de Bleichenbacher.',
    en: 'Admit only the algorithm that you registered: keyManagementAlgorithms: ["RSA-OAEP-256"] (jose), id_token_encrypted_response_alg (openid-client; mod_auth_openidc: OIDCIDTokenEncryptedResponseAlg). RSA1_5 exposes your key to Bleichenbacher’s attack.',
  },
});
