import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { nobodyIsSignedIn } from '../expectations.ts';
import { failed, passed } from '../judgements.ts';
import { holdAnswer, isSignedIn, noAnswerHeld } from '../stage-moves.ts';

export const stateOfAnotherSession = defineScenario({
  id: 'callback.state-of-another-session',
  family: 'callback',
  kind: 'play',
  title: { fr: 'Réponse d’un autre navigateur', en: 'Answer of another browser' },
  clause: 'RFC 6749 §10.12; RFC 9700 §4.7',
  level: 'standard',
  does: {
    fr: 'Le hub retient la réponse d’une connexion, avec son vrai state\u00a0; elle est portée par un autre navigateur, qui a commencé sa propre connexion, puis par un troisième qui n’en a commencé aucune.',
    en: 'The hub keeps back the answer of a login, with its true state; another browser, which has begun a login of its own, brings it, then a third one that has begun none.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Liez state au navigateur\u00a0: gardez-le dans sa session ou dans un cookie signé, et comparez avec celui-là. Qu’un state existe quelque part dans une base commune ne suffit pas\u00a0: un inconnu peut faire ouvrir à votre visiteur l’adresse de retour de sa propre connexion.',
    en: 'Bind state to the browser: keep it in its session or in a signed cookie, and compare with that one. That a state exists somewhere in a common table is not enough: a stranger can make your visitor open the redirect address of the stranger’s own login.',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    const answer = await holdAnswer(stage, await stage.visitor(), 'other');
    const begun = await stage.visitor();
    const own = await holdAnswer(stage, begun, 'plain');
    if (answer === undefined || own === undefined) return noAnswerHeld;
    if (await isSignedIn(stage, begun, await begun.deliver(answer))) {
      return failed(
        'Un navigateur qui avait commencé sa propre connexion a été connecté par la réponse d’un autre.',
        'A browser that had begun a login of its own was signed in by another’s answer.',
      );
    }
    const fresh = await stage.visitor();
    if (await isSignedIn(stage, fresh, await fresh.deliver(answer))) {
      return failed(
        'Un navigateur qui n’avait rien commencé a été connecté par la réponse d’un autre.',
        'A browser that had begun nothing was signed in by another’s answer.',
      );
    }
    return passed;
  },
});
