import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage, Visitor } from '../../vocabulary/stage.ts';
import { failed, inconclusive, notApplicable, passed } from '../judgements.ts';
import { signedInVisitor, signInFailed } from '../stage-moves.ts';
import { isRefusal, pageBroken } from './step-up.ts';

export const stepUpLowerAnswer = defineScenario({
  id: 'sessions.step-up-lower-answer',
  family: 'sessions',
  kind: 'play',
  title: {
    fr: 'Passage à un niveau supérieur\u00a0: le hub répond par le niveau d’avant',
    en: 'Going to a higher level: the hub answers with the level from before',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.3.7, 12; Garance, qualification: Sessions',
  level: 'platform',
  platforms: ['plus'],
  needs: ['step-up-url'],
  does: {
    fr: 'La personne connectée ouvre l’adresse de niveau supérieur et s’y connecte à nouveau\u00a0; le hub signe un id_token dont acr est un niveau plus bas que demandé.',
    en: 'The signed-in person opens the address of the higher level and signs in again there; the hub signs an id_token whose acr is one level lower than asked.',
  },
  expects: {
    fr: 'La page ne s’ouvre pas\u00a0; avec le niveau demandé, elle s’ouvre.',
    en: 'The page does not open; with the level asked for it does.',
  },
  advice: {
    fr: 'Gardez avec chaque connexion commencée le niveau qu’elle demande, comparez acr à celui-là, et gardez dans la session le niveau obtenu, jamais celui demandé\u00a0: une connexion qui recommence n’est pas une preuve de plus.',
    en: 'Keep with each login that is begun the level that it asks for, compare acr with that one, and keep in the session the level obtained, never the one asked for: a login begun again is no further proof.',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    const { stepUpUrl = '' } = stage.service;
    const signedIn = await signedInVisitor(stage);
    if (signedIn === undefined) return signInFailed;
    const { visitor } = signedIn;
    const fault = { at: 'id_token', claims: { set: { acr: { mutated: 'one-below' } } } } as const;
    const login = await stage.signIn(visitor, { person: 'plain', fault }, stepUpUrl);
    const seen = await login.observations();
    if (!seen.some(({ kind }) => kind === 'authorize')) {
      return notApplicable(
        'L’adresse de niveau supérieur ne propose pas de se connecter ici.',
        'The address of the higher level offers no sign-in here.',
      );
    }
    if (!seen.some((observation) => observation.kind === 'token' && observation.faulty)) {
      return inconclusive(
        'Le service s’est arrêté avant de recevoir la réponse de niveau plus bas.',
        'The service stopped before it got the answer of the lower level.',
      );
    }
    const opened = await opens(stage, visitor);
    if (opened !== 'closed') return opened;
    const right = await stage.visitor();
    if (!(await stage.hasSession(await begun(stage, right)))) return signInFailed;
    await stage.signIn(right, { person: 'plain' }, stepUpUrl);
    const view = await right.open(stepUpUrl);
    if (!isRefusal(view, stepUpUrl)) return passed;
    return inconclusive(
      'Même avec le niveau demandé, la page ne s’ouvre pas\u00a0: ce qu’elle refuse ne se distingue pas.',
      'Even with the level asked for the page does not open: what it refuses cannot be told.',
    );
  },
});

async function begun(stage: Stage, visitor: Visitor): Promise<Visitor> {
  await stage.signIn(visitor, { person: 'plain' });
  return visitor;
}

/** A judgement where the page did open, or where that cannot be known. */
async function opens(stage: Stage, visitor: Visitor): Promise<Judgement | 'closed'> {
  const { stepUpUrl = '' } = stage.service;
  const view = await visitor.open(stepUpUrl);
  if (view.status === 0 || view.status >= 500) return pageBroken(view);
  if (isRefusal(view, stepUpUrl)) return 'closed';
  return failed(
    `${new URL(view.url).pathname} s’est ouverte après une réponse de niveau plus bas que demandé.`,
    `${new URL(view.url).pathname} opened after an answer of a lower level than asked for.`,
  );
}
