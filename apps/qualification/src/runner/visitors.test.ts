/** What every kind of visitor does alike. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBrowserVisitors } from './browser/browser-visitors.ts';
import { launchBrowser } from './browser/launch-browser.ts';
import { createTrail, type Trail } from './evidence/trail.ts';
import { createHttpVisitors } from './http/http-visitor.ts';
import { createMarks, type Marks } from './marker.ts';
import { createRateLimit } from './rate-limit.ts';
import { type Pages, startPages } from './testing/pages.ts';
import { type ClosableVisitor, NoSuchControl, type VisitorSource } from './visitors.ts';

const options = { policy: { allowHttp: true, allowPrivateAddresses: true }, maxBytes: 1_000_000 };

describe.each(['http', 'browser'] as const)('a visitor by %s', (mode) => {
  let source: VisitorSource;
  beforeAll(async () => {
    source =
      mode === 'http'
        ? createHttpVisitors(options)
        : await createBrowserVisitors({ ...options, launchBrowser, sandbox: 'preferred' });
  });
  afterAll(() => source.close());

  async function visit(
    site: Pages,
    options: { marks?: Marks; trail?: Trail } = {},
  ): Promise<ClosableVisitor> {
    return source.open({
      service: {
        loginUrl: `${site.url}/login`,
        protectedUrl: `${site.url}/account`,
        signedIn: { text: 'Bonjour  Angela' },
        clientId: 'client',
        serviceId: 'service',
        registrationId: 'registration',
        registrationVersion: 1,
        platform: 'plus',
        issuer: `http://localhost:${site.port}/api/v2`,
        redirectUris: [`${site.url}/cb`],
        postLogoutRedirectUris: [],
        grantedScopes: [],
        authMethod: 'client_secret_post',
        encrypted: false,
        hasSecondEncryptionKey: false,
        rehearsalIssuer: `http://localhost:${site.port}/rehearsal`,
      },
      trail: options.trail ?? createTrail({ now: () => 0 }),
      marks: options.marks ?? createMarks(),
      rateLimit: createRateLimit({ now: () => 0 }),
      navigationMs: 5_000,
    });
  }

  test('tells what a page is, where it ended, and whether it shows who is signed in', async () => {
    await using site = await startPages({
      '/login': { location: '/account' },
      '/account': { html: '<title>Mon espace</title><p>Bonjour <b>Angela</b></p>', status: 202 },
    });
    const marks = createMarks();
    const visitor = await visit(site, { marks });
    const view = await visitor.open(`${site.url}/login`);
    expect(view).toMatchObject({ url: `${site.url}/account`, status: 202, title: 'Mon espace' });
    expect([view.text.trim(), marks.shows(view), await visitor.view()]).toEqual([
      'Bonjour Angela',
      true,
      view,
    ]);
    expect((await visitor.open(`http://127.0.0.1:1/`)).status).toBe(0);
    await visitor.close();
  });

  test('has cookies of its own, which a fork takes along as they are now', async () => {
    await using site = await startPages({
      '/': { html: 'ok', headers: { 'set-cookie': 'session=1; Path=/; HttpOnly; SameSite=Strict' } },
    });
    const visitor = await visit(site);
    await visitor.setCookie({ url: site.url, name: 'token', value: 't' });
    await visitor.open(`${site.url}/`);
    expect(await visitor.cookies()).toContainEqual({
      ...{ name: 'session', value: '1', domain: '127.0.0.1', path: '/' },
      ...{ httpOnly: true, secure: false, sameSite: 'Strict' },
    });
    const fork = await visitor.fork();
    const other = await visit(site);
    for (const visitor of [fork, other]) await visitor.open(`${site.url}/other`);
    const [, ofFork = '', ofOther] = site.requests
      .filter(({ line }) => !line.includes('favicon'))
      .map(({ cookie }) => cookie);
    expect(ofFork.split('; ').sort()).toEqual(['session=1', 'token=t']);
    expect(ofOther).toBe('');
    await Promise.all([visitor.close(), other.close()]);
  });

  test('brings an answer by the response mode of the login', async () => {
    await using site = await startPages({ '/cb': 'done' });
    const visitor = await visit(site);
    const params = { code: 'a b', state: 'é&=' };
    await visitor.deliver({ redirectUri: `${site.url}/cb?door=1`, responseMode: 'query', params });
    await visitor.deliver({ redirectUri: `${site.url}/cb`, responseMode: 'form_post', params });
    const callbacks = site.requests.filter(({ line }) => line.includes('/cb'));
    expect(callbacks.map(({ line, body }) => [line, body])).toEqual([
      ['GET /cb?door=1&code=a+b&state=%C3%A9%26%3D', ''],
      ['POST /cb', 'code=a+b&state=%C3%A9%26%3D'],
    ]);
    await visitor.close();
  });

  test('activates the sign-in control: a link, or the button of a form', async () => {
    await using site = await startPages({
      '/link': `<a href="/standard">S’identifier avec FranceConnect</a> <a href="/plus"><img alt="S’identifier avec FranceConnect+"></a>`,
      '/form': `<form method="post" action="/begin"><input name="door" value="plus" type="hidden"><button>Autre</button>
        <button name="go" value="1" aria-label="S’identifier avec FranceConnect+"></button></form>`,
      '/none': '<a href="/legal">Mentions légales</a>',
      '/plus': 'the plus door',
      '/begin': 'begun',
    });
    const visitor = await visit(site);
    await visitor.open(`${site.url}/link`);
    expect((await visitor.activateSignIn()).text).toContain('the plus door');
    await visitor.open(`${site.url}/form`);
    expect((await visitor.activateSignIn()).text).toContain('begun');
    expect(site.requests.find(({ line }) => line === 'POST /begin')?.body).toBe('door=plus&go=1');
    await visitor.open(`${site.url}/none`);
    await expect(visitor.activateSignIn()).rejects.toThrow(NoSuchControl);
    expect((await visitor.activate(/mentions/i)).status).toBe(404);
    await visitor.close();
  });

  test('goes back to a page that it may keep without asking, and asks for one that it may not', async () => {
    const page = (cache: string) => ({ html: '<p>here</p>', headers: { 'cache-control': cache } });
    await using site = await startPages({
      '/kept': page('max-age=600'),
      '/secret': page('no-store'),
      '/next': 'next',
    });
    const visitor = await visit(site);
    for (const path of ['/kept', '/secret']) {
      await visitor.open(site.url + path);
      await visitor.open(`${site.url}/next`);
      expect((await visitor.back()).text).toContain('here');
    }
    const count = (path: string) => site.requests.filter(({ line }) => line === `GET ${path}`).length;
    expect([count('/kept'), count('/secret')]).toEqual([1, 2]);
    await visitor.close();
  });

  test('keeps what it asked for, without the values', async () => {
    await using site = await startPages({ '/cb': { location: '/account' } });
    const trail = createTrail({ now: () => 7 });
    const visitor = await visit(site, { trail });
    await visitor.open(`${site.url}/cb?code=secret`);
    expect(trail.steps().map(({ text }) => text.replaceAll(site.url, ''))).toEqual([
      'GET /cb?code=… → 302',
      'GET /account → 404',
    ]);
    expect(trail.visited.map(({ url }) => url.replaceAll(site.url, ''))).toEqual([
      '/cb?code=secret',
      '/account',
    ]);
    await visitor.close();
  });
});

test('a visitor without scripts sends on the form by which the hub answers, and follows a refresh', async () => {
  await using site = await startPages({});
  const hub = `http://localhost:${site.port}`;
  await using pages = await startPages({
    '/cb': '<meta http-equiv="refresh" content="0; url=/account">',
    '/account': 'account',
  });
  const form = `<form method="post" action="${pages.url}/cb"><input type="hidden" name="code" value="1"></form>`;
  await using answers = await startPages({ '/authorize': form });
  const source = createHttpVisitors(options);
  const visitor = await source.open({
    service: {
      ...{
        loginUrl: pages.url,
        protectedUrl: pages.url,
        signedIn: { text: 'x' },
        clientId: '',
        serviceId: '',
      },
      ...{ registrationId: '', registrationVersion: 1, platform: 'standard', issuer: `${answers.url}/api` },
      ...{
        redirectUris: [`${pages.url}/cb`],
        postLogoutRedirectUris: [],
        grantedScopes: [],
        encrypted: false,
      },
      ...{ authMethod: 'client_secret_post', hasSecondEncryptionKey: false, rehearsalIssuer: hub },
    },
    trail: createTrail({ now: () => 0 }),
    marks: createMarks(),
    rateLimit: createRateLimit({ now: () => 0 }),
    navigationMs: 5_000,
  });
  expect((await visitor.open(`${answers.url}/authorize`)).text).toBe('account');
  expect(pages.requests.map(({ line, body }) => [line, body])).toEqual([
    ['POST /cb', 'code=1'],
    ['GET /account', ''],
  ]);
});
