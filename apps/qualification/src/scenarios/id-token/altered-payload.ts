import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const alteredPayload = defineScenario({
  id: 'id-token.altered-payload',
  family: 'id-token',
  kind: 'refuse',
  title: {
    fr: 'Contenu de l’id_token changé après la signature',
    en: 'Content of the id_token changed after signing',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.3.7, 6; Garance, qualification: id_token',
  level: 'platform',
  fault: { at: 'id_token', jose: 'payload-altered' },
  does: {
    fr: 'Le hub signe l’id_token, puis change son contenu sans refaire la signature.',
    en: 'The hub signs the id_token, then changes its content without signing again.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Vérifiez la signature avec les clés de jwks_uri avant de lire quoi que ce soit\u00a0: jwtVerify avec createRemoteJWKSet (jose), enableNonRepudiationChecks(config) (openid-client, qui sinon se fie à TLS comme le Core le permet), PyJWKClient (PyJWT). N’utilisez pas decodeJwt ou verify_signature=False.',
    en: 'Verify the signature with the keys of jwks_uri before reading anything: jwtVerify with createRemoteJWKSet (jose), enableNonRepudiationChecks(config) (openid-client, which otherwise relies on TLS as Core allows), PyJWKClient (PyJWT). Do not use decodeJwt or verify_signature=False.',
  },
});
