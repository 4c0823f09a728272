import type { ErrorCode } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { outcome, redirectUri, setUp, signing, startMs, state } from './testing/gateway-setup.ts';
import type { Misbehaviour } from './testing/provider-double.ts';
import { makeSigningPair } from './testing/token-forge.ts';

const rsaSigning = makeSigningPair('RS256', 'key-rsa');

describe('an honest answer is accepted', () => {
  it.each([
    ['ES256', undefined, 'json'],
    ['ES256', undefined, 'signed'],
    ['RS256', undefined, 'signed'],
    ['ES256', 'ECDH-ES', 'nested'],
    ['ES256', 'RSA-OAEP', 'nested'],
    ['RS256', 'RSA-OAEP-256', 'nested'],
    ['ES256', 'ECDH-ES', 'signed'],
    ['ES256', 'ECDH-ES', 'json'],
  ] as const)('signed with %s, encrypted with %s, userinfo %s', async (alg, encryption, userinfoFormat) => {
    await using env = await setUp({
      signing: alg === 'ES256' ? signing : rsaSigning,
      provider: { userinfoFormat },
      ...(encryption !== undefined && { encryption }),
    });
    const answer = await env.redeem();
    expect(answer).toMatchObject({
      kind: 'identity',
      acr: 'eidas2',
      amr: ['pwd', 'otp'],
      authTime: startMs / 1000,
      claims: { sub: 'subject-at-the-provider', family_name: 'DUBOIS', email: 'angela@example.org' },
    });
    expect(answer.kind === 'identity' && answer.idToken.split('.')).toHaveLength(3);
  });

  it('redeems the code with PKCE and the secret in the body', async () => {
    await using env = await setUp();
    await env.redeem();
    const token = env.double.seen.find(({ path }) => path === '/idp/token');
    expect(token?.authorization).toBeUndefined();
    expect(token?.form).toEqual({
      grant_type: 'authorization_code',
      code: 'code-1',
      redirect_uri: redirectUri,
      code_verifier: 'verifier-of-this-login',
      client_id: 'the hub',
      client_secret: 'secret of the hub: é&+',
    });
  });

  it('redeems the code with the secret in the header, each half form-encoded (RFC 6749 §2.3.1)', async () => {
    await using env = await setUp({ provider: { authMethod: 'client_secret_basic', pkce: false } });
    await env.redeem();
    const token = env.double.seen.find(({ path }) => path === '/idp/token');
    expect(token?.form).toEqual({
      grant_type: 'authorization_code',
      code: 'code-1',
      redirect_uri: redirectUri,
    });
    const credentials = Buffer.from(token?.authorization?.slice('Basic '.length) ?? '', 'base64').toString();
    expect(credentials).toBe('the+hub:secret+of+the+hub%3A+%C3%A9%26%2B');
  });

  it('works with configured endpoints, without discovery', async () => {
    await using env = await setUp();
    const { issuer } = env.double;
    const endpoints = {
      issuer,
      authorization: `${issuer}/authorize`,
      token: `${issuer}/token`,
      userinfo: `${issuer}/userinfo`,
      jwks: `${issuer}/jwks`,
      issParameter: false,
    };
    const answer = await env.redeem(
      { callback: { code: 'c', state } },
      { source: { kind: 'endpoints', endpoints } },
    );
    expect(answer.kind).toBe('identity');
    expect(env.double.seen.some(({ path }) => path.includes('well-known'))).toBe(false);
  });

  it.each<[string, Misbehaviour]>([
    ['a provider that reaches more than was asked', { idTokenClaims: (c) => ({ ...c, acr: 'eidas3' }) }],
    [
      'several audiences with azp',
      { idTokenClaims: (c) => ({ ...c, aud: ['the hub', 'another'], azp: 'the hub' }) },
    ],
    ['an audience as a list of one', { idTokenClaims: (c) => ({ ...c, aud: ['the hub'] }) }],
    ['no amr or at_hash', { idTokenClaims: ({ amr: _b, at_hash: _c, ...rest }) => rest }],
    [
      'a clock 29 s apart',
      { idTokenClaims: (c) => ({ ...c, iat: startMs / 1000 + 29, exp: startMs / 1000 - 29 }) },
    ],
    ['auth_time just within tolerance', { idTokenClaims: (c) => ({ ...c, auth_time: startMs / 1000 - 70 }) }],
    ['userinfo without iss and aud', { userinfoClaims: ({ iss: _i, aud: _a, ...rest }) => rest }],
    ['a certificate beside the kid', { idTokenHeader: (h) => ({ ...h, x5c: ['MIIB'], x5t: 'abc' }) }],
    ['token_type in another case', { tokenResponse: (body) => ({ ...body, token_type: 'bearer' }) }],
  ])('with %s', async (_what, behaviour) => {
    await using env = await setUp({ encryption: 'ECDH-ES' });
    env.double.behave(behaviour);
    expect(outcome(await env.redeem())).toBe('identity');
  });

  it('on standard also when the citizen had signed in before', async () => {
    await using env = await setUp();
    env.double.behave({ idTokenClaims: (claims) => ({ ...claims, auth_time: startMs / 1000 - 3_600 }) });
    expect(outcome(await env.redeem({ platform: 'standard' }))).toBe('identity');
    expect(outcome(await env.redeem({ platform: 'plus' }))).toBe('failed provider.authentication_time');
  });
});

describe('the callback', () => {
  it.each<[string, Record<string, string>, ErrorCode, 'failed' | 'refused']>([
    ['another state', { code: 'c', state: 'other', iss: 'ISSUER' }, 'provider.state', 'failed'],
    ['no state', { code: 'c', iss: 'ISSUER' }, 'provider.state', 'failed'],
    [
      'another issuer (mix-up)',
      { code: 'c', state, iss: 'https://other.example' },
      'provider.issuer_parameter',
      'failed',
    ],
    ['no issuer although announced', { code: 'c', state }, 'provider.issuer_parameter', 'failed'],
    [
      'an error of another issuer',
      { error: 'access_denied', state, iss: 'https://other.example' },
      'provider.issuer_parameter',
      'failed',
    ],
    ['neither code nor error', { state, iss: 'ISSUER' }, 'provider.code_missing', 'failed'],
    ['an empty code', { code: '', state, iss: 'ISSUER' }, 'provider.code_missing', 'failed'],
    [
      'both code and error',
      { code: 'c', error: 'x', state, iss: 'ISSUER' },
      'provider.code_missing',
      'failed',
    ],
    ['a cancellation', { error: 'access_denied', state, iss: 'ISSUER' }, 'provider.cancelled', 'refused'],
    ['another error', { error: 'server_error', state, iss: 'ISSUER' }, 'provider.answered_error', 'refused'],
  ])('with %s is not redeemed', async (_what, callback, error, kind) => {
    await using env = await setUp();
    const sent = Object.fromEntries(
      Object.entries(callback).map(([name, value]) => [name, value.replace('ISSUER', env.double.issuer)]),
    );
    expect(outcome(await env.redeem({ callback: sent }))).toBe(`${kind} ${error}`);
    expect(env.double.seen.some(({ path }) => path === '/idp/token')).toBe(false);
  });

  it('naming another issuer is refused even where the provider announces none', async () => {
    await using env = await setUp();
    env.double.behave({
      discovery: (document) => ({ ...document, authorization_response_iss_parameter_supported: false }),
    });
    const callback = { code: 'c', state, iss: 'https://other.example' };
    expect(outcome(await env.redeem({ callback }))).toBe('failed provider.issuer_parameter');
    expect(outcome(await env.redeem({ callback: { code: 'c', state } }))).toBe('identity');
  });
});
