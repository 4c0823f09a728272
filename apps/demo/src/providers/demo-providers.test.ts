import { createServer, type Server } from 'node:http';
import { defaultProviderScopes } from '@garance/core';
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeServer, listen } from '../http/listen.ts';
import { type DemoProviderId, demoProviderIds } from '../persons/person.ts';
import type { DemoProviders } from './demo-provider.ts';
import { demoProviderProfiles } from './profiles.ts';
import { generateDemoProviderKeys } from './signing-keys.ts';
import { startDemoProviders } from './start-demo-providers.ts';
import { createBrowser } from './test-browser.ts';

const hub = 'http://localhost:9';
const redirectUri = `${hub}/api/v2/oidc-callback/demo`;
const afterLogout = `${hub}/api/v2/logout/provider-return`;
const scope =
  'openid given_name family_name birthdate gender birthplace birthcountry email preferred_username';

describe('the demo identity providers', () => {
  let providers: DemoProviders;
  let keyServer: Server;
  const hubKeys: { key: CryptoKey; kid: string; alg: string }[] = [];

  beforeAll(async () => {
    const published: object[] = [];
    for (const alg of ['RSA-OAEP-256', 'ECDH-ES']) {
      const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
      const jwk = await exportJWK(publicKey);
      const kid = await calculateJwkThumbprint(jwk);
      published.push({ ...jwk, kid, alg, use: 'enc' });
      hubKeys.push({ key: privateKey, kid, alg });
    }
    keyServer = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/jwk-set+json' });
      response.end(JSON.stringify({ keys: published }));
    });
    const keyPort = await listen(keyServer, { host: '127.0.0.1', port: 0 });
    const common = { redirectUris: [redirectUri], postLogoutRedirectUris: [afterLogout] };
    providers = await startDemoProviders({
      host: '127.0.0.1',
      port: 0,
      clients: [
        { clientId: 'hub', clientSecret: 's1', jwksUri: `http://127.0.0.1:${keyPort}/keys`, ...common },
        { clientId: 'plain', clientSecret: 's2', authMethod: 'client_secret_basic', ...common },
        { clientId: 'only-low', clientSecret: 's3', providers: ['low'], ...common },
      ],
    });
  });
  afterAll(async () => {
    await providers.close();
    await closeServer(keyServer);
  });

  const discover = async (id: DemoProviderId, clientId = 'hub'): Promise<oidc.Configuration> => {
    const { idTokenSigningAlg, encryption } = demoProviderProfiles[id];
    const signed = {
      id_token_signed_response_alg: idTokenSigningAlg,
      userinfo_signed_response_alg: idTokenSigningAlg,
    };
    const config = await oidc.discovery(
      new URL(providers.issuers[id]),
      clientId,
      { client_secret: clientId === 'hub' ? 's1' : 's2', ...signed },
      clientId === 'hub' ? oidc.ClientSecretPost('s1') : oidc.ClientSecretBasic('s2'),
      { execute: [oidc.allowInsecureRequests] },
    );
    if (encryption !== undefined && clientId === 'hub') {
      oidc.enableDecryptingResponses(
        config,
        ['A256GCM'],
        ...hubKeys.filter(({ alg }) => alg === encryption.alg),
      );
    }
    return config;
  };

  interface Login {
    readonly id: DemoProviderId;
    readonly clientId?: string;
    readonly acr?: string;
    readonly form: Record<string, string>;
    readonly browser?: ReturnType<typeof createBrowser>;
    readonly extra?: Record<string, string>;
  }

  const start = async ({ id, clientId = 'hub', acr = 'eidas1', extra = {} }: Omit<Login, 'form'>) => {
    const config = await discover(id, clientId);
    const verifier = oidc.randomPKCECodeVerifier();
    const checks = {
      expectedState: oidc.randomState(),
      expectedNonce: oidc.randomNonce(),
      pkceCodeVerifier: verifier,
    };
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope,
      state: checks.expectedState,
      nonce: checks.expectedNonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      acr_values: acr,
      prompt: 'login',
      max_age: '0',
      ...extra,
    });
    return { config, checks: { ...checks, maxAge: 0 }, url };
  };

  const logIn = async ({ browser = createBrowser(providers.origin), form, ...login }: Login) => {
    const { config, checks, url } = await start(login);
    const page = await browser.get(url);
    const end = await browser.submit(page, form);
    return { config, checks, end, page, browser };
  };

  it.each(demoProviderIds)(
    '%s: a whole login gives the identity, signed, and encrypted at the two upper providers',
    async (id) => {
      const level = demoProviderProfiles[id].levels.at(-1) ?? 'eidas1';
      const { config, checks, end } = await logIn({
        id,
        acr: level,
        form: { login: 'eglantine', password: 'garance', action: 'sign-in' },
      });
      expect(end.searchParams.get('iss')).toBe(providers.issuers[id]);
      const tokens = await oidc.authorizationCodeGrant(config, end, checks);
      const claims = tokens.claims();
      expect(claims).toMatchObject({ acr: level, amr: ['pwd'], iss: providers.issuers[id], aud: 'hub' });
      expect(tokens.id_token?.split('.')).toHaveLength(
        demoProviderProfiles[id].encryption === undefined ? 3 : 5,
      );
      const identity = await oidc.fetchUserInfo(config, tokens.access_token, claims?.sub ?? '');
      expect(identity).toMatchObject({
        given_name: 'Églantine',
        family_name: 'Gaude',
        birthdate: '1977-01-31',
        gender: 'female',
        birthplace: '35238',
        birthcountry: '99100',
        email: 'eglantine@courriel.example',
        preferred_username: 'Gaude Sarrette',
      });
    },
  );

  it.each(
    demoProviderIds.flatMap((id) =>
      (['standard', 'plus'] as const).map((platform) => [id, platform] as const),
    ),
  )('%s gives the whole identity for the default scopes of a hub of %s', async (id, platform) => {
    const { config, checks, end } = await logIn({
      id,
      form: { login: 'eglantine', password: 'garance', action: 'sign-in' },
      extra: { scope: defaultProviderScopes[platform].join(' ') },
    });
    const tokens = await oidc.authorizationCodeGrant(config, end, checks);
    const identity = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '');
    for (const claim of [
      ...['given_name', 'family_name', 'birthdate', 'gender'],
      ...['birthplace', 'birthcountry', 'email', 'preferred_username'],
    ]) {
      expect(identity[claim], claim).toEqual(expect.any(String));
    }
  });

  it.each(demoProviderIds)('%s announces its own levels, PKCE and iss in its answers', async (id) => {
    const answer = await fetch(`${providers.issuers[id]}/.well-known/openid-configuration`);
    expect(await answer.json()).toMatchObject({
      issuer: providers.issuers[id],
      acr_values_supported: demoProviderProfiles[id].levels,
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
    });
  });

  it('signs without encrypting for a client that publishes no keys, with client_secret_basic', async () => {
    const { config, checks, end } = await logIn({
      id: 'high',
      clientId: 'plain',
      form: { account: 'basile' },
    });
    const tokens = await oidc.authorizationCodeGrant(config, end, checks);
    expect(tokens.id_token?.split('.')).toHaveLength(3);
  });

  it('gives each attribute only for its scope', async () => {
    const { config, checks, end } = await logIn({
      id: 'low',
      form: { account: 'basile' },
      extra: { scope: 'openid given_name' },
    });
    const tokens = await oidc.authorizationCodeGrant(config, end, checks);
    const identity = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '');
    expect(identity).toHaveProperty('given_name', 'Basile');
    expect(identity).not.toHaveProperty('family_name');
    expect(identity).not.toHaveProperty('email');
  });

  it('an empty birthplace stays an empty claim for a person born abroad', async () => {
    const { config, checks, end } = await logIn({ id: 'high', form: { account: 'indigo' } });
    const tokens = await oidc.authorizationCodeGrant(config, end, checks);
    const identity = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '');
    expect(identity).toMatchObject({ birthplace: '', birthcountry: '99217' });
  });

  it.each([
    ['high', 'eidas1', 'eidas1'],
    ['high', 'eidas2', 'eidas2'],
    ['substantial', 'eidas2', 'eidas2'],
    ['substantial', 'eidas3', 'eidas2'],
    ['low', 'eidas3', 'eidas1'],
  ] as const)('%s, requested for %s, reaches %s', async (id, acr, reached) => {
    const { config, checks, end } = await logIn({ id, acr, form: { account: 'amarante' } });
    const tokens = await oidc.authorizationCodeGrant(config, end, checks);
    expect(tokens.claims()).toHaveProperty('acr', reached);
  });

  it('signs in at another level when one is chosen on purpose', async () => {
    const { config, checks, end } = await logIn({
      id: 'high',
      acr: 'eidas3',
      form: { account: 'amarante', level: 'eidas1' },
    });
    const tokens = await oidc.authorizationCodeGrant(config, end, checks);
    expect(tokens.claims()).toHaveProperty('acr', 'eidas1');
  });

  it('cancelling returns to the hub with access_denied, state and iss', async () => {
    const { checks, end } = await logIn({ id: 'substantial', form: { action: 'cancel' } });
    expect(`${end.origin}${end.pathname}`).toBe(redirectUri);
    expect(Object.fromEntries(end.searchParams)).toMatchObject({
      error: 'access_denied',
      state: checks.expectedState,
      iss: providers.issuers.substantial,
    });
  });

  it('shows the page again after a wrong password, with an error, and lets the person try again', async () => {
    const { url } = await start({ id: 'low' });
    const browser = createBrowser(providers.origin);
    const page = await browser.get(url);
    const again = await browser.post(page, { login: 'amarante', password: 'wrong', action: 'sign-in' });
    expect(again.status).toBe(422);
    expect(again.html).toContain('role="alert"');
    expect(again.html).toContain('Identifiant ou mot de passe incorrect');
    expect(again.html).toContain('value="amarante"');
    expect(again.html).not.toContain('wrong');
    const end = await browser.submit(page, { login: 'amarante', password: 'garance', action: 'sign-in' });
    expect(end.searchParams.has('code')).toBe(true);
  });

  it('asks again although the same browser has just signed in, and signs another person in', async () => {
    const first = await logIn({ id: 'high', form: { account: 'amarante' } });
    const second = await logIn({ id: 'high', form: { account: 'basile' }, browser: first.browser });
    const tokens = await oidc.authorizationCodeGrant(second.config, second.end, second.checks);
    const identity = await oidc.fetchUserInfo(second.config, tokens.access_token, tokens.claims()?.sub ?? '');
    expect(identity).toHaveProperty('given_name', 'Basile');
  });

  it('keeps sessions of one provider unknown at the others', async () => {
    const first = await logIn({ id: 'high', form: { account: 'amarante' } });
    const { url } = await start({ id: 'low', extra: { prompt: 'none', max_age: '300' } });
    const end = await first.browser.follow(url);
    expect(end.searchParams.get('error')).toBe('login_required');
  });

  it('refuses the form of another browser, or without the interaction cookie', async () => {
    const { url } = await start({ id: 'low' });
    const page = await createBrowser(providers.origin).get(url);
    const otherBrowser = await createBrowser(providers.origin).post(page, { account: 'amarante' });
    expect(otherBrowser.status).toBe(400);
    expect(otherBrowser.html).toContain('Cette page a expiré');
  });

  it.each(['cross-site', 'same-site'])('refuses a form sent by a %s page', async (site) => {
    const { url } = await start({ id: 'low' });
    const browser = createBrowser(providers.origin);
    const page = await browser.get(url);
    const answer = await browser.post(page, { account: 'amarante' }, { 'sec-fetch-site': site });
    expect(answer.status).toBe(400);
  });

  it('refuses a form of more than 16 KB', async () => {
    const { url } = await start({ id: 'low' });
    const browser = createBrowser(providers.origin);
    const page = await browser.get(url);
    const answer = await browser.post(page, { account: 'amarante', login: 'x'.repeat(20_000) });
    expect(answer.status).toBe(400);
  });

  it('shows a wrong login as text, never as markup', async () => {
    const { url } = await start({ id: 'low' });
    const browser = createBrowser(providers.origin);
    const page = await browser.get(url);
    const answer = await browser.post(page, { login: '"><script>alert(1)</script>', password: 'x' });
    expect(answer.html).toContain('&lt;script>');
    expect(answer.html).not.toContain('<script>');
  });

  it('is in the requested language, and in the other one on request', async () => {
    const { url } = await start({ id: 'low', extra: { ui_locales: 'en' } });
    const browser = createBrowser(providers.origin);
    const page = await browser.get(url);
    expect(page.html).toContain('<html lang="en">');
    expect(page.html).toContain('Réséda account');
    const french = await browser.get(new URL('?lang=fr', page.url));
    expect(french.html).toContain('<html lang="fr">');
    expect(french.html).toContain('Compte Réséda');
  });

  it('allows the form to lead to the hub, and neither scripts nor framing', async () => {
    const { url } = await start({ id: 'low' });
    const { headers, html } = await createBrowser(providers.origin).get(url);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/form-action 'self' http:\/\/localhost:\d+$/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(html).not.toContain('<script');
  });

  it('ends the session on sign-out and returns to the hub without a further page', async () => {
    const { config, checks, end, browser } = await logIn({
      id: 'substantial',
      form: { account: 'amarante' },
    });
    const { id_token } = await oidc.authorizationCodeGrant(config, end, checks);
    const { plaintext } = await import('jose').then(({ compactDecrypt }) =>
      compactDecrypt(id_token ?? '', hubKeys[0]?.key ?? new Uint8Array()),
    );
    const url = oidc.buildEndSessionUrl(config, {
      id_token_hint: new TextDecoder().decode(plaintext),
      post_logout_redirect_uri: afterLogout,
      state: 'back',
    });
    const returned = await browser.follow(url);
    expect(returned.href).toBe(`${afterLogout}?state=back`);

    const silent = await start({ id: 'substantial', extra: { prompt: 'none', max_age: '300' } });
    const after = await browser.follow(silent.url);
    expect(after.searchParams.get('error')).toBe('login_required');
  });

  it('never redirects after sign-out to an unregistered address', async () => {
    const answer = await fetch(
      `${providers.issuers.low}/session/end?client_id=hub&post_logout_redirect_uri=https://elsewhere.example/`,
      { redirect: 'manual' },
    );
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('invalid_request');
  });

  it('asks before a sign-out that names no client', async () => {
    const { browser } = await logIn({ id: 'low', form: { account: 'amarante' } });
    const page = await browser.get(new URL(`${providers.issuers.low}/session/end`));
    expect(page.status).toBe(200);
    expect(page.html).toContain('Vous déconnecter ?');
  });

  it('shows its own error page for an unregistered redirect address', async () => {
    const { url } = await start({ id: 'high', extra: { redirect_uri: 'https://elsewhere.example/' } });
    const answer = await fetch(url, { redirect: 'manual', headers: { 'accept-language': 'en' } });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('The request could not be completed');
  });

  it('accepts a client only where it is registered', async () => {
    for (const id of ['substantial', 'high'] as const) {
      const { url } = await start({ id });
      url.searchParams.set('client_id', 'only-low');
      const answer = await fetch(url, { redirect: 'manual' });
      expect(answer.status).toBe(400);
    }
  });

  it('serves a logo, a style sheet and its health, and keeps its kids over a restart', async () => {
    expect((await fetch(`${providers.issuers.low}/logo.svg`)).headers.get('content-type')).toBe(
      'image/svg+xml',
    );
    expect((await fetch(`${providers.issuers.low}/provider.css`)).status).toBe(200);
    expect((await fetch(`${providers.origin}/healthz`)).status).toBe(200);
    expect((await fetch(`${providers.origin}/nowhere`)).status).toBe(404);

    const keys = await generateDemoProviderKeys();
    const kids = async (): Promise<unknown> => {
      const once = await startDemoProviders({ host: '127.0.0.1', port: 0, clients: [], keys });
      const jwks = (await (await fetch(`${once.issuers.high}/jwks`)).json()) as {
        keys: { kid: string; d?: string }[];
      };
      await once.close();
      expect(jwks.keys.every((key) => key.d === undefined)).toBe(true);
      return jwks.keys.map(({ kid }) => kid);
    };
    expect(await kids()).toEqual(await kids());
  });

  it('names its endpoints by its own issuer whatever the Host header says', async () => {
    const { request } = await import('node:http');
    const body = await new Promise<string>((resolve, reject) => {
      const url = `${providers.issuers.low}/.well-known/openid-configuration`;
      request(url, { headers: { host: 'attacker.example' } }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        response.on('end', () => resolve(text));
      })
        .on('error', reject)
        .end();
    });
    expect(body).toContain(`"authorization_endpoint":"${providers.issuers.low}/auth"`);
    expect(body).not.toContain('attacker.example');
  });
});
