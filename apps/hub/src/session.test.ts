import { describe, expect, it } from 'vitest';
import { errorCodeOf } from './testing/browser.ts';
import { angela, boris, identityOf } from './testing/fakes.ts';
import { createTestHub, type TestHub } from './testing/hub-fixture.ts';
import type { ServiceName } from './testing/services.ts';

const oneHour = { config: { singleSignOnSeconds: 3600 } };

/** A browser that has signed in at `openid` and agreed to share its e-mail there. */
async function signedIn(hub: TestHub) {
  const citizen = hub.browser();
  const tokens = await hub.service('openid').redeem(await citizen.login(hub.service('openid')));
  return { citizen, tokens };
}

const ask = (hub: TestHub, name: ServiceName, changes: Readonly<Record<string, string>> = {}) =>
  hub.service(name).request({ scope: 'openid email', ...changes });

describe('single sign-on is off', () => {
  it.each([
    ['by default', {}, 'openid'],
    ['by default for the other profile', {}, 'public'],
    ['on plus', { ...oneHour, platform: 'plus' }, 'public'],
  ] as const)('%s', async (_, options, name) => {
    await using hub = await createTestHub(options);
    const citizen = hub.browser();
    await citizen.login(hub.service(name));
    const again = await citizen.authorize(hub.service(name).request());
    expect(again.body).toContain('Compte alpha');
    expect([...citizen.cookies.keys()].filter((cookie) => cookie.includes('session'))).toEqual([]);
  });

  it('on plus also for a registration of that profile: it always authenticates again', async () => {
    await using hub = await createTestHub({ ...oneHour, platform: 'plus' });
    hub.registry.changeService('public', { profile: 'openid' });
    const citizen = hub.browser();
    await citizen.login(hub.service('public'));
    expect((await citizen.authorize(hub.service('public').request())).body).toContain('Compte alpha');
    const { params } = await citizen.authorize(hub.service('public').request({ prompt: 'none' }));
    expect(params.error).toBe('login_required');
  });

  it('for a browser that kept its session when the operator disabled it', async () => {
    await using on = await createTestHub(oneHour);
    const { citizen } = await signedIn(on);
    await using off = await createTestHub({ deps: { inflight: on.deps.inflight } });
    const same = off.browser();
    for (const [name, value] of citizen.cookies) same.cookies.set(name, value);
    expect((await same.authorize(off.service('public').request())).body).toContain('Compte alpha');
  });
});

describe('single sign-on of the franceconnect profile', () => {
  it('goes straight to the information page, and shows it at every login', async () => {
    await using hub = await createTestHub(oneHour);
    const citizen = hub.browser();
    const first = await hub.service('public').redeem(await citizen.login(hub.service('public')));
    hub.clock.advance(60_000);
    for (const name of ['public', 'basic'] as const) {
      const page = await citizen.authorize(hub.service(name).request());
      expect([page.status, page.path]).toEqual([200, expect.stringContaining('/consent')]);
      const { code = '' } = (await citizen.consent()).params;
      const { claims } = await hub.service(name).redeem(code);
      expect(claims.auth_time).toBe(first.claims.auth_time);
      expect(claims.sub === first.claims.sub).toBe(name === 'public');
    }
    expect(hub.gateway.redeemed).toHaveLength(1);
    expect(hub.signIns.map(({ serviceId }) => serviceId)).toEqual([
      'service-public',
      'service-public',
      'service-basic',
    ]);
  });

  it('requires the box of a private service, at every login', async () => {
    await using hub = await createTestHub(oneHour);
    const citizen = hub.browser();
    await citizen.login(hub.service('private'));
    await citizen.authorize(hub.service('private').request());
    expect((await citizen.consent({})).status).toBe(400);
    expect((await citizen.consent()).params.code).toBeDefined();
  });

  it('is shared with the openid profile, both ways', async () => {
    await using hub = await createTestHub(oneHour);
    const { citizen } = await signedIn(hub);
    expect((await citizen.authorize(hub.service('public').request())).path).toContain('/consent');
    const other = hub.browser();
    await other.login(hub.service('public'));
    expect((await other.authorize(ask(hub, 'openid'))).path).toContain('/consent');
  });

  it.each([
    ['prompt=login', { prompt: 'login' }],
    ['a max_age that has passed', { max_age: '30' }],
  ])('signs in again with %s', async (_, changes) => {
    await using hub = await createTestHub(oneHour);
    const citizen = hub.browser();
    await citizen.login(hub.service('public'));
    hub.clock.advance(60_000);
    const page = await citizen.authorize(hub.service('public').request(changes));
    expect(page.body).toContain('Compte alpha');
  });
});

describe('a session passes every check that a fresh identification passes:', () => {
  it('a test account that is private to one service is refused at another', async () => {
    const lookups: string[] = [];
    await using hub = await createTestHub({
      ...oneHour,
      deps: {
        isForeignTestAccount: async ({ providerSub, serviceId }) => {
          lookups.push(`${providerSub} ${serviceId}`);
          return serviceId !== 'service-openid';
        },
      },
    });
    hub.gateway.answer = identityOf({ ...angela, sub: 'private-person' });
    const { citizen } = await signedIn(hub);
    const page = await citizen.authorize(ask(hub, 'openid-other'));
    expect([page.status, errorCodeOf(page)]).toEqual([403, 'identity.foreign_test_person']);
    const silent = await citizen.authorize(ask(hub, 'openid-other', { prompt: 'none' }));
    expect(silent.params.code).toBeUndefined();
    expect((await citizen.authorize(ask(hub, 'openid'))).params.code).toBeDefined();
    expect(new Set(lookups)).toEqual(
      new Set(['private-person service-openid', 'private-person service-openid-other']),
    );
  });

  it.each([
    ['died', { kind: 'deceased' }, 'register.refused'],
    ['is not found any more', { kind: 'not-found' }, 'register.not_found'],
    ['cannot be confirmed now', { kind: 'unavailable' }, 'register.unavailable'],
  ] as const)('an identity that %s by the civil register', async (_, answer, code) => {
    await using hub = await createTestHub(oneHour);
    const { citizen } = await signedIn(hub);
    hub.register.answer = answer;
    expect(errorCodeOf(await citizen.authorize(ask(hub, 'openid')))).toBe(code);
    expect((await citizen.authorize(ask(hub, 'openid', { prompt: 'none' }))).params.code).toBeUndefined();
    hub.register.answer = undefined;
    expect((await citizen.authorize(ask(hub, 'openid'))).params.code).toBeDefined();
  });

  it.each([
    ['in maintenance', { status: 'maintenance' }],
    ['no longer at the level', { levels: [] }],
  ] as const)('a provider that is %s leads to the choice', async (_, changes) => {
    await using hub = await createTestHub(oneHour);
    const { citizen } = await signedIn(hub);
    hub.registry.changeProvider('alpha', changes);
    expect((await citizen.authorize(ask(hub, 'openid'))).body).toContain('Compte beta');
    expect((await citizen.authorize(ask(hub, 'openid', { prompt: 'none' }))).params.error).toBe(
      'login_required',
    );
  });
});

describe('single sign-on of the openid profile', () => {
  it('signs in at once where the same scopes were agreed to, with a stable auth_time', async () => {
    await using hub = await createTestHub(oneHour);
    const { citizen, tokens } = await signedIn(hub);
    hub.clock.advance(600_000);
    const { params } = await citizen.authorize(ask(hub, 'openid'));
    const again = await hub.service('openid').redeem(params.code ?? '');
    expect(again.claims).toMatchObject({ sub: tokens.claims.sub, auth_time: tokens.claims.auth_time });
    expect(again.claims.iat).toBe(Number(tokens.claims.iat) + 600);
    expect(hub.gateway.redeemed).toHaveLength(1);
    expect(hub.signIns).toHaveLength(2);
  });

  it('asks again for scopes not agreed to, and at another service', async () => {
    await using hub = await createTestHub(oneHour);
    const { citizen } = await signedIn(hub);
    const more = await citizen.authorize(ask(hub, 'openid', { scope: 'openid email family_name' }));
    expect(more.path).toContain('/consent');
    const other = await citizen.authorize(ask(hub, 'openid-other'));
    expect(other.path).toContain('/consent');
    const { code = '' } = (await citizen.consent()).params;
    const { claims } = await hub.service('openid-other').redeem(code);
    const third = await citizen.authorize(ask(hub, 'openid-other'));
    expect((await hub.service('openid-other').redeem(third.params.code ?? '')).claims.sub).toBe(claims.sub);
  });

  it('has another subject at each service', async () => {
    await using hub = await createTestHub(oneHour);
    const { citizen, tokens } = await signedIn(hub);
    await citizen.authorize(ask(hub, 'openid-other'));
    const { code = '' } = (await citizen.consent()).params;
    expect((await hub.service('openid-other').redeem(code)).claims.sub).not.toBe(tokens.claims.sub);
  });

  it('still requires the box of a private service', async () => {
    await using hub = await createTestHub(oneHour);
    const { citizen } = await signedIn(hub);
    await citizen.authorize(ask(hub, 'openid-private'));
    expect((await citizen.consent({})).status).toBe(400);
  });

  it('ends after its time, counted from the sign-in and not from the last use', async () => {
    await using hub = await createTestHub(oneHour);
    const { citizen } = await signedIn(hub);
    hub.clock.advance(1800_000);
    expect((await citizen.authorize(ask(hub, 'openid'))).params.code).toBeDefined();
    hub.clock.advance(1799_000);
    expect((await citizen.authorize(ask(hub, 'openid'))).params.code).toBeDefined();
    hub.clock.advance(1000);
    expect((await citizen.authorize(ask(hub, 'openid'))).body).toContain('Compte alpha');
  });

  it('changes its cookie with every use, and the earlier value is refused', async () => {
    await using hub = await createTestHub(oneHour);
    const { citizen } = await signedIn(hub);
    const name = [...citizen.cookies.keys()].find((cookie) => cookie.includes('session')) ?? '';
    const earlier = citizen.cookies.get(name) ?? '';
    await citizen.authorize(ask(hub, 'openid'));
    expect(citizen.cookies.get(name)).not.toBe(earlier);
    citizen.cookies.set(name, earlier);
    expect((await citizen.authorize(ask(hub, 'openid'))).body).toContain('Compte alpha');
  });

  it('ends with a logout', async () => {
    await using hub = await createTestHub(oneHour);
    const { citizen, tokens } = await signedIn(hub);
    await citizen.get(`/api/v2/session/end?id_token_hint=${tokens.idToken}`);
    const { params } = await citizen.authorize(ask(hub, 'openid', { prompt: 'none' }));
    expect(params.error).toBe('login_required');
    expect((await citizen.authorize(ask(hub, 'openid'))).body).toContain('Compte alpha');
  });

  it('is not for another browser', async () => {
    await using hub = await createTestHub(oneHour);
    await signedIn(hub);
    expect((await hub.browser().authorize(ask(hub, 'openid'))).body).toContain('Compte alpha');
  });

  it('is not used for a service that may not use that provider: it gets its own choice', async () => {
    await using hub = await createTestHub(oneHour);
    const { citizen } = await signedIn(hub);
    const answer = await citizen.authorize(ask(hub, 'openid-filtered'));
    expect(answer.body).toContain('Compte beta');
    expect(answer.body).not.toContain('Compte alpha');
  });

  it('is not used when a hint names another provider', async () => {
    await using hub = await createTestHub(oneHour);
    const citizen = hub.browser();
    await citizen.login(hub.service('openid'), {}, 'beta');
    const answer = await citizen.authorize(ask(hub, 'openid-filtered', { idp_hint: 'gamma' }));
    expect(answer.leavesTo?.hostname).toBe('gamma.example');
  });

  it('ends when its provider is disabled', async () => {
    await using hub = await createTestHub(oneHour);
    const { citizen } = await signedIn(hub);
    hub.registry.changeProvider('alpha', { status: 'disabled' });
    expect((await citizen.authorize(ask(hub, 'openid'))).body).toContain('Compte beta');
  });
});

describe('prompt and max_age in a session', () => {
  it('prompt=login signs in again, and asks again for what was agreed before', async () => {
    await using hub = await createTestHub(oneHour);
    const { citizen, tokens } = await signedIn(hub);
    hub.clock.advance(60_000);
    expect((await citizen.authorize(ask(hub, 'openid', { prompt: 'login' }))).body).toContain('Compte alpha');
    await citizen.choose();
    expect((await citizen.callback()).path).toContain('/consent');
    const { code = '' } = (await citizen.consent()).params;
    const again = await hub.service('openid').redeem(code);
    expect(again.claims.auth_time).toBe(Number(tokens.claims.auth_time) + 60);
  });

  it('a new sign-in by another citizen discards the consents of the first', async () => {
    await using hub = await createTestHub(oneHour);
    const { citizen } = await signedIn(hub);
    hub.gateway.answer = identityOf(boris);
    await citizen.login(hub.service('openid-other'), { prompt: 'login', scope: 'openid email' });
    expect((await citizen.authorize(ask(hub, 'openid'))).path).toContain('/consent');
    hub.gateway.answer = identityOf(angela);
  });

  it.each(['openid', 'openid-other'] as const)(
    'consents of one citizen do not apply to another who signs in at %s in an older tab',
    async (name) => {
      await using hub = await createTestHub(oneHour);
      const citizen = hub.browser();
      const tab = await citizen.authorize(ask(hub, name));
      await citizen.login(hub.service('openid'));
      hub.gateway.answer = identityOf(boris, { idToken: 'of.boris.provider' });
      await citizen.get(tab.path);
      await citizen.choose();
      expect((await citizen.callback()).path).toContain('/consent');
      await citizen.consent();
      const other = name === 'openid' ? 'openid-other' : 'openid';
      expect((await citizen.authorize(ask(hub, other))).path).toContain('/consent');
    },
  );

  it('prompt=consent asks again', async () => {
    await using hub = await createTestHub(oneHour);
    const { citizen } = await signedIn(hub);
    expect((await citizen.authorize(ask(hub, 'openid', { prompt: 'consent' }))).path).toContain('/consent');
  });

  it.each([
    [59, true],
    [61, false],
  ])('max_age=60 after %i s: from the session? %s', async (seconds, fromSession) => {
    await using hub = await createTestHub(oneHour);
    const { citizen } = await signedIn(hub);
    hub.clock.advance(seconds * 1000);
    const { params } = await citizen.authorize(ask(hub, 'openid', { max_age: '60' }));
    expect(params.code !== undefined).toBe(fromSession);
  });

  it('a max_age that the session meets does not change its auth_time', async () => {
    await using hub = await createTestHub(oneHour);
    const { citizen, tokens } = await signedIn(hub);
    hub.clock.advance(60_000);
    const { params } = await citizen.authorize(ask(hub, 'openid', { max_age: '10000' }));
    const again = await hub.service('openid').redeem(params.code ?? '');
    expect(again.claims.auth_time).toBe(tokens.claims.auth_time);
  });
});

describe('a sign-in whose auth_time the provider did not send', () => {
  it('is not used for a request with max_age, and is used for any other', async () => {
    await using hub = await createTestHub(oneHour);
    hub.gateway.answer = identityOf(angela, {}, ['authTime']);
    const { citizen } = await signedIn(hub);
    const withMaxAge = await citizen.authorize(ask(hub, 'openid', { max_age: '10000' }));
    expect(withMaxAge.params.code).toBeUndefined();
    expect((await citizen.authorize(ask(hub, 'openid'))).params.code).toBeDefined();
    // Using the session does not reveal the time of its sign-in.
    const again = await citizen.authorize(ask(hub, 'openid', { max_age: '10000' }));
    expect(again.params.code).toBeUndefined();
  });
});

describe('prompt=none', () => {
  it('with session and remembered consent gives a code without any page, the same subject and auth_time', async () => {
    await using hub = await createTestHub(oneHour);
    const { citizen, tokens } = await signedIn(hub);
    hub.clock.advance(60_000);
    const { params } = await citizen.authorize(ask(hub, 'openid', { prompt: 'none' }));
    const { claims } = await hub.service('openid').redeem(params.code ?? '');
    expect(claims).toMatchObject({ sub: tokens.claims.sub, auth_time: tokens.claims.auth_time });
  });

  it('without session is login_required', async () => {
    await using hub = await createTestHub(oneHour);
    const { params } = await hub.browser().authorize(ask(hub, 'openid', { prompt: 'none' }));
    expect(params).toMatchObject({ error: 'login_required', state: 'state-of-the-service', iss: hub.issuer });
  });

  it('without single sign-on is login_required', async () => {
    await using hub = await createTestHub();
    const { params } = await hub.browser().authorize(ask(hub, 'openid', { prompt: 'none' }));
    expect(params.error).toBe('login_required');
  });

  it('without remembered consent is consent_required', async () => {
    await using hub = await createTestHub(oneHour);
    const { citizen } = await signedIn(hub);
    const { params } = await citizen.authorize(ask(hub, 'openid-other', { prompt: 'none' }));
    expect(params).toMatchObject({ error: 'consent_required', state: 'state-of-the-service' });
  });

  it('for another person than the hint’s is login_required', async () => {
    await using hub = await createTestHub(oneHour);
    const { citizen, tokens } = await signedIn(hub);
    const other = hub.browser();
    hub.gateway.answer = identityOf(boris);
    await other.login(hub.service('openid'));
    const hinted = ask(hub, 'openid', { prompt: 'none', id_token_hint: tokens.idToken });
    expect((await other.authorize(hinted)).params.error).toBe('login_required');
    expect((await citizen.authorize(hinted)).params.code).toBeDefined();
  });

  it('too old for max_age is login_required', async () => {
    await using hub = await createTestHub(oneHour);
    const { citizen } = await signedIn(hub);
    hub.clock.advance(61_000);
    const { params } = await citizen.authorize(ask(hub, 'openid', { prompt: 'none', max_age: '60' }));
    expect(params.error).toBe('login_required');
  });

  it('with a hint to a provider does not redirect there', async () => {
    await using hub = await createTestHub(oneHour);
    const request = ask(hub, 'openid-filtered', { prompt: 'none', idp_hint: 'beta' });
    expect((await hub.browser().authorize(request)).params.error).toBe('login_required');
  });

  it('leaves no login behind that could be continued', async () => {
    await using hub = await createTestHub(oneHour);
    const { citizen } = await signedIn(hub);
    await citizen.authorize(ask(hub, 'openid-other', { prompt: 'none' }));
    expect(hub.signIns).toHaveLength(1);
    expect(errorCodeOf(citizen.last())).toBe('consent_required');
  });
});

describe('state and nonce', () => {
  it('may be absent, and are then absent from the answers', async () => {
    await using hub = await createTestHub();
    const service = hub.service('openid');
    const citizen = hub.browser();
    await citizen.signIn(service, { state: '', nonce: '' });
    const { params } = await citizen.consent();
    expect(Object.keys(params).sort()).toEqual(['code', 'iss']);
    expect((await service.redeem(params.code ?? '')).claims).not.toHaveProperty('nonce');
  });
});
