import { defineScenario } from '../../vocabulary/scenario.ts';
import { thePersonIsTold } from '../expectations.ts';

export const tellsInvalidScope = defineScenario({
  id: 'callback.tells-invalid-scope',
  family: 'callback',
  kind: 'inform',
  title: {
    fr: 'Le service demande plus qu’il ne peut (invalid_scope)',
    en: 'The service asks for more than it may (invalid_scope)',
  },
  clause: 'RFC 6749 §4.1.2.1; Garance, platforms: Authorization request',
  level: 'platform',
  fault: {
    at: 'callback',
    set: { error: 'invalid_scope', error_description: 'Rehearsed by the qualification suite' },
    drop: ['code'],
  },
  does: {
    fr: 'Le hub renvoie le navigateur au service avec error=invalid_scope, sans code.',
    en: 'The hub sends the browser back to the service with error=invalid_scope, without code.',
  },
  expects: thePersonIsTold,
  advice: {
    fr: 'À l’adresse de retour, lisez error avant code. Dites que le service est momentanément indisponible, et alertez votre équipe\u00a0: la demande ou l’habilitation est à corriger. Ne montrez pas error_description telle quelle.',
    en: 'At the redirect address read error before code. Say that the service is unavailable for the moment, and alert your team: the request or the authorisation needs correcting. Do not show error_description as it is.',
  },
});
