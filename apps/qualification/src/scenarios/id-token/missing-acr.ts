import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const missingAcr = defineScenario({
  id: 'id-token.missing-acr',
  family: 'id-token',
  kind: 'refuse',
  title: {
    fr: 'id_token sans niveau',
    en: 'id_token without a level',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.3.7, 12; Garance, platforms: Tokens',
  level: 'platform',
  fault: { at: 'id_token', claims: { drop: ['acr'] } },
  does: {
    fr: 'Le hub signe de sa vraie clé un id_token sans acr\u00a0: le niveau atteint est inconnu.',
    en: 'The hub signs, with its true key, an id_token without acr: the level reached is unknown.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Un acr absent ou inconnu vaut refus\u00a0: cherchez-le parmi les niveaux que vous acceptez, et n’admettez rien d’autre. N’écrivez pas «\u00a0si acr est là et plus bas\u00a0».',
    en: 'An absent or unknown acr means refusal: look it up among the levels that you accept and admit nothing else. Do not write “if acr is there and lower”.',
  },
});
