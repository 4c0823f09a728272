// Cases that other test suites try on services: the scenarios of this suite for each, or why there is none. Every
// scenario named must exist.

/** @typedef {{ readonly cases: string, readonly by?: string, readonly not?: string }} Row `by`: ids, the family once */

const noCounterpart = 'No counterpart in a JWT.';
const notOffered = 'The platform does not offer it.';

/** @type {readonly { readonly title: string, readonly about: string, readonly rows: readonly Row[] }[]} */
export const anchors = [
  {
    title: 'spid-sp-test',
    about:
      'Answers to a SAML service provider, by number. Its catalogue goes to 111; 6, 7, 25, 50, 67, 84, 91, 101 and 102 are not in use. A SAML response is compared with the id_token, or with the callback where it carries the error.',
    rows: [
      { cases: '1, 109', by: 'accept.plain' },
      { cases: '2, 3', by: 'id-token.alg-none id-token.alg-absent id-token.not-signed' },
      { cases: '4, 100', by: 'id-token.unknown-key id-token.unknown-key-true-kid' },
      { cases: '5', by: 'id-token.embedded-x5c id-token.embedded-jwk' },
      {
        cases: '8, 9, 33, 34',
        not: 'An identifier of the token (jti) is not required; replay is tried by callback.replayed.',
      },
      { cases: '10, 35', not: noCounterpart },
      { cases: '11–13, 36–38', by: 'id-token.missing-iat id-token.iat-word' },
      { cases: '14, 39', by: 'id-token.iat-long-ago' },
      { cases: '15, 40', by: 'id-token.future-iat id-token.iat-just-outside' },
      {
        cases: '16–18, 60–62',
        by: 'id-token.nonce-empty id-token.missing-nonce id-token.wrong-nonce callback.state-empty callback.missing-state callback.wrong-state',
      },
      {
        cases: '19–21, 57–59',
        not: 'The address of the answer is the registered redirect URI, and the token is fetched, not brought; for whom it is stands in aud.',
      },
      { cases: '22–24', by: 'callback.no-code callback.empty-code token-endpoint.malformed-json' },
      { cases: '26', by: 'callback.tells-server-error' },
      { cases: '27–29, 68, 69', by: 'id-token.iss-empty id-token.missing-iss id-token.wrong-issuer' },
      { cases: '30, 31, 70–72', not: noCounterpart },
      { cases: '32', by: 'token-endpoint.no-id-token' },
      { cases: '41–44', by: 'id-token.sub-empty id-token.missing-sub id-token.sub-object' },
      { cases: '45–49, 51–56', not: noCounterpart },
      {
        cases: '63–66, 79–82',
        by: 'id-token.exp-empty id-token.missing-exp id-token.exp-word id-token.expired',
      },
      { cases: '73, 74', not: 'Times and audience stand in the token itself; each is left out in turn.' },
      { cases: '75, 76', not: 'A token without nbf is right (RFC 7519 §4.1.5).' },
      { cases: '77, 78', by: 'id-token.nbf-word id-token.nbf-far id-token.nbf-just-outside' },
      {
        cases: '83, 85–87',
        by: 'id-token.aud-empty-list id-token.aud-empty id-token.missing-aud id-token.wrong-audience',
      },
      { cases: '88–90, 92, 93', by: 'id-token.acr-empty id-token.missing-acr' },
      { cases: '94–96', by: 'id-token.lower-level id-token.acr-one-below accept.higher-level' },
      { cases: '97', by: 'id-token.acr-level-word id-token.acr-level-address' },
      { cases: '98, 99, 103', by: 'accept.optional-claim-absent accept.extra-claims' },
      { cases: '104–106, 108', by: 'callback.tells-temporarily-unavailable callback.tells-invalid-acr' },
      { cases: '107, 111', by: 'callback.tells-access-denied' },
      { cases: '110', not: 'A NumericDate with a fraction is not tried yet.' },
    ],
  },
  {
    title: 'OpenID conformance suite, plans for relying parties',
    about: 'The code flow’s modules, by the names of the conformance profiles or of the module.',
    rows: [
      { cases: 'rp-response_type-code', by: 'accept.plain' },
      { cases: 'rp-id_token-issuer-mismatch', by: 'id-token.wrong-issuer' },
      { cases: 'rp-id_token-sub', by: 'id-token.missing-sub' },
      { cases: 'rp-id_token-aud, missing aud', by: 'id-token.wrong-audience id-token.missing-aud' },
      { cases: 'rp-id_token-iat', by: 'id-token.missing-iat' },
      {
        cases: 'rp-id_token-kid-absent-single-jwks, -multiple-jwks',
        not: 'The platform always names its key; a wrong token without the name is tried by id-token.unknown-key-without-kid.',
      },
      {
        cases: 'rp-id_token-sig-rs256',
        not: 'The platform signs by the algorithm that is registered; another one is refused.',
      },
      { cases: 'rp-id_token-sig-none', by: 'id-token.alg-none' },
      {
        cases: 'rp-id_token-bad-sig-rs256, bad HS256, bad ES256',
        by: 'id-token.altered-signature id-token.hs256-client-secret',
      },
      { cases: 'rp-userinfo-bad-sub-claim', by: 'userinfo.other-sub' },
      { cases: 'rp-nonce-invalid', by: 'id-token.wrong-nonce' },
      { cases: 'rp-scope-userinfo-claims', by: 'requests.scopes' },
      { cases: 'rp-token_endpoint-client_secret_basic', by: 'requests.client-authentication' },
      { cases: 'userinfo by header, by body', by: 'requests.no-credentials-in-url' },
      { cases: 'at_hash missing, invalid', by: 'accept.at-hash-absent id-token.at-hash-constant' },
      { cases: 'rp-discovery-openid-configuration', by: 'requests.uses-discovery' },
      { cases: 'rp-discovery-jwks_uri-keys', by: 'id-token.unknown-key' },
      { cases: 'rp-discovery-issuer-not-matching-config', by: 'discovery.issuer-differs' },
      { cases: 'rp-key-rotation-op-sign-key, -native', by: 'accept.new-signing-key' },
      { cases: 'unparseable key in the key set', not: 'The rehearsal issuer publishes no such key yet.' },
      { cases: 'form post plan, and its error', by: 'callback.wrong-state callback.tells-access-denied' },
      {
        cases: 'RP-initiated logout; its state absent, wrong',
        by: 'logout.goes-to-end-session logout.checks-state',
      },
      { cases: 'back-channel logout', not: 'The hubs send no logout tokens to rehearsed services yet.' },
      { cases: 'c_hash; implicit and hybrid plans', not: notOffered },
      { cases: 'front-channel logout, session management', not: notOffered },
      {
        cases: 'dynamic registration, WebFinger, request_uri, refresh tokens, third-party initiated login',
        not: notOffered,
      },
      { cases: 'aggregated and distributed claims, mutual-TLS aliases', not: notOffered },
    ],
  },
  {
    title: 'GOV.UK One Login simulator',
    about:
      'Errors that its configuration can ask for: in the ID token, in the core identity (here, userinfo), at authorisation.',
    rows: [
      { cases: 'idTokenErrors: INVALID_ISS', by: 'id-token.wrong-issuer' },
      { cases: 'idTokenErrors: INVALID_AUD', by: 'id-token.wrong-audience' },
      { cases: 'idTokenErrors: INVALID_ALG_HEADER', by: 'id-token.alg-unknown id-token.alg-none' },
      { cases: 'idTokenErrors: INVALID_SIGNATURE', by: 'id-token.altered-signature' },
      { cases: 'idTokenErrors: TOKEN_EXPIRED', by: 'id-token.expired' },
      { cases: 'idTokenErrors: TOKEN_NOT_VALID_YET', by: 'id-token.nbf-far id-token.future-iat' },
      { cases: 'idTokenErrors: NONCE_NOT_MATCHING', by: 'id-token.wrong-nonce' },
      { cases: 'idTokenErrors: INCORRECT_VOT', by: 'id-token.lower-level' },
      { cases: 'coreIdentityErrors: INVALID_ALG_HEADER', by: 'userinfo.alg-unknown userinfo.alg-none' },
      { cases: 'coreIdentityErrors: INVALID_SIGNATURE', by: 'userinfo.altered-signature' },
      { cases: 'coreIdentityErrors: INVALID_ISS', by: 'userinfo.wrong-issuer' },
      { cases: 'coreIdentityErrors: INVALID_AUD', by: 'userinfo.wrong-audience' },
      { cases: 'coreIdentityErrors: INCORRECT_SUB', by: 'userinfo.other-sub' },
      { cases: 'coreIdentityErrors: TOKEN_EXPIRED', by: 'userinfo.exp-far' },
      { cases: 'authoriseErrors: ACCESS_DENIED', by: 'callback.tells-access-denied' },
      { cases: 'authoriseErrors: TEMPORARILY_UNAVAILABLE', by: 'callback.tells-temporarily-unavailable' },
    ],
  },
  {
    title: 'OWASP ASVS 5.0',
    about:
      'Requirements of the chapters on sessions (7), OAuth and OpenID Connect (10) and data protection (14) that can be seen from outside.',
    rows: [
      { cases: '7.2.3 unpredictable identifiers', by: 'sessions.identifier-unpredictable' },
      { cases: '7.2.4 a new session at sign-in', by: 'sessions.identifier-changes' },
      { cases: '7.4.1 a session ends', by: 'logout.ends-local-session sessions.back-after-logout' },
      { cases: '7.3.1, 7.3.2 time limits of a session', not: 'A run does not wait for hours.' },
      {
        cases: '10.1.1 tokens stay where they are needed',
        by: 'sessions.access-token-in-page sessions.access-token-in-storage sessions.access-token-in-cookie',
      },
      {
        cases: '10.1.2 state, nonce and PKCE bound to the login',
        by: 'callback.state-of-another-session callback.code-injection',
      },
      { cases: '10.2.1, 10.2.2 CSRF and mix-up', by: 'callback.wrong-state callback.wrong-issuer' },
      { cases: '10.5.1 replay of an ID token', by: 'id-token.wrong-nonce id-token.nonce-other-login' },
      {
        cases: '10.5.2 a person is sub of the issuer',
        by: 'sessions.same-email-other-sub sessions.same-name-other-sub',
      },
      { cases: '10.5.3 metadata of another issuer', by: 'discovery.issuer-differs' },
      { cases: '10.5.4 audience', by: 'id-token.wrong-audience' },
      {
        cases: '10.5.5 back-channel logout',
        not: 'The hubs send no logout tokens to rehearsed services yet.',
      },
      {
        cases: '14.2.1 nothing sensitive in addresses',
        by: 'sessions.identity-in-address sessions.access-token-in-address',
      },
      {
        cases: '14.2.3 nothing for trackers',
        by: 'sessions.identity-in-third-party sessions.code-in-third-party',
      },
      { cases: '14.3.2 no-store', by: 'sessions.identity-not-stored' },
      { cases: '14.3.3 browser storage', by: 'sessions.identity-in-storage sessions.identity-in-cookie' },
    ],
  },
];
