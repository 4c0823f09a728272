import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const http401 = defineScenario({
  id: 'userinfo.http-401',
  family: 'userinfo',
  kind: 'refuse',
  title: {
    fr: 'userinfo répond 401',
    en: 'userinfo answers 401',
  },
  clause: 'OpenID Connect Core 1.0 §5.3.3; RFC 6750 §3.1',
  level: 'standard',
  fault: { at: 'userinfo', answer: { status: 401, body: 'invalid-token' } },
  does: {
    fr: 'Le hub refuse le jeton d’accès\u00a0: 401, invalid_token.',
    en: 'The hub refuses the access token: 401, invalid_token.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Sans userinfo, il n’y a pas d’identité\u00a0: arrêtez la connexion, dites-le à la personne et proposez-lui de recommencer. Regardez le code de la réponse avant de lire son corps (response.ok\u00a0; fetchUserInfo d’openid-client lève une erreur\u00a0: attrapez-la autour de la création de la session, pas après).',
    en: 'Without userinfo there is no identity: stop the login, tell the person and offer to try again. Look at the status before reading the body (response.ok; openid-client’s fetchUserInfo throws: catch it around the creation of the session, not after).',
  },
});
