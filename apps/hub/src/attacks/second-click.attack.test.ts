import { describe, expect, it } from 'vitest';
import { errorCodeOf } from '../testing/browser.ts';
import { findForm } from '../testing/html-forms.ts';
import { createTestHub, type TestHub } from '../testing/hub-fixture.ts';

const platforms = ['standard', 'plus'] as const;

async function consented(hub: TestHub) {
  const citizen = hub.browser();
  const service = hub.service('public');
  const page = await citizen.signIn(service);
  const { action, fields } = findForm(page.body, '/consent');
  const press = () => citizen.post(action, fields);
  const first = await press();
  return { citizen, service, press, first, consentPath: page.path };
}

describe('attack 30: a second click', () => {
  it.each(platforms)(
    'on “continue” gets the same answer for ten seconds: one code, one event, %s',
    async (platform) => {
      await using hub = await createTestHub({ platform });
      const { press, first, service } = await consented(hub);
      for (const waitMs of [0, 60, 800, 9_140]) {
        hub.clock.advance(waitMs);
        expect((await press()).params).toEqual(first.params);
      }
      expect([hub.signIns.length, hub.notices.length]).toEqual([1, 1]);
      expect((await service.redeem(first.params.code ?? '')).claims.sub).toBeDefined();
    },
  );

  it('after ten seconds gets the page that says how the login ended, with a way on', async () => {
    await using hub = await createTestHub();
    const { citizen, press, first } = await consented(hub);
    hub.clock.advance(10_001);
    const late = await press();
    expect([late.status, late.leavesTo]).toEqual([200, undefined]);
    expect(late.body).toContain('Vous avez déjà répondu');
    const href = /<a href="([^"]+)" class="govuk-button">/.exec(late.body)?.[1] ?? '';
    expect((await citizen.get(new URL(href).pathname)).params).toEqual(first.params);
  });

  it.each(platforms)(
    'once the code is redeemed shows “you are signed in”, and revokes nothing: %s',
    async (platform) => {
      await using hub = await createTestHub({ platform });
      const { press, first, service, citizen, consentPath } = await consented(hub);
      const { accessToken } = await service.redeem(first.params.code ?? '');
      for (const again of [await press(), await citizen.get(consentPath), await citizen.get(first.path)]) {
        expect([again.status, again.leavesTo]).toEqual([200, undefined]);
        expect(again.body).toContain('Vous êtes connecté');
        expect(again.body).toContain('href="https://public.example/"');
      }
      expect((await service.userinfo(accessToken)).status).toBe(200);
      // A code sent twice to the token endpoint still revokes its tokens.
      await service.token(first.params.code ?? '');
      expect((await service.userinfo(accessToken)).status).toBe(401);
    },
  );

  it('while the first is being recorded waits for it', async () => {
    const gate = Promise.withResolvers<void>();
    await using hub = await createTestHub({
      platform: 'plus',
      deps: { recordSignIn: () => gate.promise },
    });
    const citizen = hub.browser();
    const page = await citizen.signIn(hub.service('public'));
    const { action, fields } = findForm(page.body, '/consent');
    const first = citizen.post(action, fields);
    const second = await citizen.post(action, fields);
    expect([second.status, second.leavesTo, second.headers.refresh]).toEqual([
      200,
      undefined,
      `1; url=https://plus.integration.example${second.path}`,
    ]);
    gate.resolve();
    const { code } = (await first).params;
    expect(code).toBeDefined();
    expect((await citizen.get(second.path)).params.code).toBe(code);
  });

  it('when the first could not be recorded gets the same refusal, and no code', async () => {
    const gate = Promise.withResolvers<void>();
    await using hub = await createTestHub({ platform: 'plus', deps: { recordSignIn: () => gate.promise } });
    const citizen = hub.browser();
    const page = await citizen.signIn(hub.service('public'));
    const { action, fields } = findForm(page.body, '/consent');
    const first = citizen.post(action, fields);
    const second = await citizen.post(action, fields);
    gate.reject(new Error('database down'));
    for (const { params } of [await first, await citizen.get(second.path)]) {
      expect([params.error, params.code]).toEqual(['temporarily_unavailable', undefined]);
    }
  });

  it('on an account redirects to the provider with the same request; on another one, with another', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const { body } = await citizen.authorize(hub.service('public').request());
    const { action, fields } = findForm(body, '/provider');
    const press = (provider: string) => citizen.post(action, { ...fields, provider });
    const [first, second] = await Promise.all([press('alpha'), press('alpha')]);
    expect(first.leavesTo?.hostname).toBe('alpha.example');
    expect(second.params).toEqual(first.params);
    hub.clock.advance(10_000);
    expect((await press('alpha')).params).toEqual(first.params);
    expect((await press('beta')).leavesTo?.hostname).toBe('beta.example');
    citizen.noteUpstream(citizen.last());
    expect((await citizen.callback()).path).toContain('/consent');
  });

  it('on two accounts at once shows no error page', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const { body } = await citizen.authorize(hub.service('public').request());
    const { action, fields } = findForm(body, '/provider');
    const answers = await Promise.all(
      ['alpha', 'beta', 'gamma'].map((provider) => citizen.post(action, { ...fields, provider })),
    );
    for (const answer of answers) expect([answer.status, errorCodeOf(answer)]).toEqual([200, undefined]);
  });

  it('on “go back” gets the same answer to the service, from every page that has it', async () => {
    await using hub = await createTestHub();
    for (const page of ['choice', 'consent', 'failure'] as const) {
      hub.register.answer = page === 'failure' ? { kind: 'several' } : undefined;
      const citizen = hub.browser();
      const service = hub.service('public');
      const { body } =
        page === 'choice' ? await citizen.authorize(service.request()) : await citizen.signIn(service);
      const { action, fields } = findForm(body, '/leave');
      const [first, second] = [await citizen.post(action, fields), await citizen.post(action, fields)];
      expect(first.params.error).toBe('access_denied');
      expect([page, second.params]).toEqual([page, first.params]);
    }
  });

  it('on “another account” leads to the choice, twice', async () => {
    await using hub = await createTestHub();
    hub.register.answer = { kind: 'several' };
    const citizen = hub.browser();
    const { body } = await citizen.signIn(hub.service('public'));
    const { action, fields } = findForm(body, '/another-account');
    const answers = [await citizen.post(action, fields), await citizen.post(action, fields)];
    for (const answer of answers) expect([answer.status, errorCodeOf(answer)]).toEqual([200, undefined]);
    hub.register.answer = undefined;
    await citizen.choose('beta');
    expect((await citizen.callback()).path).toContain('/consent');
  });

  it('from another browser, or with another form, is refused', async () => {
    await using hub = await createTestHub();
    const { citizen, first, consentPath } = await consented(hub);
    const thief = hub.browser();
    await thief.authorize(hub.service('basic').request());
    for (const answer of [await thief.get(first.path), await thief.post(consentPath, { consent: 'yes' })]) {
      expect([answer.leavesTo, errorCodeOf(answer)]).toEqual([undefined, 'interaction.other_browser']);
    }
    const forged = await citizen.post(consentPath, { csrf: 'x', consent: 'yes' });
    expect([forged.leavesTo, errorCodeOf(forged)]).toEqual([undefined, 'general.cross_site']);
    const crossSite = await citizen.post(consentPath, {}, { headers: { 'sec-fetch-site': 'cross-site' } });
    expect(crossSite.leavesTo).toBeUndefined();
  });

  it('reads only sealed values from the store', async () => {
    await using plain = await createTestHub();
    const written: string[] = [];
    const store = plain.deps.inflight;
    await using hub = await createTestHub({
      deps: {
        inflight: {
          ...store,
          putTransaction: (id, change) => {
            written.push(change.value);
            return store.putTransaction(id, change);
          },
        },
      },
    });
    const { first } = await consented(hub);
    expect(written.length).toBeGreaterThan(1);
    for (const value of written) expect(value).not.toContain(first.params.code);
  });
});

describe('attack 30: reload and back', () => {
  it('at every step show the login where it is', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const service = hub.service('private');
    const address = `/api/v2/authorize?${new URLSearchParams(service.request())}`;
    const choice = await citizen.get(address);
    expect((await citizen.get(choice.path)).body).toContain('/provider"');
    await citizen.choose();
    expect((await citizen.get(choice.path)).body).toContain('/provider"');
    const consent = await citizen.callback();
    for (const path of [choice.path, consent.path]) expect((await citizen.get(path)).path).toBe(consent.path);
    await citizen.consent();
    for (const path of [choice.path, consent.path]) {
      expect((await citizen.get(path)).body).toContain('Vous avez déjà répondu');
    }
  });
});

describe('attack 30: a cross-site POST to /authorize', () => {
  it.each([
    ['nonsense', { client_id: 'unknown-client' }],
    ['a good request', undefined],
  ])('with %s keeps the binding of a login under way', async (_, fields) => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const choice = await citizen.authorize(hub.service('public').request());
    const binding = new Map(citizen.cookies);
    // Behaves as browsers do with a form from another site: sends no Lax cookie, but accepts every Set-Cookie.
    const foreign = hub.browser();
    const answer = await foreign.send(
      'POST',
      '/api/v2/authorize',
      new URLSearchParams(fields ?? hub.service('basic').request()).toString(),
    );
    expect([answer.status, answer.headers['set-cookie']]).toEqual([303, undefined]);
    const { pathname, search } = new URL(answer.headers.location ?? '');
    await citizen.get(pathname + search);
    for (const name of binding.keys()) {
      if (name.endsWith('-browser')) expect(citizen.cookies.get(name)).toBe(binding.get(name));
    }
    expect((await citizen.get(choice.path)).status).toBe(200);
  });

  it.each([
    ['unknown client', { client_id: 'unknown-client' }],
    ['foreign redirect URI', { redirect_uri: 'https://evil.example/' }],
    ['error told to the service', { scope: 'profile' }],
  ])('or a GET with an error sets no cookie: %s', async (_, changes) => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    await citizen.authorize(hub.service('public').request(changes));
    expect([...citizen.cookies]).toEqual([]);
  });

  it('keeps every parameter, repeated ones included', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const request = hub.service('public').request({ state: 'é &=#\r\n' });
    await citizen.post('/api/v2/authorize', request);
    expect((await citizen.leave()).params.state).toBe('é &=#\r\n');
    const twice = `${new URLSearchParams(request)}&scope=openid`;
    const location = (await citizen.send('POST', '/api/v2/authorize', twice)).headers.location ?? '';
    expect(new URL(location).searchParams.getAll('scope')).toEqual([request.scope, 'openid']);
  });

  it('too long for an address is refused', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const answer = await citizen.post(
      '/api/v2/authorize',
      hub.service('public').request({ login_hint: 'x'.repeat(14_000) }),
    );
    expect([answer.status, errorCodeOf(answer), citizen.cookies.size]).toEqual([
      400,
      'general.bad_request',
      0,
    ]);
  });
});

describe('attack 30: a pushed request visited again', () => {
  it('continues its login in the same browser until the citizen has authenticated', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const pushed = await hub.service('pushing').pushed();
    const choice = await citizen.authorize(pushed);
    hub.clock.advance(20 * 60_000);
    expect((await citizen.authorize(pushed)).path).toBe(choice.path);
    await citizen.choose();
    expect((await citizen.authorize(pushed)).path).toBe(choice.path);
    await citizen.choose();
    await citizen.callback();
    const late = await citizen.authorize(pushed);
    expect([late.status, errorCodeOf(late)]).toEqual([400, 'authorize.request_uri_expired']);
  });

  it('is spent for every other browser, also before the first one has continued', async () => {
    await using hub = await createTestHub();
    const pushed = await hub.service('pushing').pushed();
    const citizen = hub.browser();
    const choice = await citizen.authorize(pushed);
    for (const other of [hub.browser(), hub.browser()]) {
      const answer = await other.authorize(pushed);
      expect([answer.status, errorCodeOf(answer)]).toEqual([400, 'authorize.request_uri_expired']);
      expect(other.cookies.size).toBe(0);
    }
    expect((await citizen.authorize(pushed)).path).toBe(choice.path);
  });

  it('with another client’s id neither finds nor spends it', async () => {
    await using hub = await createTestHub();
    const pushed = await hub.service('pushing').pushed();
    const citizen = hub.browser();
    const other = { ...pushed, client_id: hub.service('public').clientId };
    expect(errorCodeOf(await citizen.authorize(other))).toBe('authorize.request_uri_expired');
    const choice = await citizen.authorize(pushed);
    expect(choice.path).toContain('/interaction/');
    expect(errorCodeOf(await citizen.authorize(other))).toBe('authorize.request_uri_expired');
  });

  it('after going back to the service is spent', async () => {
    await using hub = await createTestHub();
    const pushed = await hub.service('pushing').pushed();
    const citizen = hub.browser();
    await citizen.authorize(pushed);
    await citizen.leave();
    expect(errorCodeOf(await citizen.authorize(pushed))).toBe('authorize.request_uri_expired');
  });
});

describe('attack 30: pages without a login', () => {
  it('lead back to the service of the latest login in this browser', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    await citizen.authorize(hub.service('public').request());
    for (const path of [
      'interaction/x',
      'oidc-callback/alpha?state=x',
      'authorize?client_id=unknown-client',
    ]) {
      const { body } = await citizen.get(`/api/v2/${path}`);
      expect([path, body.includes('href="https://public.example/"')]).toEqual([path, true]);
    }
  });

  it('lead to the home page where there was none, or where that service no longer exists', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    await citizen.authorize(hub.service('public').request());
    hub.registry.changeService('public', { status: 'suspended' });
    for (const browser of [citizen, hub.browser()]) {
      const { body } = await browser.get('/api/v2/interaction/x');
      expect(body).toMatch(/<a href="\/" class="govuk-button">[^<]*Garance/);
      expect(body).not.toContain('public.example');
    }
  });

  it('of a provider’s answer lead to its service only with the browser’s own cookie', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const choice = await citizen.authorize(hub.service('public').request());
    await citizen.choose();
    const { state } = citizen.upstream();
    await citizen.get(choice.path);
    await citizen.choose('beta');
    const late = await citizen.callback({ providerId: 'alpha', state });
    expect(late.body).toContain('href="https://public.example/"');

    const other = hub.browser();
    const foreign = await other.callback({ providerId: 'beta', state: citizen.upstream().state });
    expect([foreign.status, errorCodeOf(foreign)]).toEqual([403, 'interaction.other_browser']);
    expect(foreign.body).not.toContain('public.example');
    expect(foreign.body).toContain('<a href="/" class="govuk-button">');
  });
});
