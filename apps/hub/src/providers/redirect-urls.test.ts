import { describe, expect, it } from 'vitest';
import { nonce, redirectUri, setUp, state } from './testing/gateway-setup.ts';

describe('where the browser is sent', () => {
  const input = {
    redirectUri,
    level: 'eidas2',
    state,
    nonce,
    codeVerifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
    uiLocale: 'fr',
  } as const;

  it('asks for a fresh authentication, the level, PKCE and the identity', async () => {
    await using env = await setUp();
    const url = new URL(await env.gateway.authorizationUrl(env.double.provider, input));
    expect(`${url.origin}${url.pathname}`).toBe(`${env.double.issuer}/authorize`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      fixed: '1',
      client_id: 'the hub',
      response_type: 'code',
      redirect_uri: redirectUri,
      scope:
        'openid given_name family_name birthdate gender birthplace birthcountry email preferred_username',
      state,
      nonce,
      acr_values: 'eidas2',
      prompt: 'login',
      max_age: '0',
      ui_locales: 'fr',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    });
  });

  it.each([
    ['eidas1', ['eidas2', 'eidas3'], 'eidas2'],
    ['eidas3', ['eidas2', 'eidas3'], 'eidas3'],
    ['eidas1', ['eidas1'], 'eidas1'],
  ] as const)('asks for %s at a provider of %s as %s', async (level, levels, asked) => {
    await using env = await setUp({ provider: { levels } });
    const url = new URL(await env.gateway.authorizationUrl(env.double.provider, { ...input, level }));
    expect(url.searchParams.get('acr_values')).toBe(asked);
  });

  it('leaves PKCE out where the provider does not know it', async () => {
    await using env = await setUp({ provider: { pkce: false } });
    const url = new URL(await env.gateway.authorizationUrl(env.double.provider, input));
    expect(url.searchParams.has('code_challenge')).toBe(false);
  });

  it('sends the provider its own hint at logout, and nothing where it has no logout', async () => {
    await using env = await setUp();
    const logout = { idTokenHint: 'hint', state, postLogoutRedirectUri: 'http://localhost/return' };
    const url = new URL((await env.gateway.endSessionUrl(env.double.provider, logout)) ?? '');
    expect(url.pathname).toBe('/idp/logout');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      id_token_hint: 'hint',
      client_id: 'the hub',
      post_logout_redirect_uri: 'http://localhost/return',
      state,
    });
    await using without = await setUp();
    without.double.behave({ discovery: ({ end_session_endpoint: _none, ...rest }) => rest });
    expect(await without.gateway.endSessionUrl(without.double.provider, logout)).toBeUndefined();
  });
});
