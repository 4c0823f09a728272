import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const missingIss = defineScenario({
  id: 'id-token.missing-iss',
  family: 'id-token',
  kind: 'refuse',
  title: {
    fr: 'id_token sans iss',
    en: 'id_token without iss',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.3.7, 2',
  level: 'standard',
  fault: { at: 'id_token', claims: { drop: ['iss'] } },
  does: {
    fr: 'Le hub signe de sa vraie clé un id_token sans iss\u00a0: sans lui, le jeton peut venir de n’importe qui.',
    en: 'The hub signs, with its true key, an id_token without iss: without it the token may come from anyone.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Un iss absent doit être refusé comme un iss étranger\u00a0: comparez la valeur, ne contrôlez pas «\u00a0s’il y en a un\u00a0». L’option issuer de jwtVerify (jose) et de jwt.decode (PyJWT) l’exige d’elle-même.',
    en: 'An absent iss must be refused like a foreign one: compare the value, do not check “if there is one”. The option issuer of jwtVerify (jose) and of jwt.decode (PyJWT) requires it by itself.',
  },
});
