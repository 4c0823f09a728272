import { defineScenario } from '../../vocabulary/scenario.ts';
import { failed, passed } from '../judgements.ts';
import { list, nothingSeen, tokenFacts } from './facts.ts';

export const clientAuthentication = defineScenario({
  id: 'requests.client-authentication',
  family: 'requests',
  kind: 'watch',
  title: { fr: 'Authentification du service comme enregistrée', en: 'Client authentication as registered' },
  clause: 'OpenID Connect Core 1.0 §9; RFC 6749 §2.3; Garance, platforms: Tokens',
  level: 'standard',
  does: {
    fr: 'Le hub regarde par quel moyen le service s’authentifie quand il échange un code.',
    en: 'The hub looks at how the service authenticates when it exchanges a code.',
  },
  expects: {
    fr: 'Le service emploie le moyen de son enregistrement, et un seul.',
    en: 'The service uses the method of its registration, and one only.',
  },
  advice: {
    fr: 'Mettez dans la configuration du client le moyen enregistré\u00a0: token_endpoint_auth_method, ou ClientSecretPost, ClientSecretBasic, PrivateKeyJwt (openid-client), clientAuthenticationMethod (Spring Security), OIDCProviderTokenEndpointAuth (mod_auth_openidc). N’envoyez pas le secret à la fois dans l’en-tête et dans le corps.',
    en: 'Put the registered method into the client’s configuration: token_endpoint_auth_method, or ClientSecretPost, ClientSecretBasic, PrivateKeyJwt (openid-client), clientAuthenticationMethod (Spring Security), OIDCProviderTokenEndpointAuth (mod_auth_openidc). Do not send the secret both in the header and in the body.',
  },
  judge(seen) {
    const exchanges = tokenFacts(seen);
    if (exchanges.length === 0) return nothingSeen('token');
    const { authMethod: registered } = seen.service;
    const others = exchanges.map(({ authMethod }) => authMethod).filter((method) => method !== registered);
    if (others.length === 0) return passed;
    return failed(
      `Enregistré\u00a0: ${registered}\u00a0; observé\u00a0: ${list(others)}.`,
      `Registered: ${registered}; seen: ${list(others)}.`,
    );
  },
});
