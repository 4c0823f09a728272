import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const alteredSignature = defineScenario({
  id: 'id-token.altered-signature',
  family: 'id-token',
  kind: 'refuse',
  title: {
    fr: 'Signature de l’id_token altérée',
    en: 'Altered signature of the id_token',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.3.7, 6; Garance, qualification: id_token',
  level: 'platform',
  fault: { at: 'id_token', jose: 'signature-altered' },
  does: {
    fr: 'Le hub signe l’id_token, puis change la signature.',
    en: 'The hub signs the id_token, then changes the signature.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Vérifiez la signature avec les clés de jwks_uri avant de lire quoi que ce soit\u00a0: jwtVerify avec createRemoteJWKSet (jose), enableNonRepudiationChecks(config) (openid-client, qui sinon se fie à TLS comme le Core le permet), PyJWKClient (PyJWT). N’utilisez pas decodeJwt ou verify_signature=False.',
    en: 'Verify the signature with the keys of jwks_uri before reading anything: jwtVerify with createRemoteJWKSet (jose), enableNonRepudiationChecks(config) (openid-client, which otherwise relies on TLS as Core allows), PyJWKClient (PyJWT). Do not use decodeJwt or verify_signature=False.',
  },
});
