import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const missingNonce = defineScenario({
  id: 'id-token.missing-nonce',
  family: 'id-token',
  kind: 'refuse',
  title: {
    fr: 'id_token sans nonce',
    en: 'id_token without nonce',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.3.7, 11',
  level: 'standard',
  fault: { at: 'id_token', claims: { drop: ['nonce'] } },
  does: {
    fr: 'Le hub signe de sa vraie clé un id_token sans le nonce que le service a envoyé.',
    en: 'The hub signs, with its true key, an id_token without the nonce that the service sent.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Un nonce envoyé doit revenir\u00a0: comparez nonce à celui de la session, et refusez qu’il manque. C’est expectedNonce de authorizationCodeGrant (openid-client), checks: ["nonce"] (@auth/core), OidcIdTokenValidator et le nonce de OidcAuthorizationCodeAuthenticationProvider (Spring Security).',
    en: 'A nonce that was sent must come back: compare nonce with the session’s, and refuse when it is missing. It is expectedNonce of authorizationCodeGrant (openid-client), checks: ["nonce"] (@auth/core), the nonce of OidcAuthorizationCodeAuthenticationProvider (Spring Security).',
  },
});
