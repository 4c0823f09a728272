import { describe, expect, it } from 'vitest';
import { checkAuthorizationRequest } from '../authorization/check-authorization-request.ts';
import { contextFor, goodRequest, issuer, makeRegistration, paramsOf } from '../testing/fixtures.ts';
import { discoveryDocument } from './discovery-document.ts';

const standard = discoveryDocument({ platform: 'standard', issuer });
const plus = discoveryDocument({ platform: 'plus', issuer });

describe.each([
  ['standard', standard],
  ['plus', plus],
])('the discovery document of %s', (_, document) => {
  it('has what OpenID Connect Discovery §3 requires', () => {
    expect(document).toMatchObject({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['pairwise'],
      scopes_supported: expect.arrayContaining(['openid', 'email', 'identite_pivot']),
      claims_supported: expect.arrayContaining(['sub', 'iss', 'acr', 'given_name', 'birthcountry']),
    });
  });

  it('has every endpoint under the issuer', () => {
    const endpoints = Object.entries(document).filter(([name]) => /(_endpoint|_uri)$/.test(name));
    expect(endpoints.map(([name]) => name).sort()).toEqual([
      'authorization_endpoint',
      'end_session_endpoint',
      'jwks_uri',
      'pushed_authorization_request_endpoint',
      'revocation_endpoint',
      'token_endpoint',
      'userinfo_endpoint',
    ]);
    for (const [, url] of endpoints) expect(url).toMatch(new RegExp(`^${issuer}/`));
  });

  it('states what is not supported and that answers carry iss', () => {
    expect(document).toMatchObject({
      request_parameter_supported: false,
      request_uri_parameter_supported: false,
      require_request_uri_registration: false,
      require_pushed_authorization_requests: false,
      authorization_response_iss_parameter_supported: true,
      code_challenge_methods_supported: ['S256'],
      grant_types_supported: ['authorization_code'],
    });
  });

  it('announces only asymmetric algorithms, and encryption as registrations may ask for it', () => {
    for (const [name, value] of Object.entries(document)) {
      if (name.includes('_alg_values_'))
        expect(value).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(HS|none|RSA1_5)/)]));
    }
    expect(document.id_token_encryption_enc_values_supported).toEqual(['A256GCM']);
    expect(document.userinfo_encryption_alg_values_supported).toEqual([
      'RSA-OAEP-256',
      'ECDH-ES',
      'RSA-OAEP',
    ]);
  });

  it('announces what requests and registrations may contain, and nothing else', () => {
    const methods = ['client_secret_post', 'client_secret_basic', 'private_key_jwt'];
    const assertionAlgs = ['ES256', 'RS256', 'PS256'];
    expect(document).toMatchObject({
      response_modes_supported: ['query', 'form_post'],
      claims_parameter_supported: true,
      claim_types_supported: ['normal'],
      ui_locales_supported: ['fr', 'en'],
      userinfo_encryption_enc_values_supported: ['A256GCM'],
      token_endpoint_auth_methods_supported: methods,
      token_endpoint_auth_signing_alg_values_supported: assertionAlgs,
      revocation_endpoint_auth_methods_supported: methods,
      revocation_endpoint_auth_signing_alg_values_supported: assertionAlgs,
    });
    const ofIdToken = ['sub', 'iss', 'aud', 'exp', 'iat', 'auth_time', 'nonce', 'acr', 'amr', 'at_hash'];
    expect(document.claims_supported).toEqual(expect.arrayContaining(ofIdToken));
    expect(document.claims_supported).not.toContain('');
  });

  it('repeats no value in a list', () => {
    for (const value of Object.values(document)) {
      if (Array.isArray(value)) expect(new Set(value).size).toBe(value.length);
    }
  });
});

describe('the platforms differ', () => {
  it('in levels, signature algorithms and scopes', () => {
    expect(standard).toMatchObject({
      acr_values_supported: ['eidas1'],
      id_token_signing_alg_values_supported: ['ES256', 'RS256'],
      userinfo_signing_alg_values_supported: ['ES256', 'RS256'],
      prompt_values_supported: ['login', 'consent'],
    });
    expect(plus).toMatchObject({
      acr_values_supported: ['eidas2', 'eidas3'],
      id_token_signing_alg_values_supported: ['ES256'],
      userinfo_signing_alg_values_supported: ['ES256'],
      prompt_values_supported: ['login', 'consent'],
      claims_supported: expect.arrayContaining(['rnipp_given_name']),
    });
    expect(standard.claims_supported).not.toContain('rnipp_given_name');
  });
});

/** Lists whose values are sent as they are in one parameter of the request. */
const requestLists = {
  response_types_supported: 'response_type',
  response_modes_supported: 'response_mode',
  prompt_values_supported: 'prompt',
  acr_values_supported: 'acr_values',
  ui_locales_supported: 'ui_locales',
} as const;

describe.each([
  ['standard', standard],
  ['plus', plus],
] as const)('the default profile of %s', (platform, document) => {
  const scopes = document.scopes_supported as readonly string[];
  const registration = makeRegistration({ platform, scopes, idpHintAllowed: true });
  const ask = (changes: Readonly<Record<string, string>>) =>
    checkAuthorizationRequest(paramsOf({ ...goodRequest, ...changes }), contextFor(registration));

  it.each(Object.entries(requestLists))('accepts every value of %s', (list, parameter) => {
    const values = document[list] as readonly string[];
    expect(values.length).toBeGreaterThan(0);
    for (const value of values) {
      expect([value, ask({ [parameter]: value }).kind]).toEqual([value, 'accepted']);
    }
  });

  it('accepts every announced scope and PKCE method', () => {
    expect(ask({ scope: scopes.join(' ') }).kind).toBe('accepted');
    for (const code_challenge_method of document.code_challenge_methods_supported as readonly string[]) {
      expect(ask({ code_challenge: 'a'.repeat(43), code_challenge_method }).kind).toBe('accepted');
    }
  });

  it('refuses prompt=none, which is not announced', () => {
    expect(document.prompt_values_supported).not.toContain('none');
    expect(ask({ prompt: 'none' })).toMatchObject({ kind: 'redirect', error: 'authorize.login_required' });
  });
});
