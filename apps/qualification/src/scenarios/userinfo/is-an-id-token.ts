import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const isAnIdToken = defineScenario({
  id: 'userinfo.is-an-id-token',
  family: 'userinfo',
  kind: 'refuse',
  cause: 'userinfo-signature',
  title: {
    fr: 'Un id_token à la place des informations',
    en: 'An id_token in place of the information',
  },
  clause: 'RFC 8725 §3.12; Garance, qualification: Userinfo',
  level: 'platform',
  fault: { at: 'userinfo', jose: 'is-an-id-token' },
  does: {
    fr: 'Le hub répond à userinfo par un id_token de la même personne, signé de sa vraie clé.',
    en: 'The hub answers userinfo with an id_token of the same person, signed with its true key.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Distinguez les deux sortes de jetons\u00a0: une réponse de userinfo n’a ni nonce ni at_hash et porte les informations demandées. Refusez celle qui n’a pas les informations dont vous avez besoin, au lieu de continuer sans elles.',
    en: 'Tell the two kinds of token apart: a userinfo answer has neither nonce nor at_hash and bears the information asked for. Refuse one that lacks the information you need, instead of going on without it.',
  },
});
