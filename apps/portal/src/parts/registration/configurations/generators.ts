/** Ready-to-copy configurations, one function per product, each from the actual registration. */
import { platformNames } from '@garance/web/view';
import { lines, quoted, type Settings, secretPlaceholder } from './settings.ts';

export interface Configuration {
  readonly id: string;
  /** Product name, the same in every language. */
  readonly name: string;
  readonly generate: (settings: Settings) => string;
}

function dotEnv({
  issuer,
  registration,
  redirectUri,
  postLogoutRedirectUri,
  scope,
  acr,
  usesSecret,
}: Settings) {
  const { clientId, auth, idToken } = registration;
  return lines(
    `GARANCE_ISSUER=${issuer}`,
    `GARANCE_CLIENT_ID=${clientId}`,
    usesSecret && `GARANCE_CLIENT_SECRET=${secretPlaceholder}`,
    `GARANCE_CLIENT_AUTH_METHOD=${auth.method}`,
    !usesSecret && 'GARANCE_CLIENT_KEY_FILE=./client-key.pem',
    `GARANCE_REDIRECT_URI=${redirectUri}`,
    postLogoutRedirectUri !== '' && `GARANCE_POST_LOGOUT_REDIRECT_URI=${postLogoutRedirectUri}`,
    `GARANCE_SCOPE=${quoted(scope)}`,
    `GARANCE_ACR_VALUES=${acr}`,
    `GARANCE_ID_TOKEN_SIGNED_RESPONSE_ALG=${idToken.signingAlg}`,
    idToken.encryption !== undefined && `GARANCE_ID_TOKEN_ENCRYPTED_RESPONSE_ALG=${idToken.encryption.alg}`,
    idToken.encryption !== undefined && 'GARANCE_DECRYPTION_KEY_FILE=./decryption-key.pem',
  );
}

function openidClient({ issuer, registration, redirectUri, scope, acr, usesSecret }: Settings) {
  const { clientId, auth, idToken } = registration;
  const authentication = {
    client_secret_post: 'client.ClientSecretPost(process.env.GARANCE_CLIENT_SECRET)',
    client_secret_basic: 'client.ClientSecretBasic(process.env.GARANCE_CLIENT_SECRET)',
    private_key_jwt: 'client.PrivateKeyJwt(signingKey) // CryptoKey of your own',
  }[auth.method];
  const insecure = issuer.startsWith('http:');
  return lines(
    "import * as client from 'openid-client';",
    '',
    'const config = await client.discovery(',
    `  new URL(${quoted(issuer)}),`,
    `  ${quoted(clientId)},`,
    `  { id_token_signed_response_alg: ${quoted(idToken.signingAlg)}, userinfo_signed_response_alg: ${quoted(idToken.signingAlg)} },`,
    `  ${authentication},`,
    insecure && '  { execute: [client.allowInsecureRequests] }, // local demonstration only',
    ');',
    idToken.encryption !== undefined &&
      `client.enableDecryptingResponses(config, ['A256GCM'], decryptionKey); // ${idToken.encryption.alg}`,
    '',
    'const codeVerifier = client.randomPKCECodeVerifier();',
    'const url = client.buildAuthorizationUrl(config, {',
    `  redirect_uri: ${quoted(redirectUri)},`,
    `  scope: ${quoted(scope)},`,
    `  acr_values: ${quoted(acr)},`,
    '  state: client.randomState(),',
    '  nonce: client.randomNonce(),',
    '  code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),',
    "  code_challenge_method: 'S256',",
    '});',
    !usesSecret && '// signingKey: the private half of a key in your published JWK Set',
  );
}

function modAuthOpenidc({ discovery, registration, redirectUri, scope, acr, usesSecret }: Settings) {
  const { clientId, auth, idToken } = registration;
  const { encryption } = idToken;
  return lines(
    `OIDCProviderMetadataURL ${quoted(discovery)}`,
    `OIDCClientID ${quoted(clientId)}`,
    usesSecret && `OIDCClientSecret ${quoted(secretPlaceholder)}`,
    `OIDCProviderTokenEndpointAuth ${auth.method}`,
    !usesSecret && 'OIDCPrivateKeyFiles "kid#/etc/ssl/private/client-key.pem"',
    `OIDCRedirectURI ${quoted(redirectUri)}`,
    'OIDCCryptoPassphrase "exec:/bin/cat /etc/apache2/oidc-passphrase"',
    `OIDCScope ${quoted(scope)}`,
    `OIDCAuthRequestParams ${quoted(`acr_values=${acr}`)}`,
    'OIDCPKCEMethod S256',
    `OIDCIDTokenSignedResponseAlg ${idToken.signingAlg}`,
    `OIDCUserInfoSignedResponseAlg ${idToken.signingAlg}`,
    encryption !== undefined && `OIDCIDTokenEncryptedResponseAlg ${encryption.alg}`,
    encryption !== undefined && `OIDCIDTokenEncryptedResponseEnc ${encryption.enc}`,
    encryption !== undefined && `OIDCUserInfoEncryptedResponseAlg ${encryption.alg}`,
    encryption !== undefined && `OIDCUserInfoEncryptedResponseEnc ${encryption.enc}`,
    encryption !== undefined && usesSecret && 'OIDCPrivateKeyFiles "kid#/etc/ssl/private/decryption-key.pem"',
    '',
    '<Location "/">',
    '  AuthType openid-connect',
    '  Require valid-user',
    '</Location>',
  );
}

function keycloak({ issuer, endpoints, registration, scope, usesSecret }: Settings) {
  const provider = {
    alias: 'garance',
    displayName: platformNames[registration.platform],
    providerId: 'oidc',
    enabled: true,
    config: {
      issuer,
      authorizationUrl: endpoints.authorization,
      tokenUrl: endpoints.token,
      userInfoUrl: endpoints.userinfo,
      jwksUrl: endpoints.jwks,
      logoutUrl: endpoints.endSession,
      useJwksUrl: 'true',
      validateSignature: 'true',
      clientId: registration.clientId,
      ...(usesSecret && { clientSecret: secretPlaceholder }),
      clientAuthMethod: registration.auth.method,
      defaultScope: scope,
      pkceEnabled: 'true',
      pkceMethod: 'S256',
      forwardParameters: 'acr_values',
    },
  };
  return `${JSON.stringify(provider, null, 2)}\n`;
}

function springSecurity({ issuer, registration, redirectUri, scope, usesSecret }: Settings) {
  const { clientId, auth } = registration;
  return lines(
    'spring:',
    '  security:',
    '    oauth2:',
    '      client:',
    '        registration:',
    '          garance:',
    `            client-id: ${quoted(clientId)}`,
    usesSecret && `            client-secret: ${quoted(secretPlaceholder)}`,
    `            client-authentication-method: ${auth.method}`,
    '            authorization-grant-type: authorization_code',
    `            redirect-uri: ${quoted(redirectUri)}`,
    `            scope: [${scope.split(' ').map(quoted).join(', ')}]`,
    '        provider:',
    '          garance:',
    `            issuer-uri: ${quoted(issuer)}`,
    `            user-name-attribute: ${quoted('sub')}`,
  );
}

function symfony({ discovery, registration, redirectUri, scope, usesSecret }: Settings) {
  return lines(
    '# drenso/symfony-oidc-bundle: config/packages/drenso_oidc.yaml',
    'drenso_oidc:',
    '  default_client: garance',
    '  clients:',
    '    garance:',
    `      well_known_url: ${quoted(discovery)}`,
    `      client_id: ${quoted(registration.clientId)}`,
    usesSecret ? "      client_secret: '%env(GARANCE_CLIENT_SECRET)%'" : "      client_secret: ''",
    `      redirect_route: ${quoted(new URL(redirectUri).pathname)}`,
    '      code_challenge_method: S256',
    `      additional_scopes: [${scope.split(' ').slice(1).map(quoted).join(', ')}]`,
  );
}

function django({ endpoints, registration, scope, acr, usesSecret }: Settings) {
  const { clientId, auth, idToken } = registration;
  return lines(
    '# mozilla-django-oidc: settings.py',
    'import os',
    '',
    `OIDC_RP_CLIENT_ID = ${quoted(clientId)}`,
    usesSecret && 'OIDC_RP_CLIENT_SECRET = os.environ["GARANCE_CLIENT_SECRET"]',
    `OIDC_OP_AUTHORIZATION_ENDPOINT = ${quoted(endpoints.authorization)}`,
    `OIDC_OP_TOKEN_ENDPOINT = ${quoted(endpoints.token)}`,
    `OIDC_OP_USER_ENDPOINT = ${quoted(endpoints.userinfo)}`,
    `OIDC_OP_JWKS_ENDPOINT = ${quoted(endpoints.jwks)}`,
    `OIDC_OP_LOGOUT_ENDPOINT = ${quoted(endpoints.endSession)}`,
    `OIDC_RP_SIGN_ALGO = ${quoted(idToken.signingAlg)}`,
    `OIDC_RP_SCOPES = ${quoted(scope)}`,
    'OIDC_STATE_SIZE = 32',
    'OIDC_NONCE_SIZE = 32',
    'OIDC_USE_PKCE = True',
    `OIDC_TOKEN_USE_BASIC_AUTH = ${auth.method === 'client_secret_basic' ? 'True' : 'False'}`,
    `OIDC_AUTH_REQUEST_EXTRA_PARAMS = {"acr_values": ${quoted(acr)}}`,
    '# userinfo is a signed JWT here: override OIDCAuthenticationBackend.get_userinfo to verify it with the JWKS.',
  );
}

/** In the order shown. */
export const configurations: readonly Configuration[] = [
  { id: 'env', name: '.env (SDK)', generate: dotEnv },
  { id: 'openid-client', name: 'openid-client (Node.js)', generate: openidClient },
  { id: 'mod-auth-openidc', name: 'mod_auth_openidc (Apache)', generate: modAuthOpenidc },
  { id: 'keycloak', name: 'Keycloak', generate: keycloak },
  { id: 'spring-security', name: 'Spring Security', generate: springSecurity },
  { id: 'symfony', name: 'Symfony', generate: symfony },
  { id: 'django', name: 'Django', generate: django },
];
