/**
 * Decisions of the outside habilitation site reach the hub: signed webhooks over HTTP create a service, its applicant
 * publishes a registration, a citizen signs in, and a revocation ends it; in one federation configured with
 * `GARANCE_DATAPASS_SECRET`.
 */
import { createHmac } from 'node:crypto';
import { createHttpBrowser, type HttpBrowser } from '@garance/http-browser';
import { datapassBody, type TestEvent } from '@garance/portal/testing/datapass';
import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFederation, type TestFederation } from '../federation.ts';
import { beginLogin, redirectUri } from '../portal-integration/relying-party.ts';

const datapassSecret = 'what the habilitation site and this federation share';
const applicant = 'jeanne.martin@saint-ail.example';
const basile = { provider: 'low', login: 'basile', password: 'garance' };
const remoteId = 4711;
/** Generous, for busy machines; the measured time is printed. */
const patienceMs = 30_000;

let federation: TestFederation;
let credentials: Credentials;
const beganSeconds = Math.floor(Date.now() / 1000) - 600;

interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

beforeAll(async () => {
  federation = await startFederation({ datapassSecret });
});
afterAll(() => federation?.close());

/** Single data of a person, as the habilitation site lists them; no group. */
const scopes = [
  ...['openid', 'given_name', 'family_name', 'birthdate', 'gender', 'birthplace', 'birthcountry'],
  ...['preferred_username', 'email'],
];

/** Sends one delivery, signed as documented: HMAC-SHA-256 of the raw body, hexadecimal. */
async function deliver(event: TestEvent['event'], afterSeconds: number) {
  const firedAt = beganSeconds + afterSeconds;
  const body = datapassBody({ event, firedAt, id: remoteId, fields: { scopes } });
  const signature = createHmac('sha256', datapassSecret).update(body).digest('hex');
  const answer = await fetch(`${federation.run.portal}/datapass/webhook`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
    body,
  });
  return { status: answer.status, json: (await answer.json()) as { readonly token_id?: string } };
}

const tables = () => federation.partnerSpace.store.portal;

async function requestHere() {
  const link = await tables().datapassRequests.find(String(remoteId));
  const request = await tables().requests.find(link?.requestId ?? '');
  if (request === undefined) throw new Error('the webhook made no request');
  return request;
}

/** Signs in with the code from the mailbox. */
async function signsInToThePartnerSpace(email: string): Promise<HttpBrowser> {
  const browser = createHttpBrowser();
  const signIn = await browser.submit(await browser.open(`${federation.run.portal}/sign-in`), {
    form: '/sign-in',
    fields: { email },
  });
  const code = await expect
    .poll(() => findCode(email), { timeout: patienceMs })
    .toMatch(/^\d{6}$/)
    .then(() => findCode(email));
  await browser.submit(signIn, { form: '/sign-in/code', fields: { code } });
  return browser;
}

async function findCode(email: string): Promise<string> {
  const search = new URLSearchParams({ q: email });
  const answer = await fetch(`${federation.run.mailbox}/api/messages?${search}`);
  const mails = (await answer.json()) as readonly { readonly text: string }[];
  return mails.flatMap(({ text }) => /Votre code : (\d{6})/.exec(text)?.[1] ?? [])[0] ?? '';
}

/** Publishes a registration and creates a secret, through the pages. */
async function integrates(browser: HttpBrowser, serviceId: string): Promise<Credentials> {
  const base = `${federation.run.portal}/services/${serviceId}/standard/integration`;
  const review = await browser.submit(await browser.open(`${base}/registration`), {
    form: '/integration/registration',
    fields: { redirectUris: redirectUri, postLogoutRedirectUris: 'http://127.0.0.1:9/' },
  });
  await browser.submit(review, { form: '/publish' });
  const shown = await browser.submit(await browser.open(`${base}/secrets`), {
    form: '/integration/secrets',
    fields: { label: 'serveur' },
  });
  const clientSecret = [...shown.html.matchAll(/<code[^>]*>([^<]+)<\/code>/g)].at(-1)?.[1] ?? '';
  const hub = { platform: 'standard', environment: 'integration' } as const;
  const access = await tables().clientRegistrations.findFor(serviceId, hub);
  return { clientId: access?.clientId ?? '', clientSecret };
}

/** A login of the service up to the code. */
function begin(scope = 'openid given_name family_name') {
  const issuer = federation.run.hubs.standard.integration;
  return beginLogin({ issuer, ...credentials }, { level: 'eidas1', scope });
}

async function signIn() {
  const login = await begin();
  const tokens = await login.redeem(await login.comesBack(basile));
  const { sub } = tokens.claims() ?? { sub: '' };
  const userinfo = () => client.fetchUserInfo(login.config, tokens.access_token, sub);
  return { userinfo };
}

/** Whether a new authorization request leads to a login or to a refusal. */
async function beginning(scope?: string): Promise<'a login' | 'a refusal'> {
  const { url } = await begin(scope);
  const answer = await fetch(url, { redirect: 'manual' });
  const isLogin = answer.headers.get('location')?.includes('/interaction/') === true;
  if (isLogin) return 'a login';
  expect(await answer.text()).toContain('authorize.client_suspended');
  return 'a refusal';
}

describe('a service created by the outside habilitation site', () => {
  test('is created by its signed events, in any order', async () => {
    expect((await deliver('approve', 30)).status).toBe(201);
    expect((await deliver('submit', 20)).status).toBe(200);
    expect((await deliver('create', 10)).status).toBe(200);
    expect((await requestHere()).state).toBe('validated');
    const again = await deliver('approve', 30);
    expect(again).toEqual(await deliver('approve', 30));
  });

  test('signs citizens in once its applicant has published a registration', async () => {
    const { serviceId } = await requestHere();
    const browser = await signsInToThePartnerSpace(applicant);
    credentials = await integrates(browser, serviceId);
    await expect.poll(() => beginning(), { timeout: patienceMs }).toBe('a login');
    const { userinfo } = await signIn();
    expect(await userinfo()).toMatchObject({ given_name: expect.any(String) });
  });

  test.each(['openid identite_pivot email', 'openid profile email', 'openid birth'])(
    'may request %s, all of whose claims its habilitation covers',
    async (scope) => {
      expect(await beginning(scope)).toBe('a login');
    },
  );

  test('a revocation stops its logins, those under way and the tokens already given (security.md 12)', async () => {
    const { userinfo } = await signIn();
    const underWay = await begin();
    const callback = await underWay.comesBack(basile);
    const revoked = await deliver('revoke', 60);
    const begun = performance.now();
    expect(revoked.status).toBe(200);
    await expect.poll(() => beginning(), { timeout: patienceMs, interval: 10 }).toBe('a refusal');
    const tookMs = performance.now() - begun;
    process.stdout.write(
      `logins were refused ${tookMs.toFixed(0)} ms after the revocation (2000 promised)\n`,
    );
    await expect(underWay.redeem(callback)).rejects.toThrow();
    await expect(userinfo()).rejects.toThrow();
  });

  test('stays revoked whatever older or repeated events arrive', async () => {
    const before = await requestHere();
    const history = () => tables().history.list('request', before.id);
    const steps = await history();
    const first = await deliver('revoke', 60);
    expect(await deliver('revoke', 60)).toEqual(first);
    // The same delivery gets the same answer again.
    for (const [event, afterSeconds, status] of [
      ['approve', 30, 201],
      ['approve', 31, 200],
      ['update', 40, 200],
      ['reopen', 50, 200],
    ] as const) {
      expect((await deliver(event, afterSeconds)).status).toBe(status);
    }
    expect((await requestHere()).state).toBe('revoked');
    expect(await history()).toEqual(steps);
    expect(await beginning()).toBe('a refusal');
    expect((await tables().audit.verify()).brokenAt).toBeUndefined();
  });
});
