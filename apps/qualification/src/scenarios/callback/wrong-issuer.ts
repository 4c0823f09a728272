import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const wrongIssuer = defineScenario({
  id: 'callback.wrong-issuer',
  family: 'callback',
  kind: 'refuse',
  title: {
    fr: 'Réponse d’un autre émetteur (iss)',
    en: 'Answer of another issuer (iss)',
  },
  clause: 'RFC 9207 §2.4; RFC 9700 §4.4.2',
  level: 'standard',
  fault: { at: 'callback', set: { iss: { reserved: 'issuer' } } },
  does: {
    fr: 'Le hub renvoie le navigateur au service avec, dans iss, un émetteur réservé.',
    en: 'The hub sends the browser back to the service with a reserved issuer in iss.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Comparez iss de la réponse à l’émetteur auquel la demande a été envoyée\u00a0: openid-client et oauth4webapi le font\u00a0; ailleurs, lisez le paramètre et comparez. C’est la défense contre la confusion de deux plateformes (mix-up).',
    en: 'Compare iss of the answer with the issuer that the request was sent to: openid-client and oauth4webapi do; elsewhere read the parameter and compare. It is the defence against mixing up two platforms.',
  },
});
