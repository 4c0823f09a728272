import { describe, expect, it } from 'vitest';
import { type Pairs, paramsOf } from '../testing/fixtures.ts';
import { checkRevocationRequest } from './check-revocation-request.ts';
import { checkTokenRequest } from './check-token-request.ts';
import { findAccessToken } from './find-access-token.ts';

const good = {
  grant_type: 'authorization_code',
  code: 'c',
  redirect_uri: 'https://service.example/callback',
};

function tokenRequest(params: Readonly<Record<string, string>> | Pairs) {
  const outcome = checkTokenRequest.run({ params: paramsOf(params) });
  return outcome.ok ? outcome.adds.request : outcome.error;
}

describe('checkTokenRequest', () => {
  it('reads code, redirect URI and verifier', () => {
    expect(tokenRequest(good)).toStrictEqual({ code: 'c', redirectUri: 'https://service.example/callback' });
    expect(tokenRequest({ ...good, code_verifier: 'v', client_id: 'x' })).toHaveProperty('codeVerifier', 'v');
  });

  it.each([
    ['token.grant_type_missing', { ...good, grant_type: '' }],
    ['token.grant_type_unsupported', { ...good, grant_type: 'refresh_token' }],
    ['token.grant_type_unsupported', { ...good, grant_type: 'client_credentials' }],
    ['token.code_missing', { ...good, code: '' }],
    ['token.redirect_uri_missing', { ...good, redirect_uri: '' }],
  ])('answers %s to %o', (error, params) => {
    expect(tokenRequest(params)).toBe(error);
  });

  it('attack 15: refuses a repeated parameter', () => {
    expect(tokenRequest([...Object.entries(good), ['code', 'd']])).toBe('token.parameter_repeated');
    expect(tokenRequest([...Object.entries(good), ['x', '1'], ['x', '2']])).toBe('token.parameter_repeated');
  });
});

describe('checkRevocationRequest', () => {
  it('reads the token, whatever the hint says', () => {
    const params = paramsOf({ token: 't', token_type_hint: 'refresh_token' });
    expect(checkRevocationRequest.run({ params })).toEqual({ ok: true, adds: { token: 't' } });
  });

  it('refuses a missing or repeated token', () => {
    expect(checkRevocationRequest.run({ params: paramsOf({}) })).toEqual({
      ok: false,
      error: 'token.revocation_token_missing',
    });
    const repeated = paramsOf([
      ['token', 'a'],
      ['token', 'b'],
    ]);
    expect(checkRevocationRequest.run({ params: repeated })).toEqual({
      ok: false,
      error: 'token.parameter_repeated',
    });
  });
});

describe('findAccessToken', () => {
  const none = paramsOf({});
  const body = paramsOf({ access_token: 'abc' });

  it.each([
    ['in the header', { authorization: 'Bearer abc', query: none }],
    ['in a header of another case', { authorization: 'bearer  abc', query: none }],
    ['in the header of a POST', { authorization: 'Bearer abc', query: none, body: none }],
    ['in the body', { query: none, body }],
  ])('finds it %s', (_, request) => {
    expect(findAccessToken.run(request)).toEqual({ ok: true, adds: { token: 'abc' } });
  });

  it.each([
    ['token.access_token_missing', { query: none }],
    ['token.access_token_missing', { query: none, body: none }],
    ['token.access_token_malformed', { authorization: '', query: none }],
    ['token.access_token_malformed', { authorization: 'Basic abc', query: none }],
    ['token.access_token_malformed', { authorization: 'Bearer a b', query: none }],
    ['token.access_token_malformed', { authorization: 'Bearer', query: none }],
    ['token.access_token_malformed', { authorization: 'xBearer abc', query: none }],
    ['token.access_token_malformed', { authorization: 'Bearer abc', query: none, body }],
    ['token.access_token_malformed', { query: none, body: paramsOf({ access_token: '' }) }],
    ['token.access_token_in_query', { query: body }],
    ['token.access_token_in_query', { authorization: 'Bearer abc', query: body }],
  ])('answers %s to %o', (error, request) => {
    expect(findAccessToken.run(request)).toEqual({ ok: false, error });
  });
});
