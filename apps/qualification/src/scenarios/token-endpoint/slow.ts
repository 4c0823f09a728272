import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage, View } from '../../vocabulary/stage.ts';
import { failed, inconclusive, passed } from '../judgements.ts';
import { isSignedIn } from '../stage-moves.ts';

/** The service may wait or give up: the person must get a page, and the next login must work. */
export const slow = defineScenario({
  id: 'token-endpoint.slow',
  family: 'token-endpoint',
  kind: 'play',
  title: { fr: 'Le point de terminaison token tarde', en: 'The token endpoint is slow' },
  clause: 'Garance, qualification: Token endpoint',
  level: 'platform',
  slow: true,
  does: {
    fr: 'Le hub répond à l’échange du code après dix secondes.',
    en: 'The hub answers the code exchange after ten seconds.',
  },
  expects: {
    fr: 'La personne est connectée, ou lit une page qui lui dit de recommencer\u00a0; la connexion suivante réussit.',
    en: 'The person is signed in, or reads a page that says to try again; the next login succeeds.',
  },
  advice: {
    fr: 'Donnez à l’échange du code un délai de 5 à 15 secondes (AbortSignal.timeout avec fetch, config.timeout avec openid-client), attrapez son dépassement comme toute autre erreur, et n’attendez pas en bloquant les autres visiteurs.',
    en: 'Give the code exchange a time limit of 5 to 15 seconds (AbortSignal.timeout with fetch, config.timeout with openid-client), catch its passing like any other error, and do not wait while blocking other visitors.',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    const visitor = await stage.visitor();
    const login = await stage.signIn(visitor, {
      person: 'plain',
      fault: { at: 'token', answer: { delaySeconds: 10 } },
    });
    const observed = await login.observations();
    if (!observed.some((seen) => seen.kind === 'token' && seen.faulty)) {
      return inconclusive(
        'Le service n’a pas demandé de jeton\u00a0: la lenteur ne l’a pas atteint.',
        'The service asked for no token: the slowness did not reach it.',
      );
    }
    if (!(await isSignedIn(stage, visitor, login.view)) && !says(login.view)) {
      return failed(
        'La personne n’est pas connectée et ne lit rien\u00a0: la page est vide, ou n’est jamais venue.',
        'The person is not signed in and reads nothing: the page is blank, or never came.',
      );
    }
    return passed;
  },
});

/** A page with words on it; 0 is no answer at all. */
function says(view: View): boolean {
  return view.status !== 0 && view.text.trim().length >= 20;
}
