import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const wrongIssuer = defineScenario({
  id: 'userinfo.wrong-issuer',
  family: 'userinfo',
  kind: 'refuse',
  title: {
    fr: 'Informations d’un autre émetteur',
    en: 'Information of another issuer',
  },
  clause: 'OpenID Connect Core 1.0 §5.3.2',
  level: 'recommended',
  fault: { at: 'userinfo', claims: { set: { iss: { reserved: 'issuer' } } } },
  does: {
    fr: 'Le hub signe de sa vraie clé une réponse de userinfo dont iss est un émetteur réservé.',
    en: 'The hub signs, with its true key, a userinfo answer whose iss is a reserved issuer.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Contrôlez iss dans userinfo signé, comme dans l’id_token\u00a0: option issuer de jwtVerify (jose).',
    en: 'Check iss in a signed userinfo answer as in the id_token: option issuer of jwtVerify (jose).',
  },
});
