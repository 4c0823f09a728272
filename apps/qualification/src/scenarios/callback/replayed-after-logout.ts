import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { nobodyIsSignedIn } from '../expectations.ts';
import { failed, inconclusive, passed } from '../judgements.ts';
import { holdAnswer, isSignedIn, noAnswerHeld, signInFailed } from '../stage-moves.ts';

export const replayedAfterLogout = defineScenario({
  id: 'callback.replayed-after-logout',
  family: 'callback',
  kind: 'play',
  title: { fr: 'Réponse rejouée après la déconnexion', en: 'Answer replayed after signing out' },
  clause: 'RFC 6749 §4.1.2 and §10.5; RFC 9700 §4.3.1',
  level: 'standard',
  needs: ['logout-url'],
  does: {
    fr: 'La personne se connecte puis se déconnecte\u00a0; l’adresse de retour, restée dans l’historique du même navigateur, est ouverte de nouveau.',
    en: 'The person signs in, then out; the redirect address, which stayed in the same browser’s history, is opened again.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Un state ne sert qu’une fois, et la déconnexion efface aussi ce qui reste d’une connexion dans les cookies\u00a0: sur un poste partagé, l’historique reconnecterait la personne suivante.',
    en: 'A state serves once, and signing out also deletes what is left of a login in cookies: on a shared computer the history would sign the next person in.',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    const visitor = await stage.visitor();
    const answer = await holdAnswer(stage, visitor, 'plain');
    if (answer === undefined) return noAnswerHeld;
    if (!(await isSignedIn(stage, visitor, await visitor.deliver(answer)))) return signInFailed;
    await stage.signOut(visitor);
    if (await stage.hasSession(await visitor.fork())) {
      return inconclusive(
        'La déconnexion n’a pas fermé la session (voir logout.ends-local-session)\u00a0: le rejeu ne se distingue pas.',
        'Signing out did not end the session (see logout.ends-local-session): a replay cannot be told apart.',
      );
    }
    const again = await visitor.deliver(answer);
    if (!(await isSignedIn(stage, visitor, again))) return passed;
    return failed(
      'L’adresse de retour, ouverte de nouveau après la déconnexion, a reconnecté la personne.',
      'The redirect address, opened again after signing out, signed the person in again.',
    );
  },
});
