import { defineScenario } from '../../vocabulary/scenario.ts';
import { thePersonIsSignedIn } from '../expectations.ts';

export const callbackExtraParameter = defineScenario({
  id: 'accept.callback-extra-parameter',
  family: 'accept',
  kind: 'accept',
  title: {
    fr: 'Retour avec un paramètre de plus',
    en: 'Return with one more parameter',
  },
  clause: 'RFC 6749 §4.1.2 (unrecognized parameters are ignored)',
  level: 'standard',
  fault: { at: 'callback', set: { session_state: 'rehearsal' } },
  does: {
    fr: 'Le hub ajoute au retour un paramètre que le service ne connaît pas (session_state).',
    en: 'The hub adds to the return a parameter that the service does not know (session_state).',
  },
  expects: thePersonIsSignedIn,
  advice: {
    fr: 'Lisez les paramètres que vous connaissez (code, state, iss, error) et ignorez les autres\u00a0: une plateforme peut en ajouter.',
    en: 'Read the parameters that you know (code, state, iss, error) and ignore the others: a platform may add some.',
  },
});
