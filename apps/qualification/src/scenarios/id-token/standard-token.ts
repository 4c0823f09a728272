import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const standardToken = defineScenario({
  id: 'id-token.standard-token',
  family: 'id-token',
  kind: 'refuse',
  cause: 'id-token-encryption',
  title: {
    fr: 'Jeton de la plateforme standard présenté à la porte plus',
    en: 'A standard token at the plus door',
  },
  clause: 'Garance, platforms: Tokens; OpenID Connect Core 1.0 §3.1.3.7, 1 and 12',
  level: 'platform',
  platforms: ['plus'],
  needs: ['encryption'],
  fault: { at: 'id_token', claims: { set: { acr: { json: 'eidas1' } } }, jose: 'not-encrypted' },
  does: {
    fr: 'Le hub de la plateforme plus donne un id_token tel que la plateforme standard les fait\u00a0: signé, non chiffré, au niveau eidas1.',
    en: 'The hub of the plus platform gives an id_token such as the standard platform makes them: signed, not encrypted, at level eidas1.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Chaque plateforme a sa propre adresse de retour, son émetteur, ses clés, son chiffrement et ses niveaux\u00a0: gardez dans la session la plateforme par laquelle la connexion a commencé, et contrôlez la réponse selon celle-là, jamais selon la forme du jeton.',
    en: 'Each platform has a redirect address, an issuer, keys, an encryption and levels of its own: keep in the session the platform by which the login began and check the answer by that one, never by the token’s shape.',
  },
});
