import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { nobodyIsSignedIn } from '../expectations.ts';
import { failed, inconclusive, passed } from '../judgements.ts';
import { holdAnswer, isSignedIn, noAnswerHeld, signInFailed } from '../stage-moves.ts';

export const replayed = defineScenario({
  id: 'callback.replayed',
  family: 'callback',
  kind: 'play',
  title: { fr: 'Réponse rejouée', en: 'Answer replayed' },
  clause: 'RFC 6749 §4.1.2 and §10.5; RFC 9700 §4.5',
  level: 'standard',
  does: {
    fr: 'La réponse d’une connexion réussie est portée une seconde fois, par une copie du navigateur tel qu’il était avant elle.',
    en: 'The answer of a successful login is brought a second time, by a copy of the browser as it was before it.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Effacez state, nonce et code_verifier de la session dès qu’une réponse arrive, avant d’échanger le code, et ne gardez jamais le résultat d’un code pour une autre fois\u00a0: une adresse de retour traîne dans l’historique et les journaux.',
    en: 'Delete state, nonce and code_verifier from the session as soon as an answer arrives, before exchanging the code, and never keep the result of a code for another time: a redirect address lies about in histories and logs.',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    const visitor = await stage.visitor();
    const answer = await holdAnswer(stage, visitor, 'plain');
    if (answer === undefined) return noAnswerHeld;
    const copy = await visitor.fork();
    if (!(await isSignedIn(stage, visitor, await visitor.deliver(answer)))) return signInFailed;
    if (await stage.hasSession(copy)) {
      return inconclusive(
        'La copie du navigateur, faite avant la connexion, est connectée sans rien faire\u00a0: l’identifiant de session n’a pas changé (voir sessions.identifier-changes), et le rejeu ne se distingue pas.',
        'The copy of the browser, made before the login, is signed in without doing anything: the session identifier did not change (see sessions.identifier-changes), and a replay cannot be told apart.',
      );
    }
    const again = await copy.deliver(answer);
    if (await isSignedIn(stage, copy, again)) {
      return failed(
        'La même réponse, portée une seconde fois, a connecté un second navigateur.',
        'The same answer, brought a second time, signed a second browser in.',
      );
    }
    return passed;
  },
});
