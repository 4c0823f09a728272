import { levels, platformLevels } from '@garance/core';
import type { Observation } from '../../vocabulary/observation.ts';
import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage, View, Visitor } from '../../vocabulary/stage.ts';
import { failed, inconclusive, notApplicable, passed } from '../judgements.ts';
import { signedInVisitor, signInFailed } from '../stage-moves.ts';

export const stepUp = defineScenario({
  id: 'sessions.step-up',
  family: 'sessions',
  kind: 'play',
  title: {
    fr: 'Une page de niveau supérieur ne s’ouvre pas à une session plus faible',
    en: 'A page of a higher level does not open to a weaker session',
  },
  clause: 'Garance, qualification: Sessions; OpenID Connect Core 1.0 §3.1.3.7, 12',
  level: 'platform',
  needs: ['step-up-url'],
  does: {
    fr: 'La personne se connecte au niveau que la page de connexion demande, puis ouvre l’adresse qui en exige un plus élevé.',
    en: 'The person signs in at the level that the sign-in page asks for, then opens the address that requires a higher one.',
  },
  expects: {
    fr: 'La page ne s’affiche pas\u00a0: le service la refuse ou propose de se connecter à nouveau, au niveau qu’il faut.',
    en: 'The page does not show: the service refuses it, or offers to sign in again at the level needed.',
  },
  advice: {
    fr: 'Gardez dans la session le niveau obtenu (acr de l’id_token) et comparez-le, à chaque page, à celui qu’elle exige\u00a0; «\u00a0connecté\u00a0» ne suffit pas. S’il est trop bas, commencez une nouvelle connexion avec le bon acr_values, à la plateforme plus.',
    en: 'Keep the level obtained (the id_token’s acr) in the session and compare it at each page with the one it requires; “signed in” is not enough. When it is too low begin a new login with the right acr_values, at the plus platform.',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    const { stepUpUrl, platform } = stage.service;
    if (stepUpUrl === undefined) {
      return notApplicable('Aucune adresse de niveau supérieur.', 'No address of a higher level.');
    }
    const signedIn = await signedInVisitor(stage);
    if (signedIn === undefined) return signInFailed;
    if (asksForHighest(await signedIn.login.observations()) && platform === 'plus') {
      return notApplicable(
        'La connexion demande déjà le niveau le plus élevé\u00a0: aucune page n’en exige un plus haut.',
        'The login already asks for the highest level: no page requires a higher one.',
      );
    }
    const view = await signedIn.visitor.open(stepUpUrl);
    if (view.status === 0 || view.status >= 500) return pageBroken(view);
    if (isRefusal(view, stepUpUrl)) return passed;
    const stranger = await (await stage.visitor()).open(stepUpUrl);
    if (stranger.url === view.url && stranger.text === view.text) return passed;
    if (await offersSignIn(stage, signedIn.visitor)) return passed;
    return failed(
      `${new URL(view.url).pathname} s’est ouverte à une session de niveau inférieur (réponse ${view.status}).`,
      `${new URL(view.url).pathname} opened to a session of a lower level (answer ${view.status}).`,
    );
  },
});

/** Without a known `acr_values` the platform's default level applies. */
function asksForHighest(observed: readonly Observation[]): boolean {
  const requestedLevels = observed.flatMap((seen) =>
    seen.kind === 'authorize' ? [seen.facts.acrValues ?? ''] : [],
  );
  const named = (requestedLevels[0] ?? '').split(' ');
  const lowest = levels.find((level) => named.includes(level)) ?? platformLevels.plus.default;
  return lowest === platformLevels.plus.served.at(-1);
}

/** An error of the server, or no answer, is no refusal. */
export function pageBroken({ status }: View): Judgement {
  return inconclusive(
    `L’adresse de niveau supérieur ne répond pas (${status})\u00a0: elle n’a rien refusé.`,
    `The address of the higher level does not answer (${status}): it has refused nothing.`,
  );
}

/** Refused: an error, or another page than the requested one (sign-in page, hub). */
export function isRefusal(view: View, requestedUrl: string): boolean {
  if (view.status >= 400) return true;
  const [at, requested] = [new URL(view.url), new URL(requestedUrl)];
  return at.origin !== requested.origin || at.pathname !== requested.pathname;
}

/** Whether the page shown instead begins a sign-in at the hub. */
async function offersSignIn(stage: Stage, visitor: Visitor): Promise<boolean> {
  try {
    const { url } = await visitor.activateSignIn();
    return new URL(url).origin === new URL(stage.service.issuer).origin;
  } catch {
    return false;
  }
}
