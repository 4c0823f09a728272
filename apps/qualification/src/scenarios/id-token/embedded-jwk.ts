import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const embeddedJwk = defineScenario({
  id: 'id-token.embedded-jwk',
  family: 'id-token',
  kind: 'refuse',
  title: {
    fr: 'Clé du faussaire dans l’en-tête (jwk)',
    en: 'The attacker’s key in the header (jwk)',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.3.7, 6; RFC 8725 §3.10',
  level: 'platform',
  fault: { at: 'id_token', jose: 'embedded-jwk' },
  does: {
    fr: 'L’id_token est signé d’une clé étrangère, que son en-tête jwk apporte avec lui.',
    en: 'The id_token is signed with a foreign key, which its header jwk brings along.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Ne prenez jamais une clé que le jeton apporte lui-même (jwk, jku, x5c, x5u)\u00a0: n’utilisez que jwks_uri du document de découverte. Avec jose, passez createRemoteJWKSet et non EmbeddedJWK à jwtVerify.',
    en: 'Never take a key that the token itself brings (jwk, jku, x5c, x5u): use only the jwks_uri of the discovery document. With jose pass createRemoteJWKSet, not EmbeddedJWK, to jwtVerify.',
  },
});
