import { createHttpBrowser, type HttpBrowser, type Page } from '@garance/http-browser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedFederation, type TestFederation } from '../federation.ts';

let federation: TestFederation;
let town: string;

beforeAll(async () => {
  federation = await sharedFederation();
  town = federation.run.demoService;
});
afterAll(() => federation?.close());

function accountAt(provider: string) {
  const account = federation.run.accounts.find((candidate) => candidate.provider === provider);
  if (account === undefined) throw new Error(`no account at ${provider}`);
  return account;
}

/** From the choice page to the page before the service, signed in at the chosen provider. */
async function signInAt(browser: HttpBrowser, choice: Page, provider: string): Promise<Page> {
  const { login, password } = accountAt(provider);
  const atProvider = await browser.submit(choice, { form: '/provider', button: provider });
  return browser.submit(atProvider, { fields: { login, password } });
}

async function agree(browser: HttpBrowser, page: Page): Promise<Page> {
  const [form] = page.forms.filter(({ action }) => action.pathname.endsWith('/consent'));
  const boxes = form?.controls.filter(({ type }) => type === 'checkbox') ?? [];
  const fields = Object.fromEntries(boxes.map(({ name }) => [name, true]));
  return browser.submit(page, { form: '/consent', fields });
}

const entries = [
  ['franceconnect', 'low', 'eidas1'],
  ['plus-substantial', 'substantial', 'eidas2'],
  ['plus-high', 'high', 'eidas3'],
] as const;

describe.each(entries)('the demo service’s sign-in entry %s', (path, provider, level) => {
  test('signs in with real tokens, opens the protected page, and signs out through to the provider', async () => {
    const browser = createHttpBrowser();
    const choice = await browser.open(`${town}/sign-in/${path}?return_to=/account`);
    const account = await agree(browser, await signInAt(browser, choice, provider));
    expect([account.status, account.url.pathname]).toEqual([200, '/account']);
    expect(account.text).toContain(`(${level})`);
    expect(account.text).toMatch(/[0-9a-f]{64}v1/);
    expect(account.html).toContain('id="userinfo-claims"');

    const out = await browser.submit(account, { form: '/sign-out' });
    expect([out.status, out.url.origin, out.url.pathname]).toEqual([200, town, '/signed-out']);
    expect(out.html).toContain('data-logout="confirmed"');
    expect((await browser.open(`${town}/account`)).url.pathname).toBe('/sign-in');
  });
});

describe('the form to try parameters, against the real hub', () => {
  test('a pushed request signs in', async () => {
    const browser = createHttpBrowser();
    const choice = await browser.open(`${town}/try?door=plus-substantial&pushed=yes`);
    const account = await agree(browser, await signInAt(browser, choice, 'substantial'));
    expect(account.url.pathname).toBe('/account');
  });

  test('an answer by form_post signs in, though it comes from another site without the cookie', async () => {
    const browser = createHttpBrowser();
    const choice = await browser.open(`${town}/try?door=plus-substantial&form_post=yes`);
    const answer = await agree(browser, await signInAt(browser, choice, 'substantial'));
    const account = await browser.submit(answer);
    expect(account.url.pathname).toBe('/account');
  });

  test.each([
    ['door=plus-substantial&acr_values=eidas1', 'invalid_acr'],
    ['door=franceconnect&acr_values=eidas2', 'invalid_acr'],
    ['door=franceconnect&prompt=none', 'login_required'],
    ['door=franceconnect&idp_hint=unknown-provider', 'invalid_idp_hint'],
    ['door=franceconnect&scope=openid+idp_birthdate', 'invalid_scope'],
  ])('%s: the hub’s %s is shown to the person', async (query, code) => {
    const page = await createHttpBrowser().open(`${town}/try?${query}`);
    expect(page.url.origin).toBe(town);
    expect(page.html).toContain(`data-refusal="hub">${code}<`);
  });
});

test('a person who declines at the information page returns to the service, not signed in', async () => {
  const browser = createHttpBrowser();
  const choice = await browser.open(`${town}/sign-in/plus-high`);
  const information = await signInAt(browser, choice, 'high');
  const back = await browser.submit(information, {
    form: ({ action }) => !action.pathname.endsWith('/consent'),
  });
  expect([back.status, back.url.origin]).toEqual([403, town]);
  expect(back.html).toContain('data-refusal="hub">access_denied<');
  expect((await browser.open(`${town}/account`)).url.pathname).toBe('/sign-in');
});
