import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { failed, inconclusive, notApplicable, passed } from '../judgements.ts';
import { signedInVisitor, signInFailed } from '../stage-moves.ts';

const returnUnanswered = inconclusive(
  'L’adresse de retour de déconnexion n’a pas répondu.',
  'The sign-out return address did not answer.',
);

/**
 * Seen from outside, a checked `state` shows in one thing: a return that the service did not ask for, which any site can
 * make a visitor open, does not end the session.
 */
export const checksState = defineScenario({
  id: 'logout.checks-state',
  family: 'logout',
  kind: 'play',
  title: { fr: 'Un retour de déconnexion non demandé', en: 'A sign-out return that nobody asked for' },
  clause: 'OpenID Connect RP-Initiated Logout 1.0 §3; Garance, qualification: Logout',
  level: 'platform',
  needs: ['logout-url'],
  does: {
    fr: 'Une personne connectée ouvre l’adresse de retour de déconnexion, avec un state étranger puis sans state, sans s’être déconnectée.',
    en: 'A signed-in person opens the sign-out return address, with a foreign state and then without one, without having signed out.',
  },
  expects: {
    fr: 'La session reste ouverte\u00a0: ce retour ne répond à aucune demande du service.',
    en: 'The session stays: this return answers no request of the service.',
  },
  advice: {
    fr: 'Fermez la session locale avant d’aller au hub, gardez le state envoyé dans un cookie, et comparez-le au retour\u00a0; l’adresse de retour, elle, ne ferme rien. Sinon n’importe quel site peut déconnecter vos visiteurs.',
    en: 'End the local session before going to the hub, keep the state that you sent in a cookie, and compare it on return; the return address itself ends nothing. Otherwise any site can sign your visitors out.',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    const [returnAddress] = stage.service.postLogoutRedirectUris;
    if (returnAddress === undefined) {
      return notApplicable(
        'Le service n’a enregistré aucune adresse de retour de déconnexion.',
        'The service registered no sign-out return address.',
      );
    }
    for (const state of ['state-of-somebody-else-0000000000', undefined]) {
      const signedIn = await signedInVisitor(stage);
      if (signedIn === undefined) return signInFailed;
      const address = new URL(returnAddress);
      if (state !== undefined) address.searchParams.set('state', state);
      const { status } = await signedIn.visitor.open(address.href);
      if (status === 0) return returnUnanswered;
      if (!(await stage.hasSession(signedIn.visitor))) {
        return state === undefined
          ? failed(
              'L’adresse de retour, ouverte sans state, a fermé la session.',
              'The return address, opened without state, ended the session.',
            )
          : failed(
              'L’adresse de retour, ouverte avec un state que le service n’a pas envoyé, a fermé la session.',
              'The return address, opened with a state that the service did not send, ended the session.',
            );
      }
    }
    return passed;
  },
});
