import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const expired = defineScenario({
  id: 'id-token.expired',
  family: 'id-token',
  kind: 'refuse',
  title: {
    fr: 'id_token expiré depuis une heure',
    en: 'id_token expired an hour ago',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.3.7, 9',
  level: 'standard',
  fault: {
    at: 'id_token',
    claims: { set: { exp: { secondsFromNow: -3600 }, iat: { secondsFromNow: -3660 } } },
  },
  does: {
    fr: 'Le hub signe de sa vraie clé un id_token dont exp est passé d’une heure (émis une heure et une minute plus tôt).',
    en: 'The hub signs, with its true key, an id_token whose exp was an hour ago (issued an hour and a minute ago).',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Refusez un id_token dont exp est passé, avec une tolérance d’horloge de quelques dizaines de secondes au plus\u00a0: clockTolerance (jose, openid-client), leeway (PyJWT), clockSkew (Spring Security). Ne désactivez jamais ce contrôle (ignoreExpiration, verify_exp=False).',
    en: 'Refuse an id_token whose exp has passed, with a clock tolerance of some tens of seconds at most: clockTolerance (jose, openid-client), leeway (PyJWT), clockSkew (Spring Security). Never switch this check off (ignoreExpiration, verify_exp=False).',
  },
});
