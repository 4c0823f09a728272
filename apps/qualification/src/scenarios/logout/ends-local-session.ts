import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { failed, passed } from '../judgements.ts';
import { signedInVisitor, signInFailed } from '../stage-moves.ts';

export const endsLocalSession = defineScenario({
  id: 'logout.ends-local-session',
  family: 'logout',
  kind: 'play',
  title: { fr: 'La déconnexion ferme la session du service', en: 'Signing out ends the service’s session' },
  clause: 'OpenID Connect RP-Initiated Logout 1.0 §2; Garance, qualification: Logout',
  level: 'platform',
  needs: ['logout-url'],
  does: {
    fr: 'La personne se connecte, puis se déconnecte\u00a0; une copie de son navigateur, faite avant, essaie encore.',
    en: 'The person signs in, then out; a copy of their browser, made before, tries again.',
  },
  expects: {
    fr: 'La page protégée ne s’affiche plus, ni dans ce navigateur, ni avec les cookies d’avant.',
    en: 'The protected page no longer shows, neither in this browser nor with the earlier cookies.',
  },
  advice: {
    fr: 'Détruisez la session du côté du serveur (req.session.destroy() avec Express, HttpSession.invalidate() en Java), pas seulement le cookie\u00a0: un cookie copié resterait bon. Si la session tient tout entière dans le cookie, gardez au serveur la liste de celles qui sont closes.',
    en: 'Destroy the session on the server (req.session.destroy() with Express, HttpSession.invalidate() in Java), not only the cookie: a copied cookie would stay good. If the whole session is in the cookie, keep on the server a list of those that have ended.',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    const signedIn = await signedInVisitor(stage);
    if (signedIn === undefined) return signInFailed;
    const { visitor } = signedIn;
    const copy = await visitor.fork();
    await stage.signOut(visitor);
    // Asked by a copy, which has kept no page (see sessions.back-after-logout).
    if (await stage.hasSession(await visitor.fork())) {
      return failed(
        'Après la déconnexion, la page protégée s’affiche encore dans le même navigateur.',
        'After signing out, the protected page still shows in the same browser.',
      );
    }
    if (await stage.hasSession(copy)) {
      return failed(
        'Après la déconnexion, les cookies d’avant ouvrent encore la page protégée\u00a0: la session vit toujours au serveur.',
        'After signing out, the earlier cookies still open the protected page: the session lives on at the server.',
      );
    }
    return passed;
  },
});
