import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const issuerAbsent = defineScenario({
  id: 'callback.issuer-absent',
  family: 'callback',
  kind: 'refuse',
  title: {
    fr: 'Réponse sans iss, pourtant annoncé',
    en: 'Answer without iss although announced',
  },
  clause: 'RFC 9207 §2.4',
  level: 'recommended',
  fault: { at: 'callback', drop: ['iss'] },
  does: {
    fr: 'Le hub annonce iss dans son document de découverte, mais renvoie le navigateur sans lui.',
    en: 'The hub announces iss in its discovery document but sends the browser back without it.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Quand authorization_response_iss_parameter_supported est vrai dans la découverte, refusez une réponse sans iss. openid-client le fait quand il lit la découverte.',
    en: 'When authorization_response_iss_parameter_supported is true in the discovery document, refuse an answer without iss. openid-client does when it reads the discovery document.',
  },
});
