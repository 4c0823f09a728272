import type { ErrorDefinition, Localized } from './definition.ts';

/** The same text for every failed proof: the citizen did nothing wrong and may use another account. */
const untrusted: Localized = {
  fr: 'Le compte choisi a envoyé une réponse que nous ne pouvons pas accepter. Aucune donnée n’a été transmise. Choisissez un autre compte ou réessayez plus tard.',
  en: 'The account you chose sent an answer that we cannot accept. No data was shared. Choose another account or try again later.',
};

const rejected = (operator: string, clause: string) =>
  ({ oauth: 'server_error', status: 502, redirect: true, citizen: untrusted, operator, clause }) as const;

/** Errors in an identity provider's answer. After each the citizen is back at the choice of accounts. */
export const providerErrors = {
  'provider.cancelled': {
    oauth: 'access_denied',
    status: 403,
    redirect: true,
    citizen: {
      fr: 'Vous n’avez pas terminé la connexion avec ce compte. Réessayez, choisissez un autre compte ou retournez sur le service.',
      en: 'You did not finish signing in with this account. Try again, choose another account or go back to the service.',
    },
    operator: 'The identity provider answered access_denied: the person cancelled or was refused there.',
    clause: 'RFC 6749 4.1.2.1',
  },
  'provider.answered_error': {
    oauth: 'access_denied',
    status: 502,
    redirect: true,
    citizen: {
      fr: 'Le compte choisi n’a pas pu vous connecter. Choisissez un autre compte ou réessayez plus tard.',
      en: 'The account you chose could not sign you in. Choose another account or try again later.',
    },
    operator: 'The identity provider answered with an error at its authorization or token endpoint.',
    clause: 'RFC 6749 4.1.2.1, 5.2',
  },
  'provider.unavailable': {
    oauth: 'temporarily_unavailable',
    status: 503,
    redirect: true,
    citizen: {
      fr: 'Le compte choisi ne répond pas pour le moment. Choisissez un autre compte ou réessayez dans quelques minutes.',
      en: 'The account you chose is not responding at the moment. Choose another account or try again in a few minutes.',
    },
    operator:
      'The identity provider is down, slow, overloaded, or serves no usable configuration or keys; check its endpoints.',
    clause: 'RFC 6749 4.1.2.1',
  },
  'provider.state': rejected(
    'The state of the identity provider answer is not the one sent.',
    'RFC 6749 10.12',
  ),
  'provider.issuer_parameter': rejected(
    'The iss parameter of the authorization response is missing or names another issuer (mix-up).',
    'RFC 9207 2.4',
  ),
  'provider.code_missing': rejected(
    'The authorization response carries neither a code nor an error.',
    'RFC 6749 4.1.2',
  ),
  'provider.token_response': rejected(
    'The token endpoint did not answer a Bearer token response with an id_token in JSON.',
    'OpenID Connect Core 3.1.3.3',
  ),
  'provider.not_encrypted': rejected(
    'The token is not encrypted although the configuration of this provider says it is.',
    'OpenID Connect Core 10.2',
  ),
  'provider.decryption': rejected(
    'The token cannot be decrypted: wrong key, algorithm, content encryption or header.',
    'RFC 7516 5.2',
  ),
  'provider.not_signed': rejected(
    'The token is not a JWS where one is required; an encrypted token must be signed inside.',
    'OpenID Connect Core 10.2',
  ),
  'provider.algorithm': rejected(
    'The token is not signed with the algorithm configured for this provider.',
    'RFC 8725 3.1',
  ),
  'provider.header': rejected(
    'The token header carries parameters that are never accepted: crit, b64, zip, jwk, jku, x5u, or another type.',
    'RFC 8725 3.10, RFC 7515 4.1.11',
  ),
  'provider.unknown_key': rejected(
    'No key published by the provider fits the kid and algorithm of the token.',
    'OpenID Connect Core 10.1',
  ),
  'provider.signature': rejected(
    'The signature of the token does not verify with the key the provider publishes.',
    'RFC 7515 5.2',
  ),
  'provider.token_malformed': rejected(
    'The token is oversize or its payload is not a JSON object.',
    'RFC 7519 7.2',
  ),
  'provider.issuer': rejected(
    'iss of the id_token is not the issuer of this provider.',
    'OpenID Connect Core 3.1.3.7',
  ),
  'provider.audience': rejected(
    'aud or azp of the id_token is not the client the hub is at this provider.',
    'OpenID Connect Core 3.1.3.7',
  ),
  'provider.subject': rejected(
    'sub is missing or is not a string of 1 to 255 characters.',
    'OpenID Connect Core 2',
  ),
  'provider.lifetime': rejected(
    'exp or iat of the id_token is missing, past or in the future; check the clocks.',
    'OpenID Connect Core 3.1.3.7',
  ),
  'provider.nonce': rejected(
    'nonce of the id_token is not the one sent for this login.',
    'OpenID Connect Core 3.1.3.7',
  ),
  'provider.access_token_hash': rejected(
    'at_hash of the id_token does not fit the access token beside it.',
    'OpenID Connect Core 3.1.3.8',
  ),
  'provider.authentication_time': rejected(
    'auth_time is older than this login although a fresh authentication was asked for.',
    'OpenID Connect Core 3.1.2.1',
  ),
  'provider.authentication_time_missing': rejected(
    'auth_time is missing although max_age was asked for: when the person authenticated is not known.',
    'OpenID Connect Core 3.1.2.1',
  ),
  'provider.level_unknown': rejected(
    'acr of the id_token is missing, or is no assurance level that the registration of this provider knows.',
    'OpenID Connect Core 2',
  ),
  'provider.level_not_allowed': rejected(
    'acr of the id_token is a level that this provider may not assert.',
    'eIDAS 2015/1502',
  ),
  'provider.level_insufficient': {
    oauth: 'access_denied',
    status: 403,
    redirect: true,
    citizen: {
      fr: 'Ce compte ne vous a pas identifié au niveau de sécurité demandé par le service. Choisissez un autre compte.',
      en: 'This account did not identify you at the security level the service requires. Choose another account.',
    },
    operator: 'acr of the id_token is below the level asked for.',
    clause: 'OpenID Connect Core 5.5.1.1',
  },
  'provider.authentication_methods': rejected(
    'amr of the id_token is not a list of at most 20 names of methods.',
    'OpenID Connect Core 2',
  ),
  'provider.userinfo_response': rejected(
    'The userinfo endpoint did not answer in the format configured for this provider.',
    'OpenID Connect Core 5.3.2',
  ),
  'provider.userinfo_subject': rejected(
    'sub of the userinfo is not that of the id_token (token substitution).',
    'OpenID Connect Core 5.3.2',
  ),
  'provider.userinfo_issuer': rejected(
    'iss of the signed userinfo is not the issuer of this provider.',
    'OpenID Connect Core 5.3.2',
  ),
  'provider.userinfo_audience': rejected(
    'aud of the signed userinfo does not name the client the hub is at this provider.',
    'OpenID Connect Core 5.3.2',
  ),
  'provider.userinfo_lifetime': rejected(
    'exp or iat of the signed userinfo is past, in the future or not a number.',
    'OpenID Connect Core 5.3.2',
  ),
} as const satisfies Record<string, ErrorDefinition>;
