import { defineScenario } from '../../vocabulary/scenario.ts';
import { thePersonIsTold } from '../expectations.ts';

export const tellsInvalidAcr = defineScenario({
  id: 'callback.tells-invalid-acr',
  family: 'callback',
  kind: 'inform',
  title: {
    fr: 'Le niveau demandé n’existe pas ici (invalid_acr)',
    en: 'The level asked for does not exist here (invalid_acr)',
  },
  clause: 'Garance, platforms: Authorization request',
  level: 'platform',
  fault: {
    at: 'callback',
    set: { error: 'invalid_acr', error_description: 'Rehearsed by the qualification suite' },
    drop: ['code'],
  },
  does: {
    fr: 'Le hub renvoie le navigateur au service avec error=invalid_acr, sans code.',
    en: 'The hub sends the browser back to the service with error=invalid_acr, without code.',
  },
  expects: thePersonIsTold,
  advice: {
    fr: 'À l’adresse de retour, lisez error avant code. Dites que le service est momentanément indisponible, et alertez votre équipe\u00a0: acr_values est à corriger. Ne montrez pas error_description telle quelle.',
    en: 'At the redirect address read error before code. Say that the service is unavailable for the moment, and alert your team: acr_values needs correcting. Do not show error_description as it is.',
  },
});
