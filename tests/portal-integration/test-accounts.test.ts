/** A service's own test accounts, from the page where they are created to the claims that the service receives. */
import { demoPersons } from '@garance/demo';
import { createHttpBrowser, type HttpBrowser, type Page } from '@garance/http-browser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { walkThroughLogin } from '../clients/walk-through.ts';
import { signInAtDemoService } from '../embedded/at-the-federation.ts';
import { sharedFederation, type TestFederation } from '../federation.ts';
import { findMail } from '../journeys/whole-path/mails.ts';
import { type Credentials, redirectUri, signCitizenIn } from './relying-party.ts';

const typed = {
  given_name: 'Noëlle Ambre',
  family_name: "D'Essai-Privé",
  birthdate: '1990-07-00',
  gender: 'female',
  birthplace: '75107',
  birthcountry: '99100',
  email: 'noelle@essais.example',
  preferred_username: '',
};

let federation: TestFederation;
let partner: HttpBrowser;
/** Page of the service that owns the test accounts. */
let base: string;
let credentials: Credentials;

beforeAll(async () => {
  federation = await sharedFederation();
  partner = await signPartnerIn('technique@valgarance.example');
  const services = await partner.open(`${federation.run.portal}/services`);
  const service = services.links.find(({ text }) => text.includes('Suivi des déchets'));
  base = `${service?.href.href}/standard/integration`;
  credentials = await integrate();
});
afterAll(() => federation.close());

async function signPartnerIn(email: string): Promise<HttpBrowser> {
  const browser = createHttpBrowser();
  const start = await browser.open(`${federation.run.portal}/sign-in`);
  const page = await browser.submit(start, { form: '/sign-in', fields: { email } });
  const mail = await findMail(federation, email, 'code');
  const code = /\b\d{6,8}\b/.exec(mail.text)?.[0] ?? '';
  await browser.submit(page, { form: '/sign-in/code', fields: { code } });
  return browser;
}

/** Gives the seeded registration this test's redirect URI and a secret. */
async function integrate(): Promise<Credentials> {
  const registration = await partner.open(`${base}/registration`);
  const fields = { redirectUris: redirectUri, postLogoutRedirectUris: 'http://127.0.0.1:9/' };
  const review = await partner.submit(registration, { form: '/registration', fields });
  const published = await partner.submit(review, { form: '/publish' });
  const shown = await partner.submit(await partner.open(`${base}/secrets`), {
    form: '/secrets',
    fields: { label: 'essais' },
  });
  const codes = (page: Page) =>
    [...page.html.matchAll(/<code[^>]*>([^<]+)<\/code>/g)].map(([, text]) => text);
  const clientId = codes(published).find((text) => /^[0-9a-f-]{36}$/.test(text ?? '')) ?? '';
  const clientSecret = codes(shown).find((text) => /^[\w-]{43}$/.test(text ?? '')) ?? '';
  return { issuer: federation.run.hubs.standard.integration, clientId, clientSecret };
}

const identities = () => partner.open(`${base}/test-identities`);
const loginsOn = (page: Page) => [...new Set(page.html.match(/essai-[0-9a-f]{8}/g) ?? [])];

/** Creates a test account; returns its login. */
async function make(person: Partial<typeof typed> = {}): Promise<string> {
  const before = await identities();
  const after = await partner.submit(before, { form: '/test-identities', fields: { ...typed, ...person } });
  const login = loginsOn(after).find((candidate) => !loginsOn(before).includes(candidate));
  if (login === undefined) throw new Error(`no new identity: ${after.text}`);
  return login;
}

const as = (login: string, provider = 'low') => ({ provider, login, password: 'garance' });

function signIn(login: string, provider?: string) {
  return signCitizenIn(credentials, { level: 'eidas1', citizen: as(login, provider) });
}

/**
 * Repeats until the providers and the hubs know a change.
 * @returns milliseconds until the start of the successful attempt, without the duration of the login itself
 */
async function until(fits: () => Promise<boolean>): Promise<number> {
  const begun = performance.now();
  for (;;) {
    const waited = performance.now() - begun;
    if (waited > 20_000) throw new Error('never');
    if (await fits()) return waited;
  }
}

const works = (login: string) =>
  signIn(login).then(
    () => true,
    () => false,
  );

describe('a service’s own test account', () => {
  it('signs in within two seconds of its creation, and the service receives its claims', async () => {
    const login = await make();
    expect(await until(() => works(login))).toBeLessThan(2_000);
    expect(await signIn(login)).toMatchObject({ acr: 'eidas1', familyName: typed.family_name });
  });

  it('is known to every demonstration provider, under one subject identifier', async () => {
    const login = await make({ given_name: 'Partout' });
    await until(() => works(login));
    const subs = await Promise.all(
      ['low', 'substantial', 'high'].map(async (provider) => (await signIn(login, provider)).sub),
    );
    expect(new Set(subs).size).toBe(1);
  });

  it('cannot sign in two seconds after its removal', async () => {
    const login = await make({ given_name: 'Passagère' });
    await until(() => works(login));
    const page = await identities();
    const at = loginsOn(page).indexOf(login);
    const removals = page.forms.filter(({ action }) => action.pathname.endsWith('/remove'));
    await partner.submit(page, { form: (form) => form === removals[at] });
    expect(await until(async () => !(await works(login)))).toBeLessThan(2_000);
  });

  it('is in no public list', async () => {
    const login = await make({ given_name: 'Discrète' });
    await until(() => works(login));
    const start = `${credentials.issuer}/authorize?${authorizationOf(credentials.clientId, redirectUri)}`;
    const { pages } = await walkThroughLogin(start, as(login), { redirectUri });
    for (const page of pages) expect(page.html).not.toContain('Discrète D');
    expect(JSON.stringify(federation.run)).not.toContain(login);
  });

  it('needs its password, and has no sign-in button', async () => {
    const login = await make({ given_name: 'Gardée' });
    await until(() => works(login));
    await expect(
      signCitizenIn(credentials, { level: 'eidas1', citizen: { ...as(login), password: 'x' } }),
    ).rejects.toThrow('422');
  });

  it('is refused at another service', async () => {
    const login = await make({ given_name: 'Fidèle' });
    await until(() => works(login));
    await expect(signInAtDemoService(federation.run, as(login))).rejects.toThrow('403');
  });

  it('does not exist in production', async () => {
    const login = await make({ given_name: 'Prudente' });
    await until(() => works(login));
    const { clients, hubs, demoService } = federation.run;
    const client = clients.find(({ clientId }) => clientId === 'montfleury-franceconnect-production');
    const query = authorizationOf(client?.clientId ?? '', `${demoService}/callback/franceconnect`);
    const start = `${hubs.standard.production}/authorize?${query}`;
    await expect(walkThroughLogin(start, as(login), { redirectUri: demoService })).rejects.toThrow('422');
    await expect(walkThroughLogin(start, as('basile'), { redirectUri: demoService })).resolves.toHaveProperty(
      'callback',
    );
  });

  it('does not change the register’s answers about demo persons', async () => {
    const perle = demoPersons.find(({ id }) => id === 'perle')?.accounts[0]?.claims;
    const login = await make({ ...perle, gender: 'female' });
    const refusal = () => signIn(login).then(String, String);
    await until(async () => !(await refusal()).includes('422'));
    expect(await refusal()).toContain('403');
  });
});

function authorizationOf(clientId: string, redirectUri: string): URLSearchParams {
  return new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'openid given_name',
    state: 'a-state-long-enough-for-all',
    nonce: 'a-nonce-long-enough-for-all',
    acr_values: 'eidas1',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  });
}
