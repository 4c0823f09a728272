import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const missingSub = defineScenario({
  id: 'id-token.missing-sub',
  family: 'id-token',
  kind: 'refuse',
  title: {
    fr: 'id_token sans sub',
    en: 'id_token without sub',
  },
  clause: 'OpenID Connect Core 1.0 §2 (ID Token: sub REQUIRED)',
  level: 'standard',
  fault: { at: 'id_token', claims: { drop: ['sub'] } },
  does: {
    fr: 'Le hub signe de sa vraie clé un id_token sans sub\u00a0: sans lui, personne n’est désigné.',
    en: 'The hub signs, with its true key, an id_token without sub: without it nobody is named.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Lisez sub et refusez qu’il manque ou soit vide\u00a0; ne retombez jamais sur l’adresse électronique ou le nom. Avec jose\u00a0: jwtVerify(…, { requiredClaims: ["sub"] }).',
    en: 'Read sub and refuse when it is missing or empty; never fall back on the e-mail address or the name. With jose: jwtVerify(…, { requiredClaims: ["sub"] }).',
  },
});
