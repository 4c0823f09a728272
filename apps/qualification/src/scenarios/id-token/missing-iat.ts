import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const missingIat = defineScenario({
  id: 'id-token.missing-iat',
  family: 'id-token',
  kind: 'refuse',
  title: {
    fr: 'id_token sans iat',
    en: 'id_token without iat',
  },
  clause: 'OpenID Connect Core 1.0 §2 (ID Token: iat REQUIRED)',
  level: 'standard',
  fault: { at: 'id_token', claims: { drop: ['iat'] } },
  does: {
    fr: 'Le hub signe de sa vraie clé un id_token sans iat\u00a0: sans lui, l’âge du jeton est inconnu.',
    en: 'The hub signs, with its true key, an id_token without iat: without it the token’s age is unknown.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Exigez iat. Avec jose\u00a0: requiredClaims: ["iat"], ou maxTokenAge qui l’exige\u00a0; PyJWT\u00a0: options={"require": ["iat"]}\u00a0; openid-client l’exige toujours.',
    en: 'Require iat. With jose: requiredClaims: ["iat"], or maxTokenAge, which requires it; PyJWT: options={"require": ["iat"]}; openid-client always requires it.',
  },
});
