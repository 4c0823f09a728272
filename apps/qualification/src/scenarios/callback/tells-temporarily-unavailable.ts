import { defineScenario } from '../../vocabulary/scenario.ts';
import { thePersonIsTold } from '../expectations.ts';

export const tellsTemporarilyUnavailable = defineScenario({
  id: 'callback.tells-temporarily-unavailable',
  family: 'callback',
  kind: 'inform',
  title: {
    fr: 'La plateforme est momentanément indisponible (temporarily_unavailable)',
    en: 'The platform is unavailable for the moment (temporarily_unavailable)',
  },
  clause: 'RFC 6749 §4.1.2.1; Garance, platforms: Authorization request',
  level: 'platform',
  fault: {
    at: 'callback',
    set: { error: 'temporarily_unavailable', error_description: 'Rehearsed by the qualification suite' },
    drop: ['code'],
  },
  does: {
    fr: 'Le hub renvoie le navigateur au service avec error=temporarily_unavailable, sans code.',
    en: 'The hub sends the browser back to the service with error=temporarily_unavailable, without code.',
  },
  expects: thePersonIsTold,
  advice: {
    fr: 'À l’adresse de retour, lisez error avant code. Dites que l’identification est momentanément impossible, quand réessayer, et l’autre moyen s’il y en a un. Ne montrez pas error_description telle quelle.',
    en: 'At the redirect address read error before code. Say that identification is not possible for the moment, when to try again, and the other way if there is one. Do not show error_description as it is.',
  },
});
