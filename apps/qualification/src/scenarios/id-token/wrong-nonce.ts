import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const wrongNonce = defineScenario({
  id: 'id-token.wrong-nonce',
  family: 'id-token',
  kind: 'refuse',
  title: {
    fr: 'id_token au nonce d’une autre connexion',
    en: 'id_token with the nonce of another login',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.3.7, 11',
  level: 'standard',
  fault: { at: 'id_token', claims: { set: { nonce: { json: 'nonce-of-another-login-0000000000' } } } },
  does: {
    fr: 'Le hub signe de sa vraie clé un id_token dont le nonce n’est pas celui que le service a envoyé.',
    en: 'The hub signs, with its true key, an id_token whose nonce is not the one the service sent.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Gardez le nonce dans la session qui a commencé la connexion et comparez-le à celui de l’id_token\u00a0: expectedNonce de authorizationCodeGrant (openid-client), checks: ["nonce"] (@auth/core). Sans lui, un code volé à une autre personne peut être injecté ici.',
    en: 'Keep the nonce in the session that began the login and compare it with the id_token’s: expectedNonce of authorizationCodeGrant (openid-client), checks: ["nonce"] (@auth/core). Without it a code stolen from somebody else can be injected here.',
  },
});
