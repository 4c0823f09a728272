import { describe, expect, it } from 'vitest';
import { errorCodeOf } from '../../testing/browser.ts';
import { providerIdToken } from '../../testing/fakes.ts';
import { createTestHub, type TestHub } from '../../testing/hub-fixture.ts';
import type { ServiceName } from '../../testing/services.ts';

const signedOutUri = 'https://public.example/signed-out';

async function signedIn(hub: TestHub, name: ServiceName = 'public') {
  const person = hub.browser();
  const service = hub.service(name);
  const { idToken, accessToken } = await service.redeem(await person.login(service));
  const logout = (changes: Readonly<Record<string, string>> = {}) =>
    person.get(
      `/api/v2/session/end?${new URLSearchParams({ id_token_hint: idToken, post_logout_redirect_uri: `https://${name}.example/signed-out`, state: 'logout-state', ...changes })}`,
    );
  return { person, service, idToken, accessToken, logout };
}

describe('logout with the id_token as hint', () => {
  it('goes to the provider’s own logout with its own id_token, and from there back to the service', async () => {
    await using hub = await createTestHub();
    const { person, logout } = await signedIn(hub);
    const answer = await logout();
    expect([answer.status, answer.leavesTo?.hostname]).toEqual([200, 'alpha.example']);
    expect(answer.params).toEqual({
      id_token_hint: providerIdToken,
      post_logout_redirect_uri: `${hub.issuer}/logout/provider-return`,
      state: expect.stringMatching(/^[\w-]{43}$/),
    });
    const back = await person.get(`/api/v2/logout/provider-return?state=${answer.params.state}`);
    expect(back.leavesTo?.href).toBe(`${signedOutUri}?state=logout-state`);
  });

  it('by POST works the same', async () => {
    await using hub = await createTestHub();
    const { person, idToken } = await signedIn(hub);
    const answer = await person.post('/api/v2/session/end', { id_token_hint: idToken });
    expect(answer.leavesTo?.hostname).toBe('alpha.example');
  });

  it('goes straight back when the provider has no logout', async () => {
    await using hub = await createTestHub();
    hub.gateway.withoutLogout.add('alpha');
    const { logout } = await signedIn(hub);
    expect((await logout()).leavesTo?.href).toBe(`${signedOutUri}?state=logout-state`);
  });

  it('goes straight back when the provider is no more', async () => {
    await using hub = await createTestHub();
    const { logout } = await signedIn(hub);
    hub.registry.changeProvider('alpha', { status: 'disabled' });
    expect((await logout()).leavesTo?.hostname).toBe('public.example');
  });

  it('keeps the query of the service’s address, and adds no state that was not sent', async () => {
    await using hub = await createTestHub();
    hub.gateway.withoutLogout.add('alpha');
    const first = await signedIn(hub);
    const uri = 'https://public.example/bye?from=hub';
    const changes = { post_logout_redirect_uri: uri };
    expect((await first.logout(changes)).leavesTo?.href).toBe(`${uri}&state=logout-state`);
    expect((await first.logout({ ...changes, state: '' })).leavesTo?.href).toBe(uri);
  });

  it('works long after the id_token ended, until the session’s length: then without the provider', async () => {
    await using hub = await createTestHub();
    const early = await signedIn(hub);
    const late = await signedIn(hub);
    hub.clock.advance(8 * 3600_000 - 1000);
    expect((await early.logout()).leavesTo?.hostname).toBe('alpha.example');
    hub.clock.advance(1000);
    expect((await late.logout()).leavesTo?.hostname).toBe('public.example');
  });

  it('works with the decrypted id_token of plus', async () => {
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

  it('of two at once sends one to the provider', async () => {
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
    ['with a hint that is no token', { id_token_hint: 'x' }, 'logout.hint_malformed'],
  ])('%s', async (_, changes, code) => {
    await using hub = await createTestHub();
    const { logout } = await signedIn(hub);
    const answer = await logout(changes);
    expect([answer.status, answer.leavesTo, errorCodeOf(answer)]).toEqual([400, undefined, code]);
    // A refused attempt has not used up the login's record.
    expect((await logout()).leavesTo?.hostname).toBe('alpha.example');
  });

  it('with a hint of a service that is no more', async () => {
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

describe('logout without hint', () => {
  it('asks, and never redirects to an address that nothing proves', async () => {
    await using hub = await createTestHub();
    const { person } = await signedIn(hub);
    const query = new URLSearchParams({
      post_logout_redirect_uri: signedOutUri,
      client_id: 'public-standard-integration',
    });
    const answer = await person.get(`/api/v2/session/end?${query}`);
    expect([answer.status, answer.leavesTo]).toEqual([200, undefined]);
    expect(answer.body).toContain('Voulez-vous vous déconnecter');
    const done = await person.submit('/confirm');
    expect([done.status, done.leavesTo]).toEqual([200, undefined]);
    expect(done.body).toContain('Vous êtes déconnecté');
  });

  it('is confirmed only by its own form', async () => {
    await using hub = await createTestHub();
    const { person } = await signedIn(hub);
    await person.get('/api/v2/session/end');
    const forged = await person.submit('/confirm', { csrf: 'x' });
    expect([forged.status, errorCodeOf(forged)]).toEqual([403, 'general.cross_site']);
    await person.get('/api/v2/session/end');
    const headers = { 'sec-fetch-site': 'same-site' };
    expect(errorCodeOf(await person.submit('/confirm', {}, { headers }))).toBe('general.cross_site');
    const other = hub.browser();
    expect((await other.post('/api/v2/session/end/confirm', { csrf: 'x' })).status).toBe(403);
  });
});

describe('coming back from a provider’s logout', () => {
  it.each(['', 'x', 'x'.repeat(43)])('with a state nobody knows ("%s") ends on the page', async (state) => {
    await using hub = await createTestHub();
    const answer = await hub.browser().get(`/api/v2/logout/provider-return?state=${state}`);
    expect([answer.status, answer.leavesTo]).toEqual([200, undefined]);
  });

  it('works once', async () => {
    await using hub = await createTestHub();
    const { person, logout } = await signedIn(hub);
    const { params } = await logout();
    const path = `/api/v2/logout/provider-return?state=${params.state}`;
    expect((await person.get(path)).leavesTo).toBeDefined();
    expect((await person.get(path)).leavesTo).toBeUndefined();
  });

  it.each(['suspended', 'address withdrawn'])('to a service meanwhile %s ends on the page', async (what) => {
    await using hub = await createTestHub();
    const { person, logout } = await signedIn(hub);
    const { params } = await logout();
    hub.registry.changeService(
      'public',
      what === 'suspended' ? { status: 'suspended' } : { postLogoutRedirectUris: [] },
    );
    const answer = await person.get(`/api/v2/logout/provider-return?state=${params.state}`);
    expect([answer.status, answer.leavesTo]).toEqual([200, undefined]);
  });
});
