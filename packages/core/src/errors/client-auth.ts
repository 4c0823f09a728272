import type { ErrorDefinition } from './definition.ts';

/** Shown only when a person opens one of these endpoints in a browser; a service's server reads the OAuth error. */
const citizen = {
  fr: 'Le service n’a pas pu s’identifier auprès de nous. Retournez sur le service ; si cela persiste, prévenez-le.',
  en: 'The service could not identify itself to us. Go back to the service; if it happens again, tell the service.',
};

function refusal<const Operator extends string, const Clause extends string>(
  operator: Operator,
  clause: Clause,
) {
  return { oauth: 'invalid_client', status: 401, redirect: false, citizen, operator, clause } as const;
}

/** Client authentication at the token, PAR and revocation endpoints. */
export const clientAuthErrors = {
  'client_auth.several_methods': {
    ...refusal(
      'More than one client authentication method in one request (header, client_secret, client_assertion).',
      'RFC 6749 2.3',
    ),
    oauth: 'invalid_request',
    status: 400,
  },
  'client_auth.parameter_repeated': {
    ...refusal('A parameter is sent more than once.', 'RFC 6749 3.2'),
    oauth: 'invalid_request',
    status: 400,
  },
  'client_auth.client_id_mismatch': {
    ...refusal('client_id in the body is not the client that the credentials name.', 'RFC 6749 3.2.1'),
    oauth: 'invalid_request',
    status: 400,
  },
  'client_auth.missing': refusal('No client authentication in the request.', 'RFC 6749 2.3'),
  'client_auth.malformed_basic': refusal(
    'The Authorization header is not Basic with form-urlencoded identifier and secret.',
    'RFC 6749 2.3.1',
  ),
  'client_auth.unknown_client': refusal(
    'The client is not registered on this platform and environment.',
    'RFC 6749 5.2',
  ),
  'client_auth.client_suspended': refusal('The registration of this client is suspended.', 'RFC 6749 5.2'),
  'client_auth.method_not_registered': refusal(
    'The client authenticates with another method than the one it registered.',
    'OpenID Connect Core 9',
  ),
  'client_auth.wrong_secret': refusal('The client secret is wrong or has ended.', 'RFC 6749 5.2'),
  'client_auth.assertion_malformed': refusal(
    'client_assertion is not a compact signed JWT, or client_assertion_type is missing or another one.',
    'RFC 7523 2.2',
  ),
  'client_auth.assertion_alg': refusal(
    'The algorithm of client_assertion is not the registered one; none and HMAC are never accepted.',
    'RFC 8725 3.1',
  ),
  'client_auth.assertion_signature': refusal(
    'No registered key of the client verifies client_assertion.',
    'RFC 7523 3',
  ),
  'client_auth.assertion_subject': refusal(
    'iss and sub of client_assertion must both be the client_id.',
    'OpenID Connect Core 9',
  ),
  'client_auth.assertion_audience': refusal(
    'aud of client_assertion must be the issuer of this hub, as one string.',
    'RFC 7523 3',
  ),
  'client_auth.assertion_expired': refusal(
    'client_assertion has expired, or its nbf or iat lies in the future, or exp is missing.',
    'RFC 7523 3',
  ),
  'client_auth.assertion_too_long': refusal(
    'exp of client_assertion is more than five minutes away.',
    'RFC 7523 3',
  ),
  'client_auth.assertion_replayed': refusal(
    'jti of client_assertion is missing or was already used.',
    'OpenID Connect Core 9',
  ),
  'client_auth.assertion_stale': refusal(
    'client_assertion was issued before the hub lost its record of used ones; send a new one.',
    'RFC 7523 3',
  ),
} as const satisfies Record<string, ErrorDefinition>;
