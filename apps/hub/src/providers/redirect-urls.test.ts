import type { Provider } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { nonce, redirectUri, setUp, state } from './testing/gateway-setup.ts';

describe('the authorization request to the provider', () => {
  const input = {
    redirectUri,
    level: 'eidas2',
    state,
    nonce,
    codeVerifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
    uiLocale: 'fr',
  } as const;

  it('requires a fresh authentication, the level, PKCE and the identity', async () => {
    await using env = await setUp();
    const url = new URL(await env.gateway.authorizationUrl(env.double.provider, input));
    expect(`${url.origin}${url.pathname}`).toBe(`${env.double.issuer}/authorize`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      fixed: '1',
      client_id: 'the hub',
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: 'openid profile email preferred_username birthplace birthcountry',
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
  ] as const)('requests %s at a provider of %s as %s', async (level, levels, sentLevel) => {
    await using env = await setUp({ provider: { levels } });
    const url = new URL(await env.gateway.authorizationUrl(env.double.provider, { ...input, level }));
    expect(url.searchParams.get('acr_values')).toBe(sentLevel);
  });

  const sent = async (changes: Partial<Provider>) => {
    await using env = await setUp({ provider: changes });
    return new URL(await env.gateway.authorizationUrl(env.double.provider, input)).searchParams;
  };

  it('requests the scopes of standard there, and those of its registration from any provider', async () => {
    expect((await sent({ platform: 'standard' })).get('scope')).toBe('openid profile email birth');
    expect((await sent({ scopes: ['openid', 'identity:fr'] })).get('scope')).toBe('openid identity:fr');
  });

  it.each([
    [{ ordinaire: 'eidas1', fort: 'eidas2', '2FA': 'eidas2' }, 'fort 2FA'],
    [{ ordinaire: 'eidas1', carte: 'eidas3' }, 'carte'],
    [{ ordinaire: 'eidas1' }, null],
  ] as const)('requests the level in the provider’s own values: %j', async (acrMap, words) => {
    expect((await sent({ acrMap })).get('acr_values')).toBe(words);
  });

  it('has the acr_values of the registration unchanged, or none', async () => {
    expect((await sent({ acrValues: ['urn:loa:2', 'urn:loa:3'] })).get('acr_values')).toBe(
      'urn:loa:2 urn:loa:3',
    );
    expect((await sent({ acrValues: [] })).has('acr_values')).toBe(false);
  });

  it('has the claims and further parameters of the registration', async () => {
    const claims = { userinfo: { birthdate: { essential: true } }, id_token: { acr: null } };
    const params = await sent({ claims, extraParameters: { 'vendor.hint': 'a b&c', fixed: '2' } });
    expect(JSON.parse(params.get('claims') ?? '')).toEqual(claims);
    expect([params.get('vendor.hint'), params.getAll('fixed')]).toEqual(['a b&c', ['2']]);
  });

  it('never lets a further parameter replace one of the hub’s own (attack 7)', async () => {
    const hostile = {
      state: 'x',
      nonce: 'x',
      redirect_uri: 'https://evil.example',
      scope: 'x',
      prompt: 'none',
    };
    const params = await sent({ extraParameters: hostile });
    for (const [name, value] of Object.entries(hostile)) expect(params.getAll(name)).not.toContain(value);
  });

  it('omits max_age and ui_locales where the registration says so, prompt=login never', async () => {
    const params = await sent({ platform: 'standard', sendMaxAge: false, sendUiLocales: false });
    expect([params.has('max_age'), params.has('ui_locales'), params.get('prompt')]).toEqual([
      false,
      false,
      'login',
    ]);
  });

  it('omits PKCE where the provider does not support it', async () => {
    await using env = await setUp({ provider: { pkce: false } });
    const url = new URL(await env.gateway.authorizationUrl(env.double.provider, input));
    expect(url.searchParams.has('code_challenge')).toBe(false);
  });

  it('at logout has the provider’s own id_token as hint, and is not made where it has no logout', async () => {
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
