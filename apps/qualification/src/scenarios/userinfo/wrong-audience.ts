import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const wrongAudience = defineScenario({
  id: 'userinfo.wrong-audience',
  family: 'userinfo',
  kind: 'refuse',
  title: {
    fr: 'Informations destinées à un autre service',
    en: 'Information meant for another service',
  },
  clause: 'OpenID Connect Core 1.0 §5.3.2',
  level: 'recommended',
  fault: { at: 'userinfo', claims: { set: { aud: { reserved: 'client' } } } },
  does: {
    fr: 'Le hub signe de sa vraie clé une réponse de userinfo dont aud est un service réservé.',
    en: 'The hub signs, with its true key, a userinfo answer whose aud is a reserved client.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Contrôlez aud dans userinfo signé, comme dans l’id_token\u00a0: option audience de jwtVerify (jose).',
    en: 'Check aud in a signed userinfo answer as in the id_token: option audience of jwtVerify (jose).',
  },
});
