import type { ErrorDefinition } from './definition.ts';

const citizen = {
  fr: 'La connexion n’a pas pu aboutir. Retournez sur le service et recommencez.',
  en: 'The sign-in could not be completed. Go back to the service and start again.',
};

function invalidRequest<const Operator extends string, const Clause extends string>(
  operator: Operator,
  clause: Clause,
) {
  return { oauth: 'invalid_request', status: 400, redirect: false, citizen, operator, clause } as const;
}

function invalidGrant<const Operator extends string, const Clause extends string>(
  operator: Operator,
  clause: Clause,
) {
  return { oauth: 'invalid_grant', status: 400, redirect: false, citizen, operator, clause } as const;
}

/** Errors of the token, userinfo and revocation endpoints. */
export const tokenErrors = {
  'token.parameter_repeated': invalidRequest('A parameter is sent more than once.', 'RFC 6749 3.2'),
  'token.grant_type_missing': invalidRequest('grant_type is missing.', 'RFC 6749 4.1.3'),
  'token.grant_type_unsupported': {
    ...invalidRequest('grant_type is not supported; the only value is authorization_code.', 'RFC 6749 5.2'),
    oauth: 'unsupported_grant_type',
  },
  'token.code_missing': invalidRequest('code is missing.', 'RFC 6749 4.1.3'),
  'token.redirect_uri_missing': invalidRequest('redirect_uri is missing.', 'RFC 6749 4.1.3'),
  'token.code_unknown': invalidGrant('code is unknown or has expired (30 s).', 'RFC 6749 5.2'),
  'token.code_replayed': invalidGrant(
    'code was already redeemed; what it gave is revoked.',
    'RFC 6749 4.1.2; RFC 9700 2.1.1',
  ),
  'token.code_of_another_client': invalidGrant('code was issued to another client.', 'RFC 6749 4.1.3'),
  'token.redirect_uri_mismatch': invalidGrant(
    'redirect_uri is not the one of the authorization request.',
    'RFC 6749 4.1.3',
  ),
  'token.pkce_failed': invalidGrant(
    'code_verifier is missing, malformed, does not match code_challenge, or came without one.',
    'RFC 7636 4.6; RFC 9700 2.1.1',
  ),
  'token.grant_ended': invalidGrant('The sign-in was revoked or is no longer permitted.', 'RFC 6749 5.2'),
  'token.access_token_missing': {
    ...invalidRequest('No access token in the Authorization header or the form body.', 'RFC 6750 3.1'),
    oauth: 'invalid_token',
    status: 401,
  },
  'token.access_token_malformed': invalidRequest(
    'The access token is sent more than once, in two ways, or in a scheme other than Bearer.',
    'RFC 6750 3.1',
  ),
  'token.access_token_in_query': invalidRequest(
    'The access token must not be in the address; send it in the Authorization header.',
    'RFC 9700 4.3.2',
  ),
  'token.access_token_invalid': {
    ...invalidRequest('The access token is unknown, expired or revoked.', 'RFC 6750 3.1'),
    oauth: 'invalid_token',
    status: 401,
  },
  'token.revocation_token_missing': invalidRequest('token is missing.', 'RFC 7009 2.1'),
  'token.no_encryption_key': {
    oauth: 'server_error',
    status: 500,
    redirect: false,
    citizen: {
      fr: 'Ce service est mal configuré : nous ne pouvons pas lui transmettre vos données en sécurité. Prévenez le service.',
      en: 'This service is not set up correctly: we cannot send it your data safely. Tell the service.',
    },
    operator:
      'No key of the JWKS of the service fits the registered encryption algorithm (kty, use, key_ops, alg, size); nothing is ever sent unencrypted instead.',
    clause: 'OpenID Connect Core 10.2',
  },
} as const satisfies Record<string, ErrorDefinition>;
