import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { failed, notApplicable, passed } from '../judgements.ts';
import { signedInVisitor, signInFailed, wasRedeemed } from '../stage-moves.ts';

export const replacedSessionEnds = defineScenario({
  id: 'sessions.replaced-session-ends',
  family: 'sessions',
  kind: 'play',
  title: {
    fr: 'Une nouvelle connexion ferme la session qu’elle remplace',
    en: 'A new sign-in ends the session that it replaces',
  },
  clause: 'OWASP ASVS 5.0, 7.2.4',
  level: 'recommended',
  does: {
    fr: 'Une personne se connecte, puis une autre dans le même navigateur. Les cookies de la première session, gardés de côté, ouvrent la page protégée.',
    en: 'A person signs in, then another one in the same browser. The cookies of the first session, kept aside, open the protected page.',
  },
  expects: {
    fr: 'La page protégée ne s’affiche pas\u00a0: la première session a pris fin au serveur.',
    en: 'The protected page does not show: the first session has ended at the server.',
  },
  advice: {
    fr: 'À chaque connexion, détruisez au serveur la session que le navigateur portait, au lieu de seulement changer son cookie\u00a0: req.session.regenerate() (Express), session.flush() (Django), session_regenerate_id(true) (PHP). Une copie de l’ancien cookie ouvre sinon le compte de la première personne, sur un poste partagé par exemple.',
    en: 'At each sign-in destroy at the server the session that the browser carried, instead of only changing its cookie: req.session.regenerate() (Express), session.flush() (Django), session_regenerate_id(true) (PHP). A copy of the old cookie otherwise opens the first person’s account, on a shared computer for example.',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    const first = await signedInVisitor(stage);
    if (first === undefined) return signInFailed;
    const copy = await first.visitor.fork();
    const second = await stage.signIn(first.visitor, { person: 'other' });
    if (!(await wasRedeemed(second))) {
      return notApplicable(
        'Le service ne propose pas de se connecter à qui l’est déjà\u00a0: aucune session n’en remplace une autre.',
        'The service offers no sign-in to whoever is signed in already: no session replaces another.',
      );
    }
    if (!(await stage.hasSession(first.visitor))) return signInFailed;
    if (!(await stage.hasSession(copy))) return passed;
    return failed(
      'Après la seconde connexion, les cookies de la première session ouvrent encore la page protégée.',
      'After the second sign-in the cookies of the first session still open the protected page.',
    );
  },
});
