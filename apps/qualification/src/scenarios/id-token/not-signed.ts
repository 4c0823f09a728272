import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const notSigned = defineScenario({
  id: 'id-token.not-signed',
  family: 'id-token',
  kind: 'refuse',
  title: {
    fr: 'id_token chiffré mais non signé',
    en: 'id_token encrypted but not signed',
  },
  clause: 'OpenID Connect Core 1.0 §2 (ID Token: signed then encrypted); RFC 8725 §3.3',
  level: 'platform',
  platforms: ['plus'],
  needs: ['encryption'],
  fault: { at: 'id_token', jose: 'not-signed' },
  does: {
    fr: 'Le hub chiffre pour le service un id_token qui n’est pas signé\u00a0: n’importe qui peut en faire autant, la clé de chiffrement est publique.',
    en: 'The hub encrypts for the service an id_token that is not signed: anyone can do the same, the encryption key is public.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Après le déchiffrement, exigez un JWS signé (cty\u00a0: JWT) et vérifiez-le. Déchiffrer ne prouve rien sur l’auteur. N’acceptez pas un contenu JSON directement dans le JWE.',
    en: 'After decrypting, require a signed JWS (cty: JWT) and verify it. Decrypting proves nothing about the author. Do not accept JSON content directly in the JWE.',
  },
});
