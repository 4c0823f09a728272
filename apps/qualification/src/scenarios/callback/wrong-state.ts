import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const wrongState = defineScenario({
  id: 'callback.wrong-state',
  family: 'callback',
  kind: 'refuse',
  title: {
    fr: 'Réponse au state inconnu',
    en: 'Answer with an unknown state',
  },
  clause: 'RFC 6749 §4.1.2 and §10.12; RFC 9700 §4.7',
  level: 'standard',
  fault: { at: 'callback', set: { state: 'state-of-somebody-else-0000000000' } },
  does: {
    fr: 'Le hub renvoie le navigateur au service avec un state que le service n’a pas envoyé.',
    en: 'The hub sends the browser back to the service with a state that the service did not send.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Gardez state dans la session du navigateur et comparez-le avant d’échanger le code\u00a0: expectedState de authorizationCodeGrant (openid-client), checks: ["state"] (@auth/core). Sans lui, un inconnu peut connecter votre visiteur sous son propre compte.',
    en: 'Keep state in the browser’s session and compare it before exchanging the code: expectedState of authorizationCodeGrant (openid-client), checks: ["state"] (@auth/core). Without it a stranger can sign your visitor in under their own account.',
  },
});
