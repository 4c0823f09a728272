/** Pages that try to speak to the suite through the functions that it calls. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTrail } from '../evidence/trail.ts';
import { createMarks } from '../marker.ts';
import { createRateLimit } from '../rate-limit.ts';
import { brokeOff } from '../reasons.ts';
import { type Pages, startPages } from '../testing/pages.ts';
import type { ClosableVisitor, VisitorSource } from '../visitors.ts';
import { createBrowserVisitors } from './browser-visitors.ts';
import { launchBrowser } from './launch-browser.ts';

const planted = 'planted-by-the-page-';

/** Everything that the suite's scripts could have called in the page's own world. */
const overrides = `
  const trap = function () { throw new Error('${planted}'.repeat(1500)); };
  const lie = () => { throw new Error('${planted}'); };
  for (const name of ['querySelectorAll', 'querySelector', 'getElementById', 'createTreeWalker', 'createElement']) {
    document[name] = trap; Document.prototype[name] = trap; Element.prototype[name] = trap;
  }
  for (const name of ['getAttribute', 'matches', 'getClientRects', 'click']) {
    Element.prototype[name] = trap; HTMLElement.prototype[name] = trap;
  }
  for (const [owner, name] of [[Document, 'title'], [Document, 'body'], [HTMLElement, 'innerText'], [Node, 'textContent']]) {
    Object.defineProperty(owner.prototype, name, { get: trap });
  }
  for (const name of ['map', 'filter', 'some', 'slice', 'join']) Array.prototype[name] = trap;
  Array.prototype[Symbol.iterator] = trap;
  String.prototype.replace = trap; String.prototype.slice = trap;
  Object.prototype.toJSON = trap;
  window.getComputedStyle = trap;
  JSON.stringify = lie; JSON.parse = lie;
  window.Promise = class { constructor() { lie(); } };
  window.Error = class { get message() { return '${planted}'; } };
`;

const hub = (site: Pages) => `http://localhost:${site.port}/api/v2`;
const controls = `<p>Bonjour Angela</p><button id="a">Rien</button>
  <a href="/went" aria-labelledby="l" class="fr-connect">x</a><b id="l">S’identifier avec Garance</b>`;

describe('attack 23: a page that overrides what the suite calls', () => {
  let source: VisitorSource;
  beforeAll(async () => {
    const policy = { allowHttp: true, allowPrivateAddresses: true };
    source = await createBrowserVisitors({
      policy,
      maxBytes: 1_000_000,
      launchBrowser,
      sandbox: 'preferred',
    });
  });
  afterAll(() => source.close());

  async function visit(site: Pages): Promise<ClosableVisitor> {
    return source.open({
      service: {
        loginUrl: `${site.url}/login`,
        protectedUrl: `${site.url}/account`,
        signedIn: { text: 'Bonjour Angela' },
        clientId: 'client',
        serviceId: 'service',
        registrationId: 'registration',
        registrationVersion: 1,
        platform: 'standard',
        issuer: hub(site),
        redirectUris: [`${site.url}/cb`],
        postLogoutRedirectUris: [],
        grantedScopes: [],
        authMethod: 'client_secret_post',
        encrypted: false,
        hasSecondEncryptionKey: false,
        rehearsalIssuer: hub(site),
      },
      trail: createTrail({ now: () => 0 }),
      marks: createMarks(),
      rateLimit: createRateLimit({ now: () => 0 }),
      navigationMs: 5_000,
    });
  }

  test('is read, pressed and looked at as if it did not', async () => {
    await using site = await startPages({
      '/login': { html: `<title>Porte</title><script>${overrides}</script>${controls}` },
      '/went': { html: '<p>arrivé</p>' },
    });
    const visitor = await visit(site);
    const view = await visitor.open(`${site.url}/login`);
    expect(view.title).toBe('Porte');
    expect(view.text).toContain('Bonjour Angela');
    const { look } = visitor;
    expect(await look?.evaluate('[1, 2].map((each) => each * 2)')).toEqual([2, 4]);
    expect(await look?.style('#a', ['display'])).toEqual({ display: 'inline-block' });
    expect(await look?.axe()).toEqual(expect.any(Array));
    expect((await visitor.activateSignIn()).url).toBe(`${site.url}/went`);
    await visitor.close();
  });

  test('and names of its elements take over nothing', async () => {
    const clobbered = [
      'querySelectorAll',
      'querySelector',
      'getElementById',
      'createTreeWalker',
      'body',
      'title',
      'documentElement',
    ]
      .map((name) => `<img name="${name}" id="${name}"><form name="${name}"></form>`)
      .join('');
    const form = ['getAttribute', 'matches', 'getClientRects', 'id', 'children', 'classList', 'innerText']
      .map((name) => `<input name="${name}" value="${planted}">`)
      .join('');
    await using site = await startPages({
      '/login': { html: `<title>Porte</title>${clobbered}<form role="button">${form}</form>${controls}` },
      '/went': { html: '<p>arrivé</p>' },
    });
    const visitor = await visit(site);
    const view = await visitor.open(`${site.url}/login`);
    expect([view.title, view.text.includes('Bonjour Angela')]).toEqual(['Porte', true]);
    expect(await visitor.screenshot()).toBeInstanceOf(Buffer);
    expect((await visitor.activateSignIn()).url).toBe(`${site.url}/went`);
    await visitor.close();
  });

  test('and what it throws never becomes a text of ours', async () => {
    await using site = await startPages({ '/login': { html: `<script>${overrides}</script>${controls}` } });
    const visitor = await visit(site);
    await visitor.open(`${site.url}/login`);
    const error = await visitor.look
      ?.evaluate(`(() => { throw new Error('${planted}'); })()`)
      .catch((error: unknown) => error);
    expect(String(error)).toBe('PageFailure: page: not-readable');
    expect(JSON.stringify(brokeOff(error))).not.toContain(planted);
    expect(JSON.stringify(brokeOff(new Error(planted)))).not.toContain(planted);
    await visitor.close();
  });

  test('a title, a name and an address without end are cut', async () => {
    const long = 'x'.repeat(100_000);
    await using site = await startPages({
      '/login': {
        html: `<title>${long}</title><a href="/${long}" id="${long}" class="${long}">${long}</a>${controls}`,
      },
      '/went': { html: 'arrivé' },
    });
    const visitor = await visit(site);
    expect((await visitor.open(`${site.url}/login`)).title.length).toBeLessThanOrEqual(1_000);
    expect((await visitor.activateSignIn()).url).toBe(`${site.url}/went`);
    await visitor.close();
  });
});
