import { defineScenario } from '../../vocabulary/scenario.ts';
import { thePersonIsSignedIn } from '../expectations.ts';

export const tokenExtraMember = defineScenario({
  id: 'accept.token-extra-member',
  family: 'accept',
  kind: 'accept',
  title: {
    fr: 'Réponse de jeton avec un membre de plus',
    en: 'Token answer with one more member',
  },
  clause: 'RFC 6749 §5.1 (unrecognized names are ignored)',
  level: 'standard',
  fault: { at: 'token', answer: { set: { not_before_policy: 0 } } },
  does: {
    fr: 'Le hub ajoute à la réponse de jeton un membre que le service ne connaît pas.',
    en: 'The hub adds to the token answer a member that the service does not know.',
  },
  expects: thePersonIsSignedIn,
  advice: {
    fr: 'Lisez id_token, access_token et token_type, et ignorez les autres membres de la réponse\u00a0: une plateforme peut en ajouter.',
    en: 'Read id_token, access_token and token_type, and ignore the other members of the answer: a platform may add some.',
  },
});
