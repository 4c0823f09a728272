import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const missingAud = defineScenario({
  id: 'id-token.missing-aud',
  family: 'id-token',
  kind: 'refuse',
  title: {
    fr: 'id_token sans aud',
    en: 'id_token without aud',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.3.7, 3',
  level: 'standard',
  fault: { at: 'id_token', claims: { drop: ['aud'] } },
  does: {
    fr: 'Le hub signe de sa vraie clé un id_token sans aud\u00a0: sans lui, le jeton peut être destiné à n’importe qui.',
    en: 'The hub signs, with its true key, an id_token without aud: without it the token may be meant for anyone.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Un aud absent doit être refusé comme un aud étranger\u00a0: comparez la valeur, ne contrôlez pas «\u00a0s’il y en a un\u00a0». L’option audience de jwtVerify (jose) et de jwt.decode (PyJWT) l’exige d’elle-même.',
    en: 'An absent aud must be refused like a foreign one: compare the value, do not check “if there is one”. The option audience of jwtVerify (jose) and of jwt.decode (PyJWT) requires it by itself.',
  },
});
