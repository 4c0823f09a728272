import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const noCode = defineScenario({
  id: 'callback.no-code',
  family: 'callback',
  kind: 'refuse',
  title: {
    fr: 'Réponse sans code',
    en: 'Answer without code',
  },
  clause: 'RFC 6749 §4.1.2',
  level: 'standard',
  fault: { at: 'callback', drop: ['code'] },
  does: {
    fr: 'Le hub renvoie le navigateur au service avec state et iss, mais sans code ni erreur.',
    en: 'The hub sends the browser back to the service with state and iss but neither code nor error.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Traitez une réponse sans code comme un échec, avec une page qui propose de recommencer\u00a0; n’envoyez pas une demande de jeton vide.',
    en: 'Treat an answer without code as a failure, with a page that offers to try again; do not send an empty token request.',
  },
});
