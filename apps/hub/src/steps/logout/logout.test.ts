import { describe, expect, it } from 'vitest';
import { errorCodeOf } from '../../testing/browser.ts';
import { boris, identityOf, providerIdToken } from '../../testing/fakes.ts';
import { createTestHub, type TestHub } from '../../testing/hub-fixture.ts';
import type { ServiceName } from '../../testing/services.ts';

const signedOutUri = 'https://public.example/signed-out';

async function signedIn(hub: TestHub, name: ServiceName = 'public') {
  const citizen = hub.browser();
  const service = hub.service(name);
  const { idToken, accessToken } = await service.redeem(await citizen.login(service));
  const logout = (changes: Readonly<Record<string, string>> = {}) =>
    citizen.get(
      `/api/v2/session/end?${new URLSearchParams({ id_token_hint: idToken, post_logout_redirect_uri: `https://${name}.example/signed-out`, state: 'logout-state', ...changes })}`,
    );
  return { citizen, service, idToken, accessToken, logout };
}

describe('logout with the id_token as hint', () => {
  it('redirects to the provider’s own logout with its own id_token, and from there back to the service', async () => {
    await using hub = await createTestHub();
    const { citizen, logout } = await signedIn(hub);
    const answer = await logout();
    expect([answer.status, answer.leavesTo?.hostname]).toEqual([200, 'alpha.example']);
    expect(answer.params).toEqual({
      id_token_hint: providerIdToken,
      post_logout_redirect_uri: `${hub.issuer}/logout/provider-return`,
      state: expect.stringMatching(/^[\w-]{43}$/),
    });
    const back = await citizen.get(`/api/v2/logout/provider-return?state=${answer.params.state}`);
    expect(back.leavesTo?.href).toBe(`${signedOutUri}?state=logout-state`);
  });

  it('is the same by POST', async () => {
    await using hub = await createTestHub();
    const { citizen, idToken } = await signedIn(hub);
    const answer = await citizen.post('/api/v2/session/end', { id_token_hint: idToken });
    expect(answer.leavesTo?.hostname).toBe('alpha.example');
  });

  it('redirects back at once when the provider has no logout', async () => {
    await using hub = await createTestHub();
    hub.gateway.withoutLogout.add('alpha');
    const { logout } = await signedIn(hub);
    expect((await logout()).leavesTo?.href).toBe(`${signedOutUri}?state=logout-state`);
  });

  it('redirects back at once when the provider no longer exists', async () => {
    await using hub = await createTestHub();
    const { logout } = await signedIn(hub);
    hub.registry.changeProvider('alpha', { status: 'disabled' });
    expect((await logout()).leavesTo?.hostname).toBe('public.example');
  });

  it('keeps the query of the service’s address, and adds no state', async () => {
    await using hub = await createTestHub();
    hub.gateway.withoutLogout.add('alpha');
    const first = await signedIn(hub);
    const uri = 'https://public.example/bye?from=hub';
    const changes = { post_logout_redirect_uri: uri };
    expect((await first.logout(changes)).leavesTo?.href).toBe(`${uri}&state=logout-state`);
    expect((await first.logout({ ...changes, state: '' })).leavesTo?.href).toBe(uri);
  });

  it('is accepted after the id_token expired, until the session’s length: then without the provider', async () => {
    await using hub = await createTestHub();
    const early = await signedIn(hub);
    const late = await signedIn(hub);
    hub.clock.advance(8 * 3600_000 - 1000);
    expect((await early.logout()).leavesTo?.hostname).toBe('alpha.example');
    hub.clock.advance(1000);
    expect((await late.logout()).leavesTo?.hostname).toBe('public.example');
  });

  it('accepts the decrypted id_token of plus', async () => {
    await using hub = await createTestHub({ platform: 'plus' });
    const { logout } = await signedIn(hub);
    expect((await logout()).leavesTo?.hostname).toBe('alpha.example');
  });

  it('ends on a page of the hub when no address was given', async () => {
    await using hub = await createTestHub();
    hub.gateway.withoutLogout.add('alpha');
    const { logout } = await signedIn(hub);
    const answer = await logout({ post_logout_redirect_uri: '' });
    expect([answer.status, answer.leavesTo]).toEqual([200, undefined]);
    expect(answer.body).toContain('Vous êtes déconnecté');
  });

  it('of two at once redirects one to the provider', async () => {
    await using hub = await createTestHub();
    const { logout } = await signedIn(hub);
    const answers = await Promise.all([logout(), logout(), logout()]);
    expect(answers.map(({ leavesTo }) => leavesTo?.hostname).sort()).toEqual([
      'alpha.example',
      'public.example',
      'public.example',
    ]);
  });
});

describe('logout is refused on a page, and redirects nowhere,', () => {
  it.each([
    [
      'with an unregistered address',
      { post_logout_redirect_uri: 'https://evil.example/' },
      'logout.redirect_uri_mismatch',
    ],
    [
      'with another service’s address',
      { post_logout_redirect_uri: 'https://basic.example/signed-out' },
      'logout.redirect_uri_mismatch',
    ],
    [
      'with a query added to the registered address',
      { post_logout_redirect_uri: `${signedOutUri}?foo=bar` },
      'logout.redirect_uri_mismatch',
    ],
    ['with another client_id', { client_id: 'basic-standard-integration' }, 'logout.client_mismatch'],
    ['with a state of more than 2 048 characters', { state: 'x'.repeat(2049) }, 'logout.state_too_long'],
  ])('%s', async (_, changes, code) => {
    await using hub = await createTestHub();
    const { logout } = await signedIn(hub);
    const answer = await logout(changes);
    expect([answer.status, answer.leavesTo, errorCodeOf(answer)]).toEqual([400, undefined, code]);
    // A refused attempt has not used up the login's record.
    expect((await logout()).leavesTo?.hostname).toBe('alpha.example');
  });

  it('with a hint of a service that no longer exists', async () => {
    await using hub = await createTestHub();
    const { logout } = await signedIn(hub);
    hub.registry.removeService('public');
    expect(errorCodeOf(await logout())).toBe('logout.client_unknown');
  });

  it('with an altered hint', async () => {
    await using hub = await createTestHub();
    const { logout, idToken } = await signedIn(hub);
    const [header, , signature] = idToken.split('.');
    const forged = Buffer.from(JSON.stringify({ iss: hub.issuer, aud: 'x', sub: 'y' })).toString('base64url');
    expect(errorCodeOf(await logout({ id_token_hint: `${header}.${forged}.${signature}` }))).toBe(
      'logout.hint_not_ours',
    );
  });

  it('with a userinfo answer as hint', async () => {
    await using hub = await createTestHub();
    const { logout, service, accessToken } = await signedIn(hub);
    const { body } = await service.userinfo(accessToken);
    expect(errorCodeOf(await logout({ id_token_hint: body }))).toBe('logout.hint_not_ours');
  });
});

const named = {
  post_logout_redirect_uri: signedOutUri,
  client_id: 'public-standard-integration',
  state: 's&"1',
};
const ask = (query: Readonly<Record<string, string>>) => `/api/v2/session/end?${new URLSearchParams(query)}`;

describe('logout without hint', () => {
  it('asks, names the service, and once confirmed redirects to its registered address with the state', async () => {
    await using hub = await createTestHub();
    const { citizen } = await signedIn(hub);
    const answer = await citizen.get(ask(named));
    expect([answer.status, answer.leavesTo]).toEqual([200, undefined]);
    expect(answer.body).toContain('Démarches public demande votre déconnexion');
    const done = await citizen.submit('/confirm');
    expect(done.leavesTo?.href).toBe(`${signedOutUri}?state=s%26%221`);
  });

  it.each([
    ['nothing', {}],
    ['an unknown client', { ...named, client_id: 'unknown-client' }],
    ['an address without client', { post_logout_redirect_uri: signedOutUri }],
    ['a state alone', { state: 'logout-state' }],
  ])('asks, and never redirects to an unproven address: %s', async (_, query) => {
    await using hub = await createTestHub();
    const { citizen } = await signedIn(hub);
    const answer = await citizen.get(ask(query));
    expect([answer.status, answer.leavesTo]).toEqual([200, undefined]);
    expect(answer.body).toContain('Voulez-vous vous déconnecter');
    expect(answer.body).not.toContain('public.example');
    const done = await citizen.submit('/confirm');
    expect([done.status, done.leavesTo]).toEqual([200, undefined]);
    expect(done.body).toContain('Vous êtes déconnecté');
  });

  it('with a client alone ends on a page that leads back to it', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    await citizen.get(ask({ client_id: named.client_id }));
    const done = await citizen.submit('/confirm');
    expect([done.status, done.leavesTo]).toEqual([200, undefined]);
    expect(done.body).toContain('href="https://public.example/"');
  });

  it('keeps the request when the citizen changes the language of the page', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const { body } = await citizen.get(ask(named));
    const english = /href="([^"]+)"[^>]*>English/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect((await citizen.get(english)).body).toContain('asks to sign you out');
    expect((await citizen.submit('/confirm')).leavesTo?.href).toBe(`${signedOutUri}?state=s%26%221`);
  });

  it.each([
    ['suspended', { status: 'suspended' }],
    ['without the address', { postLogoutRedirectUris: [] }],
  ] as const)('does not redirect to a service that is %s by the time it is confirmed', async (_, changes) => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    await citizen.get(ask(named));
    hub.registry.changeService('public', changes);
    const done = await citizen.submit('/confirm');
    expect([done.status, done.leavesTo]).toEqual([200, undefined]);
    expect(done.body).toContain('Vous êtes déconnecté');
  });

  it('does not redirect to an address from an edited form', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    await citizen.get(ask(named));
    for (const changes of [
      { post_logout_redirect_uri: 'https://evil.example/' },
      { client_id: 'basic-standard-integration' },
    ]) {
      await citizen.get(ask(named));
      expect((await citizen.submit('/confirm', changes)).leavesTo).toBeUndefined();
    }
  });

  it('is confirmed only by its own form', async () => {
    await using hub = await createTestHub();
    const { citizen } = await signedIn(hub);
    await citizen.get('/api/v2/session/end');
    const forged = await citizen.submit('/confirm', { csrf: 'x' });
    expect([forged.status, errorCodeOf(forged)]).toEqual([403, 'general.cross_site']);
    await citizen.get('/api/v2/session/end');
    const headers = { 'sec-fetch-site': 'same-site' };
    expect(errorCodeOf(await citizen.submit('/confirm', {}, { headers }))).toBe('general.cross_site');
    const other = hub.browser();
    expect((await other.post('/api/v2/session/end/confirm', { csrf: 'x' })).status).toBe(403);
  });
});

describe('a hint that cannot be read is treated as absent', () => {
  it.each(['encrypted-rsa', 'encrypted-ec'] as const)(
    'an encrypted id_token as received: the citizen is asked, and led back to the service (%s)',
    async (name) => {
      await using hub = await createTestHub({ platform: 'plus' });
      const service = hub.service(name);
      const citizen = hub.browser();
      const { json } = await service.token(await citizen.login(service));
      const hint = String(json.id_token);
      expect(hint.split('.')).toHaveLength(5);
      const uri = `https://${name}.example/signed-out`;
      const query = { id_token_hint: hint, client_id: service.clientId, post_logout_redirect_uri: uri };
      const page = await citizen.get(ask(query));
      expect([page.status, page.leavesTo]).toEqual([200, undefined]);
      expect(page.body).toContain(`Démarches ${name}`);
      expect((await citizen.submit('/confirm')).leavesTo?.href).toBe(uri);
      // Without client_id it is unknown whose address it would be.
      await citizen.get(ask({ id_token_hint: hint, post_logout_redirect_uri: uri }));
      expect((await citizen.submit('/confirm')).leavesTo).toBeUndefined();
    },
  );

  it.each([
    ['text', 'x'],
    ['two parts', 'a.b'],
    ['four parts', 'a.b.c.d'],
    ['five parts of nothing', '....'],
    ['five parts', 'eyJhbGciOiJSU0EtT0FFUCJ9.b.c.d.e'],
    ['no JSON', 'YQ.YQ.YQ'],
    ['oversize', `a.${'b'.repeat(20_000)}.c`],
  ])('%s', async (_, hint) => {
    await using hub = await createTestHub();
    const { citizen, logout } = await signedIn(hub);
    const page = await citizen.get(ask({ ...named, id_token_hint: hint }));
    expect([page.status, page.body.includes('Démarches public demande')]).toEqual([200, true]);
    expect((await citizen.submit('/confirm')).leavesTo?.pathname).toBe('/signed-out');
    // Nothing else of the person ended: the login's record still exists.
    expect((await logout()).leavesTo?.hostname).toBe('alpha.example');
  });
});

describe('a page of a refused logout leads on', () => {
  it.each([
    [
      'to the service that the request names',
      { ...named, post_logout_redirect_uri: 'https://x.example/' },
      'https://public.example/',
    ],
    [
      'to the page that signs out, where no service is named',
      { id_token_hint: 'eyJhbGciOiJFUzI1NiJ9.e30.AA' },
      '/api/v2/session/end',
    ],
  ])('%s', async (_, query, href) => {
    await using hub = await createTestHub();
    const answer = await hub.browser().get(ask(query));
    expect(answer.status).toBe(400);
    expect(answer.body).toContain(`href="${href}"`);
  });
});

describe('attack 30: a logout hint of another citizen, with single sign-on', () => {
  const oneHour = { config: { singleSignOnSeconds: 3600 } };
  const isSignedIn = async (hub: TestHub, citizen: ReturnType<TestHub['browser']>) =>
    (await citizen.authorize(hub.service('openid').request({ prompt: 'none' }))).params.error === undefined;

  async function victimAndAttacker(hub: TestHub) {
    const victim = await signedIn(hub, 'openid');
    hub.gateway.answer = identityOf(boris, { idToken: 'token.of.boris' });
    const attacker = await signedIn(hub, 'openid');
    return { victim, attacker };
  }

  it.each(['GET', 'POST'] as const)('by %s ends nothing: the citizen is asked', async (method) => {
    await using hub = await createTestHub(oneHour);
    const { victim, attacker } = await victimAndAttacker(hub);
    const query = {
      id_token_hint: attacker.idToken,
      post_logout_redirect_uri: 'https://openid.example/signed-out',
    };
    const page =
      method === 'GET'
        ? await victim.citizen.get(ask(query))
        : await victim.citizen.post('/api/v2/session/end', query);
    expect([page.status, page.leavesTo]).toEqual([200, undefined]);
    expect(page.body).toContain('Voulez-vous vous déconnecter');
    expect(await isSignedIn(hub, victim.citizen)).toBe(true);
    // The attacker's own login is unaffected too: only its own browser may end it without asking.
    expect((await attacker.logout()).params.id_token_hint).toBe('token.of.boris');
    expect(await isSignedIn(hub, attacker.citizen)).toBe(false);
  });

  it('and a confirmation end the session of the citizen who confirmed, at their own provider', async () => {
    await using hub = await createTestHub(oneHour);
    const { victim, attacker } = await victimAndAttacker(hub);
    const uri = 'https://openid.example/signed-out';
    await victim.citizen.get(ask({ id_token_hint: attacker.idToken, post_logout_redirect_uri: uri }));
    const upstream = await victim.citizen.submit('/confirm');
    expect(upstream.params.id_token_hint).toBe(providerIdToken);
    expect(await isSignedIn(hub, victim.citizen)).toBe(false);
    expect(await isSignedIn(hub, attacker.citizen)).toBe(true);
    const back = await victim.citizen.get(`/api/v2/logout/provider-return?state=${upstream.params.state}`);
    expect(back.leavesTo?.href).toBe(uri);
  });

  it('of the citizen themselves, from another service or an earlier login, ends it at once', async () => {
    await using hub = await createTestHub(oneHour);
    const { citizen, logout } = await signedIn(hub, 'openid');
    await citizen.authorize(hub.service('public').request());
    const { code = '' } = (await citizen.consent()).params;
    const { idToken } = await hub.service('public').redeem(code);
    expect((await citizen.get(ask({ id_token_hint: idToken }))).leavesTo?.hostname).toBe('alpha.example');
    expect(await isSignedIn(hub, citizen)).toBe(false);
    await citizen.login(hub.service('basic'));
    expect((await logout()).leavesTo?.hostname).toBe('alpha.example');
    expect(await isSignedIn(hub, citizen)).toBe(false);
  });
});

describe('coming back from a provider’s logout', () => {
  it.each(['', 'x', 'x'.repeat(43)])('with an unknown state ("%s") ends on the page', async (state) => {
    await using hub = await createTestHub();
    const answer = await hub.browser().get(`/api/v2/logout/provider-return?state=${state}`);
    expect([answer.status, answer.leavesTo]).toEqual([200, undefined]);
  });

  it('is accepted once', async () => {
    await using hub = await createTestHub();
    const { citizen, logout } = await signedIn(hub);
    const { params } = await logout();
    const path = `/api/v2/logout/provider-return?state=${params.state}`;
    expect((await citizen.get(path)).leavesTo).toBeDefined();
    expect((await citizen.get(path)).leavesTo).toBeUndefined();
  });

  it.each(['suspended', 'address withdrawn'])('to a service meanwhile %s ends on the page', async (what) => {
    await using hub = await createTestHub();
    const { citizen, logout } = await signedIn(hub);
    const { params } = await logout();
    hub.registry.changeService(
      'public',
      what === 'suspended' ? { status: 'suspended' } : { postLogoutRedirectUris: [] },
    );
    const answer = await citizen.get(`/api/v2/logout/provider-return?state=${params.state}`);
    expect([answer.status, answer.leavesTo]).toEqual([200, undefined]);
  });
});
