import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { nobodyIsSignedIn } from '../expectations.ts';
import { failed, passed } from '../judgements.ts';
import { isSignedIn, signInBesideCopy } from '../stage-moves.ts';

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
    const before = await signInBesideCopy(stage);
    if ('verdict' in before) return before;
    const { copy, answer } = before;
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
