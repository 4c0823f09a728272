/**
 * Four hubs in one process share nothing that gives access: codes, tokens and cookies of one are refused by the three
 * others and still work at their own hub (security.md, attack 14). The same service is registered on all four, so that
 * nothing is refused because its client is unknown.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HubId } from '@garance/core';
import { createHttpBrowser, type HttpBrowser, type Page } from '@garance/http-browser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { walkThroughLogin } from '../clients/walk-through.ts';
import { startFederation, type TestFederation } from '../federation.ts';
import { everyHub, issuerOf, kidsOf, nameOf } from './at-the-federation.ts';
import {
  type Everywhere,
  keyClient,
  redirectUri,
  registerEverywhere,
  secretClient,
} from './isolation-client.ts';

const basile = { provider: 'high', login: 'basile', password: 'garance' };
const pairs = everyHub.flatMap((giver) =>
  everyHub
    .filter((other) => other !== giver)
    .map((other) => ({ giver, other, from: nameOf(giver), to: nameOf(other) })),
);

let folder: string;
let federation: TestFederation;
let service: Everywhere;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'garance-isolation-'));
  service = await registerEverywhere();
  const seedClientsFile = join(folder, 'clients.json');
  await writeFile(seedClientsFile, JSON.stringify(service.seeds));
  federation = await startFederation({ seedClientsFile });
});

afterAll(async () => {
  await federation?.close();
  await rm(folder, { recursive: true });
});

const issuerAt = (hub: HubId) => issuerOf(federation.run, hub);

function requestTo(
  hub: HubId,
  more: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return {
    client_id: secretClient,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid email',
    acr_values: hub.platform === 'plus' ? 'eidas2' : 'eidas1',
    state: 'a-state-of-the-service',
    nonce: 'a-nonce-of-the-service-long-enough',
    ...more,
  };
}

const authorizeUrl = (hub: HubId, more?: Readonly<Record<string, string>>) =>
  `${issuerAt(hub)}/authorize?${new URLSearchParams(requestTo(hub, more))}`;

const post = (hub: HubId, path: string, form: Readonly<Record<string, string>>) =>
  fetch(`${issuerAt(hub)}${path}`, { method: 'POST', body: new URLSearchParams(form) });

const secretOf = (hub: HubId) => ({ client_id: secretClient, client_secret: service.secretFor(hub) });

const assertionOf = async (hub: HubId) => ({
  client_id: keyClient,
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: await service.assertionFor(federation.run, hub),
});

async function codeFrom(hub: HubId): Promise<string> {
  const { callback } = await walkThroughLogin(authorizeUrl(hub), basile, { redirectUri });
  return callback.searchParams.get('code') ?? '';
}

const redeem = (hub: HubId, code: string) =>
  post(hub, '/token', {
    ...secretOf(hub),
    grant_type: 'authorization_code',
    redirect_uri: redirectUri,
    code,
  });

async function tokensFrom(hub: HubId): Promise<{ readonly accessToken: string; readonly hint: string }> {
  const answer = await redeem(hub, await codeFrom(hub));
  const { access_token: accessToken, id_token: idToken } = (await answer.json()) as Record<string, string>;
  return { accessToken: accessToken ?? '', hint: await service.open(idToken ?? '') };
}

async function errorOf(answer: Response): Promise<readonly [number, string | undefined]> {
  const { error } = (await answer.json()) as { readonly error?: string };
  return [answer.status, error];
}

/** The same browser, with the cookies of one hub copied to the names of another's. */
function asIfOf(browser: HttpBrowser, giver: HubId, other: HubId): HttpBrowser {
  const fork = browser.fork();
  const own = `${giver.platform}-${giver.environment}`;
  for (const cookie of browser.cookies.list('localhost')) {
    fork.cookies.put({ ...cookie, name: cookie.name.replace(own, `${other.platform}-${other.environment}`) });
  }
  return fork;
}

const moved = (url: URL, giver: HubId, other: HubId) => url.href.replace(issuerAt(giver), issuerAt(other));

test('no two hubs have a key in common', async () => {
  const kids = (await Promise.all(everyHub.map((hub) => kidsOf(federation.run, hub)))).flat();
  expect(new Set(kids).size).toBe(kids.length);
});

describe.each(pairs)('credentials of $from are refused by $to:', ({ giver, other }) => {
  test.each(['/token', '/par'])('the client secret, at %s', async (path) => {
    const form = { ...requestTo(other), ...secretOf(giver), grant_type: 'authorization_code', code: 'x' };
    expect(await errorOf(await post(other, path, form))).toEqual([401, 'invalid_client']);
    // At its own hub the client authenticates, so the error is about the other credential.
    const [status, error] = await errorOf(await post(giver, path, { ...form, ...requestTo(giver) }));
    expect([status, error]).toEqual(path === '/par' ? [201, undefined] : [400, 'invalid_grant']);
  });

  test.each(['/token', '/par'])('the client assertion, at %s', async (path) => {
    const form = { ...requestTo(other), grant_type: 'authorization_code', code: 'x' };
    const assertion = await assertionOf(giver);
    expect(await errorOf(await post(other, path, { ...form, ...assertion }))).toEqual([
      401,
      'invalid_client',
    ]);
    const [status] = await errorOf(await post(giver, path, { ...form, ...requestTo(giver), ...assertion }));
    expect(status).toBe(path === '/par' ? 201 : 400);
  });

  test('the authorization code', async () => {
    const code = await codeFrom(giver);
    expect(await errorOf(await redeem(other, code))).toEqual([400, 'invalid_grant']);
    expect((await redeem(giver, code)).status).toBe(200);
  });

  test('the access token, and the id_token as a hint', async () => {
    const { accessToken, hint } = await tokensFrom(giver);
    const userinfo = (hub: HubId) =>
      fetch(`${issuerAt(hub)}/userinfo`, { headers: { authorization: `Bearer ${accessToken}` } });
    expect((await userinfo(other)).status).toBe(401);
    expect((await userinfo(giver)).status).toBe(200);

    const stopAt = ({ href }: URL) => href.startsWith(redirectUri);
    const ask = (hub: HubId) =>
      createHttpBrowser({ stopAt }).open(authorizeUrl(hub, { id_token_hint: hint }));
    const refused = await ask(other);
    expect(refused.url.searchParams.get('error')).toBe('invalid_request');
    expect((await ask(giver)).url.pathname).toContain('/interaction/');

    const query = new URLSearchParams({ id_token_hint: hint, post_logout_redirect_uri: redirectUri });
    const signOut = (hub: HubId) =>
      createHttpBrowser({ stopAt }).open(`${issuerAt(hub)}/session/end?${query}`);
    expect((await signOut(other)).status).toBe(400);
    expect((await signOut(giver)).stopped).toBe(true);
  });

  test('the pushed request', async () => {
    const pushed = await post(giver, '/par', { ...requestTo(giver), ...secretOf(giver) });
    const { request_uri: uri } = (await pushed.json()) as { readonly request_uri: string };
    const open = (hub: HubId) =>
      createHttpBrowser().open(
        `${issuerAt(hub)}/authorize?${new URLSearchParams({ client_id: secretClient, request_uri: uri })}`,
      );
    expect((await open(other)).status).toBe(400);
    expect((await open(giver)).url.pathname).toContain('/interaction/');
  });

  test('the login under way, its cookie under either name, and the callback of the provider', async () => {
    const browser = createHttpBrowser({ stopAt: ({ pathname }) => pathname.includes('/oidc-callback/') });
    const choice = await browser.open(authorizeUrl(giver));
    const disguised = asIfOf(browser, giver, other);
    for (const visitor of [browser.fork(), disguised]) {
      expectRefused(await visitor.open(moved(choice.url, giver, other)));
    }
    expectRefused(
      await disguised.submit(redirectedForm(choice, giver, other), { form: '/provider', button: 'high' }),
    );

    const provider = await browser.submit(choice, { form: '/provider', button: 'high' });
    const { login, password } = basile;
    const { url: callback, stopped } = await browser.submit(provider, { fields: { login, password } });
    expect(stopped).toBe(true);
    const carriesOn = (visitor: HttpBrowser) => createHttpBrowser({ cookies: visitor.cookies.list() });
    for (const visitor of [browser, asIfOf(browser, giver, other)]) {
      expectRefused(await carriesOn(visitor).open(moved(callback, giver, other)));
    }
    const consent = await carriesOn(browser).open(callback);
    expect([consent.status, consent.url.pathname.endsWith('/consent')]).toEqual([200, true]);
  });
});

function expectRefused({ status, url, hops }: Page): void {
  expect(status, url.href).toBeGreaterThanOrEqual(400);
  expect(hops).toHaveLength(1);
}

/** The page with its forms directed to the other hub. */
function redirectedForm(page: Page, giver: HubId, other: HubId): Page {
  const { host } = new URL(issuerAt(other));
  const forms = page.forms.map((form) => {
    const action = new URL(form.action);
    if (action.origin === new URL(issuerAt(giver)).origin) action.host = host;
    return { ...form, action };
  });
  return { ...page, url: new URL(moved(page.url, giver, other)), forms };
}
