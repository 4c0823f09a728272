import { defineScenario } from '../../vocabulary/scenario.ts';
import { thePersonIsTold } from '../expectations.ts';

export const tellsAccessDenied = defineScenario({
  id: 'callback.tells-access-denied',
  family: 'callback',
  kind: 'inform',
  title: {
    fr: 'La personne a refusé ou renoncé (access_denied)',
    en: 'The person declined or gave up (access_denied)',
  },
  clause: 'RFC 6749 §4.1.2.1; Garance, platforms: Authorization request',
  level: 'platform',
  fault: {
    at: 'callback',
    set: { error: 'access_denied', error_description: 'Rehearsed by the qualification suite' },
    drop: ['code'],
  },
  does: {
    fr: 'Le hub renvoie le navigateur au service avec error=access_denied, sans code.',
    en: 'The hub sends the browser back to the service with error=access_denied, without code.',
  },
  expects: thePersonIsTold,
  advice: {
    fr: 'À l’adresse de retour, lisez error avant code. Ce n’est pas une panne\u00a0: dites-lui que rien n’a été transmis et proposez de recommencer ou un autre moyen. Ne montrez pas error_description telle quelle.',
    en: 'At the redirect address read error before code. This is no failure: tell them that nothing was transmitted, and offer to try again or another way. Do not show error_description as it is.',
  },
});
