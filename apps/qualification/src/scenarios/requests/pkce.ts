import { defineScenario } from '../../vocabulary/scenario.ts';
import { failed, passed } from '../judgements.ts';
import { authorizeFacts, nothingSeen, tokenFacts } from './facts.ts';

export const pkce = defineScenario({
  id: 'requests.pkce',
  family: 'requests',
  kind: 'watch',
  title: { fr: 'Demandes protégées par PKCE', en: 'Requests protected by PKCE' },
  clause: 'RFC 9700 §2.1.1; RFC 7636 §4.2',
  level: 'recommended',
  does: {
    fr: 'Le hub regarde si les demandes portent un code_challenge en S256.',
    en: 'The hub looks whether requests bear a code_challenge with S256.',
  },
  expects: {
    fr: 'Chaque demande porte code_challenge et code_challenge_method=S256, et chaque échange de code, code_verifier.',
    en: 'Each request bears code_challenge and code_challenge_method=S256, and each code exchange, code_verifier.',
  },
  advice: {
    fr: 'Ajoutez PKCE\u00a0: calculatePKCECodeChallenge et pkceCodeVerifier (openid-client), checks: ["pkce"] (@auth/core), OAuth2AuthorizationRequestCustomizers.withPkce() (Spring Security), OIDCPKCEMethod S256 (mod_auth_openidc). Un code volé ne sert alors à personne d’autre.',
    en: 'Add PKCE: calculatePKCECodeChallenge and pkceCodeVerifier (openid-client), checks: ["pkce"] (@auth/core), OAuth2AuthorizationRequestCustomizers.withPkce() (Spring Security), OIDCPKCEMethod S256 (mod_auth_openidc). A stolen code is then of no use to anyone else.',
  },
  judge(seen) {
    const asked = authorizeFacts(seen);
    if (asked.length === 0) return nothingSeen('authorize');
    const without = asked.filter(({ pkce }) => pkce === 'absent').length;
    if (without > 0) {
      return failed(
        `${without} demandes sur ${asked.length} n’ont pas de code_challenge.`,
        `${without} requests of ${asked.length} have no code_challenge.`,
      );
    }
    if (tokenFacts(seen).some(({ codeVerifier }) => codeVerifier === undefined)) {
      return failed(
        'Un échange de code est venu sans code_verifier, après une demande qui annonçait PKCE.',
        'A code exchange came without code_verifier, after a request that announced PKCE.',
      );
    }
    return passed;
  },
});
