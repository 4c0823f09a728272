import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const http500 = defineScenario({
  id: 'userinfo.http-500',
  family: 'userinfo',
  kind: 'refuse',
  title: {
    fr: 'userinfo répond 500',
    en: 'userinfo answers 500',
  },
  clause: 'OpenID Connect Core 1.0 §5.3.3',
  level: 'standard',
  fault: { at: 'userinfo', answer: { status: 500, body: 'server-error' } },
  does: {
    fr: 'Le hub répond 500 à userinfo.',
    en: 'The hub answers 500 to userinfo.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Sans userinfo, il n’y a pas d’identité\u00a0: arrêtez la connexion, dites-le à la personne et proposez-lui de recommencer. Regardez le code de la réponse avant de lire son corps (response.ok\u00a0; fetchUserInfo d’openid-client lève une erreur\u00a0: attrapez-la autour de la création de la session, pas après).',
    en: 'Without userinfo there is no identity: stop the login, tell the person and offer to try again. Look at the status before reading the body (response.ok; openid-client’s fetchUserInfo throws: catch it around the creation of the session, not after).',
  },
});
