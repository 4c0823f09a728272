import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const futureIat = defineScenario({
  id: 'id-token.future-iat',
  family: 'id-token',
  kind: 'refuse',
  title: {
    fr: 'id_token émis dans l’avenir',
    en: 'id_token issued in the future',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.3.7, 10',
  level: 'recommended',
  fault: {
    at: 'id_token',
    claims: { set: { iat: { secondsFromNow: 86400 }, exp: { secondsFromNow: 86460 } } },
  },
  does: {
    fr: 'Le hub signe de sa vraie clé un id_token dont iat est dans un jour.',
    en: 'The hub signs, with its true key, an id_token whose iat is one day from now.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Refusez un iat éloigné de l’heure présente de plus de quelques minutes\u00a0: maxTokenAge (jose) refuse aussi l’avenir, PyJWT le fait toujours\u00a0; sinon comparez-le vous-même.',
    en: 'Refuse an iat further than some minutes from the present time: maxTokenAge (jose) also refuses the future, PyJWT always does; otherwise compare it yourself.',
  },
});
