import { defineScenario } from '../../vocabulary/scenario.ts';
import { thePersonIsTold } from '../expectations.ts';

export const tellsServerError = defineScenario({
  id: 'callback.tells-server-error',
  family: 'callback',
  kind: 'inform',
  title: {
    fr: 'La plateforme a rencontré une erreur (server_error)',
    en: 'The platform met an error (server_error)',
  },
  clause: 'RFC 6749 §4.1.2.1; Garance, platforms: Authorization request',
  level: 'platform',
  fault: {
    at: 'callback',
    set: { error: 'server_error', error_description: 'Rehearsed by the qualification suite' },
    drop: ['code'],
  },
  does: {
    fr: 'Le hub renvoie le navigateur au service avec error=server_error, sans code.',
    en: 'The hub sends the browser back to the service with error=server_error, without code.',
  },
  expects: thePersonIsTold,
  advice: {
    fr: 'À l’adresse de retour, lisez error avant code. Dites que l’identification n’a pas abouti et proposez de recommencer. Ne montrez pas error_description telle quelle.',
    en: 'At the redirect address read error before code. Say that the identification did not succeed and offer to try again. Do not show error_description as it is.',
  },
});
