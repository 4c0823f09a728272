import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { nobodyIsSignedIn } from '../expectations.ts';
import { failed, inconclusive, passed } from '../judgements.ts';
import { holdAnswer, holdLogin, isSignedIn, noAnswerHeld, wasRedeemed } from '../stage-moves.ts';

export const codeInjection = defineScenario({
  id: 'callback.code-injection',
  family: 'callback',
  kind: 'play',
  title: { fr: 'Code d’une autre connexion', en: 'Code of another login' },
  clause: 'RFC 9700 §4.5; OpenID Connect Core 1.0 §3.1.3.7, 11',
  level: 'standard',
  does: {
    fr: 'Le hub retient les réponses de deux connexions de deux navigateurs\u00a0; le second porte sa propre réponse, avec le code de la première.',
    en: 'The hub keeps back the answers of two logins of two browsers; the second one brings its own answer with the first one’s code.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Comparez le nonce de l’id_token à celui de la session (expectedNonce avec openid-client), et ajoutez PKCE\u00a0: un code volé à une personne ne connecte alors personne d’autre.',
    en: 'Compare the id_token’s nonce with the session’s (expectedNonce with openid-client), and add PKCE: a code stolen from one person then signs nobody else in.',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    const stolen = await holdLogin(stage, await stage.visitor(), 'other');
    const visitor = await stage.visitor();
    const own = await holdAnswer(stage, visitor, 'plain');
    const code = stolen?.answer.params.code;
    if (own === undefined || stolen === undefined || code === undefined) return noAnswerHeld;
    const view = await visitor.deliver({ ...own, params: { ...own.params, code } });
    if (await isSignedIn(stage, visitor, view)) {
      return failed(
        'Le code d’une autre connexion, porté avec le state de celle-ci, a connecté ce navigateur.',
        'The code of another login, brought with this one’s state, signed this browser in.',
      );
    }
    // Only the code differs from a good answer: a service that refused it must have redeemed it.
    if (!(await wasRedeemed(stolen.login))) {
      return inconclusive(
        'Le service n’a pas échangé le code\u00a0: il s’est arrêté avant, et ce contrôle n’a pas été éprouvé.',
        'The service did not exchange the code: it stopped before, and this check was not tried.',
      );
    }
    return passed;
  },
});
