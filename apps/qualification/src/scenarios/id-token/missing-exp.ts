import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const missingExp = defineScenario({
  id: 'id-token.missing-exp',
  family: 'id-token',
  kind: 'refuse',
  title: {
    fr: 'id_token sans exp',
    en: 'id_token without exp',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.3.7, 9 and §2 (exp REQUIRED)',
  level: 'standard',
  fault: { at: 'id_token', claims: { drop: ['exp'] } },
  does: {
    fr: 'Le hub signe de sa vraie clé un id_token sans exp\u00a0: sans lui, le jeton vaut pour toujours.',
    en: 'The hub signs, with its true key, an id_token without exp: without it the token is good forever.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Exigez exp\u00a0: beaucoup de bibliothèques ne contrôlent l’expiration que si elle est là. Avec jose\u00a0: requiredClaims: ["exp"]\u00a0; PyJWT\u00a0: options={"require": ["exp"]}\u00a0; openid-client l’exige toujours.',
    en: 'Require exp: many libraries check expiry only when it is there. With jose: requiredClaims: ["exp"]; PyJWT: options={"require": ["exp"]}; openid-client always requires it.',
  },
});
