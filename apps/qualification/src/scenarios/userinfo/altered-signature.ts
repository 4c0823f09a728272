import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const alteredSignature = defineScenario({
  id: 'userinfo.altered-signature',
  family: 'userinfo',
  kind: 'refuse',
  title: {
    fr: 'Signature des informations altérée',
    en: 'Altered signature of the information',
  },
  clause: 'OpenID Connect Core 1.0 §5.3.4, 3',
  level: 'platform',
  fault: { at: 'userinfo', jose: 'signature-altered' },
  does: {
    fr: 'Le hub signe la réponse de userinfo, puis change la signature.',
    en: 'The hub signs the userinfo answer, then changes the signature.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Vérifiez la signature de userinfo comme celle de l’id_token, avec les clés de jwks_uri\u00a0: jwtVerify (jose), enableNonRepudiationChecks(config) (openid-client). Décoder un jeton ne le vérifie pas.',
    en: 'Verify userinfo’s signature as the id_token’s, with the keys of jwks_uri: jwtVerify (jose), enableNonRepudiationChecks(config) (openid-client). Decoding a token does not verify it.',
  },
});
