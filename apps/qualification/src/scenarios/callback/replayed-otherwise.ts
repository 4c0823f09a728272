import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { nobodyIsSignedIn } from '../expectations.ts';
import { failed, passed } from '../judgements.ts';
import { isSignedIn, signInBesideCopy } from '../stage-moves.ts';

export const replayedOtherwise = defineScenario({
  id: 'callback.replayed-otherwise',
  family: 'callback',
  kind: 'play',
  title: { fr: 'Réponse rejouée par une autre méthode', en: 'Answer replayed by another method' },
  clause: 'RFC 6749 §4.1.2 and §10.5; RFC 9700 §4.5',
  level: 'standard',
  does: {
    fr: 'La réponse d’une connexion réussie est portée une seconde fois, par POST si elle est venue par GET, et inversement.',
    en: 'The answer of a successful login is brought a second time, by POST if it came by GET, and the other way round.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Un seul traitement pour l’adresse de retour, quelle que soit la méthode, et state effacé avant l’échange du code. Si vous n’employez pas form_post, refusez POST (405).',
    en: 'One handling for the redirect address, whatever the method, and state deleted before the code is exchanged. If you do not use form_post, refuse POST (405).',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    const before = await signInBesideCopy(stage);
    if ('verdict' in before) return before;
    const { copy, answer } = before;
    const responseMode = answer.responseMode === 'query' ? 'form_post' : 'query';
    const again = await copy.deliver({ ...answer, responseMode });
    if (!(await isSignedIn(stage, copy, again))) return passed;
    return failed(
      'La même réponse, portée une seconde fois par une autre méthode, a connecté un second navigateur.',
      'The same answer, brought a second time by another method, signed a second browser in.',
    );
  },
});
