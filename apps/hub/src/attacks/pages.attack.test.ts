import { describe, expect, it } from 'vitest';
import type { Browser } from '../testing/browser.ts';
import { angela, identityOf } from '../testing/fakes.ts';
import type { Answer } from '../testing/http-browser.ts';
import { createTestHub, type TestHub } from '../testing/hub-fixture.ts';

const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>'`;

/** Checks that a hostile value became neither markup nor the end of an attribute. */
function expectNoMarkup(html: string): void {
  expect(html).not.toContain('<script>');
  expect(html).not.toContain('<img src=x');
  expect(html).not.toMatch(/<[^>]*onerror/);
  expect(html).not.toMatch(/(href|src|action)="\s*(javascript|data):/i);
}

describe('attack 16: script in texts of partners and providers', () => {
  it('is shown as text on every page of a login', async () => {
    await using hub = await createTestHub();
    hub.registry.changeService('private', { displayName: hostile, siteUrl: 'javascript:alert(1)' });
    for (const id of ['alpha', 'closed']) {
      hub.registry.changeProvider(id, { name: hostile, maintenanceMessage: { fr: hostile, en: hostile } });
    }
    const citizen = hub.browser();
    await citizen.signIn(hub.service('private'));
    await citizen.consent({});
    const pages = citizen.trail.filter(({ headers }) => headers['content-type']?.startsWith('text/html'));
    expect(pages.length).toBeGreaterThanOrEqual(3);
    for (const { body } of pages) expectNoMarkup(body);
    expect(pages.some(({ body }) => body.includes('&lt;script>') || body.includes('&lt;script&gt;'))).toBe(
      true,
    );
  });

  it('is text on the failure page', async () => {
    await using hub = await createTestHub();
    hub.registry.changeService('public', { displayName: hostile });
    hub.register.answer = { kind: 'several' };
    expectNoMarkup((await hub.browser().signIn(hub.service('public'))).body);
  });

  it.each(['error', 'error_description', 'error_uri', 'iss', 'code'])(
    'in the provider’s %s appears on no page and in no redirect',
    async (name) => {
      await using hub = await createTestHub();
      hub.gateway.answer = () => ({ kind: 'refused', error: 'provider.answered_error' });
      const citizen = hub.browser();
      await citizen.authorize(hub.service('public').request());
      await citizen.choose();
      const answer = await citizen.callback({ more: { [name]: hostile } });
      expectNoMarkup(answer.body);
      expect(answer.body).not.toContain('alert(1)');
    },
  );

  it('in parameters appears on no error page, and is escaped in the form that returns to the service', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const names = ['client_id', 'redirect_uri', 'scope', 'acr_values', 'ui_locales', 'claims', 'prompt'];
    for (const name of names) {
      expectNoMarkup((await citizen.authorize(hub.service('public').request({ [name]: hostile }))).body);
    }
    const answer = await citizen.authorize(
      hub.service('public').request({ state: hostile, response_mode: 'form_post', prompt: 'none' }),
    );
    expectNoMarkup(answer.body);
    expect(answer.params.state).toBe(hostile);
    expectNoMarkup((await citizen.get(`/api/v2/${encodeURIComponent(hostile)}`)).body);
    expectNoMarkup(
      (await citizen.get(`/api/v2/interaction/${encodeURIComponent(hostile)}?lang=${hostile}`)).body,
    );
  });

  it('in the state of a logout stays an encoded parameter of the address', async () => {
    await using hub = await createTestHub();
    hub.gateway.withoutLogout.add('alpha');
    const service = hub.service('public');
    const { idToken } = await service.redeem(await hub.browser().login(service));
    const query = new URLSearchParams({
      id_token_hint: idToken,
      post_logout_redirect_uri: 'https://public.example/signed-out',
      state: 'a&b=c#d\r\nset-cookie: x=y',
    });
    const { leavesTo, headers } = await hub.browser().get(`/api/v2/session/end?${query}`);
    expect(leavesTo?.searchParams.get('state')).toBe('a&b=c#d\r\nset-cookie: x=y');
    expect(headers['set-cookie']).toBeUndefined();
  });

  it('in claims shown to the citizen is refused before they are shown', async () => {
    await using hub = await createTestHub();
    for (const claim of ['given_name', 'family_name', 'email', 'preferred_username']) {
      hub.gateway.answer = identityOf({ ...angela, [claim]: hostile });
      expectNoMarkup((await hub.browser().signIn(hub.service('public'))).body);
    }
  });
});

/** Every kind of page and redirect in a login. */
async function wholeTour(hub: TestHub): Promise<readonly Answer[]> {
  const browsers: Browser[] = [];
  const browser = () => {
    const made = hub.browser();
    browsers.push(made);
    return made;
  };
  const service = hub.service('private');
  const happy = browser();
  await happy.signIn(service);
  await happy.consent({});
  await happy.consent();
  const posting = browser();
  await posting.signIn(service, { response_mode: 'form_post' });
  await posting.consent();
  await browser().authorize(service.request({ client_id: 'unknown-client' }));
  await browser().authorize(service.request({ prompt: 'none' }));
  await browser().get('/api/v2/interaction/x');
  await browser().get('/api/v2/oidc-callback/alpha?state=x');
  await browser().get('/api/v2/session/end');
  await browser().get('/api/v2/logout/provider-return');
  await browser().get('/api/v2/sign-in-report/00000000-0000-4000-8000-000000000000');
  await browser().get('/api/v2/nothing-here');
  hub.register.answer = { kind: 'several' };
  await browser().signIn(service);
  hub.register.answer = undefined;
  return browsers.flatMap(({ trail }) => trail);
}

describe('attack 16: every page and redirect of a login', () => {
  it('forbids foreign script, frames, sniffing, referrers and storing', async () => {
    await using hub = await createTestHub();
    const answers = await wholeTour(hub);
    expect(answers.length).toBeGreaterThan(25);
    for (const { method, path, headers } of answers) {
      const policy = headers['content-security-policy'] ?? '';
      const found = {
        what: `${method} ${path}`,
        default: policy.includes("default-src 'none'"),
        frames: policy.includes("frame-ancestors 'none'") && headers['x-frame-options'] === 'DENY',
        unsafe: /unsafe-|\*|data:/.test(policy),
        script: policy.includes("script-src 'self'"),
        formAction: policy.includes("form-action 'self'"),
        sniffing: headers['x-content-type-options'],
        referrer: headers['referrer-policy'],
        caching: headers['cache-control'],
        hsts: headers['strict-transport-security'] !== undefined,
      };
      expect(found).toEqual({
        what: `${method} ${path}`,
        default: true,
        frames: true,
        unsafe: false,
        script: true,
        formAction: true,
        sniffing: 'nosniff',
        referrer: 'no-referrer',
        caching: 'no-store',
        hsts: true,
      });
    }
  });

  it('contains no inline script, style or handler', async () => {
    await using hub = await createTestHub();
    for (const { path, body } of await wholeTour(hub)) {
      const inline = /<script(?![^>]*\ssrc=)|<style|\sstyle="|<[^>]+\son[a-z]+=/i.exec(body)?.[0];
      expect([path, inline]).toEqual([path, undefined]);
    }
  });

  it('redirects with 303 only, so that no browser repeats a form', async () => {
    await using hub = await createTestHub();
    const redirects = (await wholeTour(hub)).filter(({ headers }) => headers.location !== undefined);
    expect(redirects.length).toBeGreaterThan(8);
    for (const { path, status } of redirects) expect([path, status]).toEqual([path, 303]);
  });

  it('and direct answers to services are not stored or sniffed either', async () => {
    await using hub = await createTestHub();
    const service = hub.service('public');
    const token = await service.token(await hub.browser().login(service));
    const answers = [
      token,
      await service.userinfo(String(token.json.access_token)),
      await service.userinfo('x'),
      await service.token('x'),
      await service.push(),
      await service.push({ scope: '' }),
      await service.revoke('x'),
    ];
    for (const { headers } of answers) {
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });
});
