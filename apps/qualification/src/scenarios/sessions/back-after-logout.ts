import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { failed, inconclusive, passed } from '../judgements.ts';
import { signedInVisitor, signInFailed } from '../stage-moves.ts';

/** Pages between the protected page and the end of a sign-out: asking, the hub, its return. */
const steps = 6;

export const backAfterLogout = defineScenario({
  id: 'sessions.back-after-logout',
  family: 'sessions',
  kind: 'play',
  title: { fr: 'Bouton précédent après la déconnexion', en: 'Back button after signing out' },
  clause: 'RFC 9111 §5.2.2.5; OWASP ASVS 4.0.3, 8.2.1; Garance, qualification: Sessions',
  level: 'platform',
  needs: ['logout-url', 'browser'],
  does: {
    fr: 'La personne ouvre la page protégée, se déconnecte, puis revient en arrière dans son navigateur.',
    en: 'The person opens the protected page, signs out, then goes back in their browser.',
  },
  expects: {
    fr: 'La page protégée ne réapparaît pas.',
    en: 'The protected page does not come back.',
  },
  advice: {
    fr: 'Envoyez Cache-Control: no-store avec chaque page réservée aux personnes connectées\u00a0: sur un poste partagé, la personne suivante lirait sinon la page gardée par le navigateur.',
    en: 'Send Cache-Control: no-store with every page for signed-in people: on a shared computer the next person would otherwise read the page that the browser kept.',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    const signedIn = await signedInVisitor(stage);
    if (signedIn === undefined) return signInFailed;
    const { visitor } = signedIn;
    const { protectedUrl, profileUrl } = stage.service;
    const inside = await visitor.open(profileUrl ?? protectedUrl);
    await stage.signOut(visitor);
    // Asked by a copy: this browser might show the page that it kept, and its history would change.
    if (await stage.hasSession(await visitor.fork())) {
      return inconclusive(
        'La déconnexion n’a pas fermé la session (voir logout.ends-local-session)\u00a0: le retour en arrière ne se juge pas.',
        'Signing out did not end the session (see logout.ends-local-session): going back cannot be judged.',
      );
    }
    for (let step = 0; step < steps; step += 1) {
      const view = await visitor.back();
      const same = view.url === inside.url && view.text.trim() !== '' && view.text === inside.text;
      if (same || (await stage.showsSignedIn(view))) {
        return failed(
          `Après la déconnexion, le bouton précédent a montré ${new URL(view.url).pathname} comme si la personne était connectée.`,
          `After signing out, the back button showed ${new URL(view.url).pathname} as if the person were signed in.`,
        );
      }
      if (view.url === inside.url) return passed;
    }
    return passed;
  },
});
