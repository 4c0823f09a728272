import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const wrongAudience = defineScenario({
  id: 'id-token.wrong-audience',
  family: 'id-token',
  kind: 'refuse',
  title: {
    fr: 'id_token destiné à un autre service',
    en: 'id_token meant for another service',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.3.7, 3',
  level: 'standard',
  fault: { at: 'id_token', claims: { set: { aud: { reserved: 'client' } } } },
  does: {
    fr: 'Le hub signe de sa vraie clé un id_token dont aud est un autre service, réservé.',
    en: 'The hub signs, with its true key, an id_token whose aud is another, reserved client.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Refusez un id_token dont aud ne contient pas votre client_id\u00a0: option audience de jwtVerify (jose) ou de jwt.decode (PyJWT), OidcIdTokenValidator (Spring Security). Ne désactivez jamais ce contrôle (verify_aud=False).',
    en: 'Refuse an id_token whose aud does not contain your client_id: option audience of jwtVerify (jose) or of jwt.decode (PyJWT), OidcIdTokenValidator (Spring Security). Never switch this check off (verify_aud=False).',
  },
});
