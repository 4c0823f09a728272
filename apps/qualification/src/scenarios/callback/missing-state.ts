import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const missingState = defineScenario({
  id: 'callback.missing-state',
  family: 'callback',
  kind: 'refuse',
  title: {
    fr: 'Réponse sans state',
    en: 'Answer without state',
  },
  clause: 'RFC 6749 §4.1.2 and §10.12; RFC 9700 §4.7',
  level: 'standard',
  fault: { at: 'callback', drop: ['state'] },
  does: {
    fr: 'Le hub renvoie le navigateur au service sans state.',
    en: 'The hub sends the browser back to the service without state.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Un state absent se refuse comme un state faux\u00a0: n’écrivez pas «\u00a0si state est là\u00a0». expectedState (openid-client) l’exige.',
    en: 'An absent state is refused like a wrong one: do not write “if state is there”. expectedState (openid-client) requires it.',
  },
});
