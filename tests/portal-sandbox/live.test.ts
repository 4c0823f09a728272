/**
 * A sandbox client from its creation to its removal in one federation: a person without an organisation creates it, an
 * invented citizen signs in with it on the integration hub, rehearsals are refused for it, and it is unknown once removed.
 */

import { createHttpBrowser, type HttpBrowser, type Page } from '@garance/http-browser';
import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFederation, type TestFederation } from '../federation.ts';
import {
  beginLogin,
  type Credentials,
  redirectUri,
  signCitizenIn,
} from '../portal-integration/relying-party.ts';

const patienceMs = 30_000;
const developer = 'solene.curieuse@exemple.example';
const basile = { provider: 'low', login: 'basile', password: 'garance' };

let federation: TestFederation;
let browser: HttpBrowser;
beforeAll(async () => {
  federation = await startFederation();
});
afterAll(() => federation?.close());

/** Signs in with the code from the mailbox. */
async function signsIn(email: string): Promise<HttpBrowser> {
  const made = createHttpBrowser();
  const signIn = await made.submit(await made.open(`${federation.run.portal}/sign-in`), {
    form: '/sign-in',
    fields: { email },
  });
  await expect.poll(() => findCode(email), { timeout: patienceMs }).toMatch(/^\d{6}$/);
  const code = await findCode(email);
  const known = await made.submit(signIn, { form: '/sign-in/code', fields: { code } });
  await made.submit(known, { form: '/sign-in/name', fields: { name: 'Solène Curieuse' } });
  return made;
}

async function findCode(email: string): Promise<string> {
  const answer = await fetch(`${federation.run.mailbox}/api/messages?${new URLSearchParams({ q: email })}`);
  const mails = (await answer.json()) as readonly { readonly text: string }[];
  return mails.flatMap(({ text }) => /Votre code : (\d{6})/.exec(text)?.[1] ?? [])[0] ?? '';
}

/** Issuer, client id and secret, in the order on the page. */
function credentialsOn({ html }: Page): Credentials {
  const [issuer = '', clientId = '', clientSecret = ''] = [
    ...html.matchAll(/<code[^>]*>([^<]+)<\/code>/g),
  ].map(([, text = '']) => text);
  return { issuer, clientId, clientSecret };
}

interface MadeClient {
  readonly credentials: Credentials;
  readonly href: string;
}

async function makes(displayName: string): Promise<MadeClient> {
  const form = await browser.open(`${federation.run.portal}/sandbox/new?platform=standard`);
  const shown = await browser.submit(form, {
    form: '/sandbox',
    fields: { displayName, redirectUris: redirectUri },
  });
  const path = /\/sandbox\/[0-9a-f-]{36}/.exec(shown.html)?.[0] ?? '';
  return { credentials: credentialsOn(shown), href: `${federation.run.portal}${path}` };
}

const isKnown = async (credentials: Credentials) => {
  const { url } = await beginLogin(credentials, { level: 'eidas1', scope: 'openid' });
  const answer = await fetch(url, { redirect: 'manual' });
  return answer.headers.get('location')?.includes('/interaction/') === true;
};

describe('a sandbox client', () => {
  let first: MadeClient;
  let second: MadeClient;

  test('is live on the integration hub within seconds, and signs invented people in', async () => {
    browser = await signsIn(developer);
    first = await makes('Test de ma démarche');
    expect(first.credentials.issuer).toBe(federation.run.hubs.standard.integration);
    await expect.poll(() => isKnown(first.credentials), { timeout: patienceMs }).toBe(true);
    const seen = await signCitizenIn(first.credentials, { level: 'eidas1', citizen: basile });
    expect(seen).toMatchObject({ acr: 'eidas1', familyName: expect.any(String) });
  });

  test('attack 22: receives a separate identifier of a person', async () => {
    second = await makes('Test de mon autre démarche');
    await expect.poll(() => isKnown(second.credentials), { timeout: patienceMs }).toBe(true);
    const [firstSignIn, secondSignIn] = [
      await signCitizenIn(first.credentials, { level: 'eidas1', citizen: basile }),
      await signCitizenIn(second.credentials, { level: 'eidas1', citizen: basile }),
    ];
    expect(firstSignIn.sub).not.toBe(secondSignIn.sub);
  });

  test('attack 14: does not exist in production and on plus', async () => {
    const { standard, plus } = federation.run.hubs;
    for (const issuer of [standard.production, plus.integration, plus.production]) {
      const { clientId } = first.credentials;
      const query = new URLSearchParams({
        client_id: clientId,
        redirect_uri: redirectUri,
        response_type: 'code',
      });
      const answer = await fetch(`${issuer}/authorize?${query}`, { headers: { accept: 'text/html' } });
      expect(await answer.text()).toContain('authorize.client_unknown');
    }
  });

  test('attack 21: is never rehearsed', async () => {
    const { clientId } = first.credentials;
    await expect(federation.rehearsal(clientId, 'standard')).rejects.toMatchObject({
      code: 'rehearsal.service_unknown',
    });
  });

  test('attack 12: is unknown once removed, and its tokens are invalid', async () => {
    const login = await beginLogin(first.credentials, { level: 'eidas1', scope: 'openid email' });
    const tokens = await login.redeem(await login.comesBack(basile));
    const sub = tokens.claims()?.sub ?? '';
    const read = () => client.fetchUserInfo(login.config, tokens.access_token, sub);
    expect(await read()).toMatchObject({ email: expect.any(String) });
    await browser.submit(await browser.open(`${first.href}/remove`), { form: '/remove' });
    await expect.poll(() => isKnown(first.credentials), { timeout: patienceMs }).toBe(false);
    await expect(read()).rejects.toThrow();
    expect(await isKnown(second.credentials)).toBe(true);
  });
});
