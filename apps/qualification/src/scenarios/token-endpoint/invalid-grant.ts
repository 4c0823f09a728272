import { defineScenario } from '../../vocabulary/scenario.ts';
import { thePersonIsTold } from '../expectations.ts';

export const invalidGrant = defineScenario({
  id: 'token-endpoint.invalid-grant',
  family: 'token-endpoint',
  kind: 'inform',
  title: {
    fr: 'Code refusé (invalid_grant)',
    en: 'Code refused (invalid_grant)',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.3.4; RFC 6749 §5.2',
  level: 'standard',
  fault: { at: 'token', answer: { status: 400, body: 'invalid-grant' } },
  does: {
    fr: 'Le hub répond 400, invalid_grant, à l’échange du code\u00a0: il a expiré ou a déjà servi.',
    en: 'The hub answers the code exchange with 400, invalid_grant: it has expired or was used before.',
  },
  expects: thePersonIsTold,
  advice: {
    fr: 'Attrapez l’erreur de l’échange (ResponseBodyError avec openid-client, OAuth2AuthenticationException avec Spring Security) et montrez une page qui propose de recommencer. Ne rejouez jamais le même code.',
    en: 'Catch the error of the exchange (ResponseBodyError with openid-client, OAuth2AuthenticationException with Spring Security) and show a page that offers to try again. Never send the same code again.',
  },
});
