import { nowSeconds } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { errorCodeOf } from '../../testing/browser.ts';
import { angela, identityOf, providerIdToken } from '../../testing/fakes.ts';
import { createTestHub } from '../../testing/hub-fixture.ts';

describe('the identity provider’s answer', () => {
  it('is redeemed with the values the hub sent, and leads to the consent page', async () => {
    await using hub = await createTestHub({ platform: 'plus' });
    const citizen = hub.browser();
    await citizen.authorize(hub.service('public').request());
    const { params: sent } = await citizen.choose('alpha');
    const answer = await citizen.callback({ more: { iss: 'https://alpha.example' } });
    expect(answer.status).toBe(200);
    expect(answer.path).toMatch(/\/interaction\/[\w-]{43}\/consent$/);
    expect(hub.gateway.redeemed).toEqual([
      {
        redirectUri: `${hub.issuer}/oidc-callback/alpha`,
        callback: { code: 'code-of-the-provider', state: sent.state, iss: 'https://alpha.example' },
        state: sent.state,
        nonce: sent.nonce,
        codeVerifier: expect.stringMatching(/^[\w-]{43}$/),
        requestedLevel: 'eidas2',
        platform: 'plus',
        transactionStartedAtMs: hub.clock.now(),
      },
    ]);
  });

  it.each([
    ['refused', 'provider.cancelled'],
    ['refused', 'provider.unavailable'],
    ['failed', 'provider.signature'],
    ['failed', 'provider.level_insufficient'],
  ] as const)('%s with %s leads back to the choice, where another works', async (kind, error) => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    await citizen.authorize(hub.service('public').request());
    await citizen.choose('alpha');
    hub.gateway.answer = () => ({ kind, error });
    const answer = await citizen.callback();
    expect([answer.status, /\/interaction\/[\w-]{43}$/.test(answer.path)]).toEqual([200, true]);
    expect(answer.body).toContain('garance-notice');
    hub.gateway.answer = identityOf(angela);
    await citizen.choose('beta');
    expect((await citizen.callback()).path).toContain('/consent');
    // The gateway has logged it, with the check that failed.
    expect(hub.logs.join('')).not.toContain('not accepted');
  });

  it('after a refusal does not send a hinted login to that provider again', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    citizen.noteUpstream(await citizen.authorize(hub.service('hinting').request({ idp_hint: 'alpha' })));
    hub.gateway.answer = () => ({ kind: 'refused', error: 'provider.cancelled' });
    const answer = await citizen.callback();
    expect([answer.status, answer.leavesTo]).toEqual([200, undefined]);
  });

  it('with a parameter repeated is refused', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    await citizen.authorize(hub.service('public').request());
    const { params } = await citizen.choose();
    const answer = await citizen.get(`/api/v2/oidc-callback/alpha?code=a&code=b&state=${params.state}`);
    expect([answer.status, errorCodeOf(answer)]).toEqual([400, 'general.bad_request']);
  });

  it('changes the login’s identifier', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const choice = await citizen.authorize(hub.service('public').request());
    await citizen.choose();
    const consent = await citizen.callback();
    expect(consent.path).not.toContain(choice.path);
    const forgotten = '__Host-garance-standard-integration-successor';
    expect(citizen.cookies.delete(forgotten)).toBe(true);
    expect(errorCodeOf(await citizen.get(choice.path))).toBe('interaction.expired');
  });

  it('redirects this browser from the former identifier to its login', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const choice = await citizen.authorize(hub.service('public').request());
    await citizen.choose();
    const consent = await citizen.callback();
    for (const page of ['', '/consent', '/onward', '/ended']) {
      expect((await citizen.get(`${choice.path}${page}`)).path).toBe(consent.path);
    }
    expect((await citizen.post(`${choice.path}/provider`, { provider: 'beta' })).path).toBe(consent.path);
  });

  it('sent once more is refused, with a link to its login', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    await citizen.authorize(hub.service('public').request());
    await citizen.choose();
    const consent = await citizen.callback();
    const again = await citizen.callback();
    expect([again.status, errorCodeOf(again)]).toEqual([400, 'interaction.expired']);
    const href = /href="([^"]+)"[^>]*>Reprendre la connexion/.exec(again.body)?.[1] ?? '';
    expect((await citizen.get(new URL(href).pathname)).path).toBe(consent.path);
  });

  it('of an expired login is refused', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    await citizen.authorize(hub.service('public').request());
    await citizen.choose();
    hub.clock.advance(30 * 60_000);
    expect(errorCodeOf(await citizen.callback())).toBe('interaction.expired');
    expect(hub.gateway.redeemed).toEqual([]);
  });
});

describe('values of the provider in the tokens', () => {
  it('the level unchanged on plus', async () => {
    await using hub = await createTestHub({ platform: 'plus' });
    hub.gateway.answer = identityOf(angela, { acr: 'eidas3' });
    const service = hub.service('public');
    const { claims } = await service.redeem(await hub.browser().login(service, { acr_values: 'eidas2' }));
    expect(claims.acr).toBe('eidas3');
  });

  it('eidas1 on standard, whatever level was reached', async () => {
    await using hub = await createTestHub();
    hub.gateway.answer = identityOf(angela, { acr: 'eidas3' });
    const service = hub.service('public');
    expect((await service.redeem(await hub.browser().login(service))).claims.acr).toBe('eidas1');
  });

  it('the auth_time, or the time of the answer', async () => {
    await using hub = await createTestHub();
    const service = hub.service('public');
    const now = nowSeconds(hub.clock);
    hub.gateway.answer = identityOf(angela, {}, ['authTime']);
    expect((await service.redeem(await hub.browser().login(service))).claims.auth_time).toBe(now);
    hub.gateway.answer = identityOf(angela, { authTime: now - 5 });
    expect((await service.redeem(await hub.browser().login(service))).claims.auth_time).toBe(now - 5);
  });

  it.each([
    ['amr', { claims: '{"id_token":{"amr":null}}' }, ['fc']],
    ['amr', {}, undefined],
    ['public', { claims: '{"id_token":{"amr":{"essential":true}}}' }, undefined],
  ] as const)('amr for %s asking %j: %j', async (name, changes, expected) => {
    await using hub = await createTestHub();
    const service = hub.service(name);
    const { claims } = await service.redeem(await hub.browser().login(service, changes));
    expect(claims.amr).toEqual(expected);
  });

  it('amr for a service whose habilitation has the scope of that name', async () => {
    await using hub = await createTestHub();
    hub.registry.changeService('public', { scopes: ['openid', 'amr'] });
    const service = hub.service('public');
    const { claims } = await service.redeem(await hub.browser().login(service, { scope: 'openid amr' }));
    expect(claims.amr).toEqual(['fc']);
  });

  it.each([
    [{ amr: 'eidas' }, ['pwd', 'otp'], ['eidas']],
    [{ amrPassedOn: true }, ['pwd', 'otp'], ['pwd', 'otp']],
    [{ amrPassedOn: true }, [], ['fc']],
    [{ amrPassedOn: true, amr: 'fr' }, undefined, ['fr']],
  ] as const)(
    'amr by the registration of the provider: %j that sent %j gives %j',
    async (changes, sent, expected) => {
      await using hub = await createTestHub();
      hub.registry.changeProvider('alpha', changes);
      hub.gateway.answer =
        sent === undefined ? identityOf(angela, {}, ['amr']) : identityOf(angela, { amr: sent });
      const service = hub.service('amr');
      const request = { claims: '{"id_token":{"amr":null}}' };
      const { claims } = await service.redeem(await hub.browser().login(service, request));
      expect(claims.amr).toEqual(expected);
    },
  );
});

describe('prompt=login', () => {
  it('is honoured against a provider that answers with an older sign-in', async () => {
    await using hub = await createTestHub();
    hub.gateway.answer = identityOf(angela, { authTime: nowSeconds(hub.clock) - 11 });
    const answer = await hub.browser().signIn(hub.service('public'), { prompt: 'login' });
    expect(answer.path).not.toContain('/consent');
  });
});

describe('max_age', () => {
  it.each(['standard', 'plus'] as const)(
    'on %s is honoured against a provider that answers with an older sign-in',
    async (platform) => {
      await using hub = await createTestHub({ platform });
      const service = hub.service('public');
      hub.gateway.answer = identityOf(angela, { authTime: nowSeconds(hub.clock) - 3600 });
      const citizen = hub.browser();
      const answer = await citizen.signIn(service, { max_age: '60' });
      expect(answer.path).not.toContain('/consent');
      expect(answer.body).toContain('garance-notice');
    },
  );

  it.each(['0', '60', '100000000'])(
    'of %s is not answered with our own time where the provider sends none',
    async (maxAge) => {
      await using hub = await createTestHub();
      hub.gateway.answer = identityOf(angela, {}, ['authTime']);
      const answer = await hub.browser().signIn(hub.service('public'), { max_age: maxAge });
      expect(answer.path).not.toContain('/consent');
      expect(answer.body).toContain('garance-notice');
    },
  );

  it('is met by a recent enough sign-in', async () => {
    await using hub = await createTestHub();
    hub.gateway.answer = identityOf(angela, { authTime: nowSeconds(hub.clock) - 60 });
    const answer = await hub.browser().signIn(hub.service('public'), { max_age: '60' });
    expect(answer.path).toContain('/consent');
  });

  it('of zero is met by a sign-in made for this login', async () => {
    await using hub = await createTestHub();
    hub.gateway.answer = identityOf(angela, { authTime: nowSeconds(hub.clock) });
    const answer = await hub.browser().signIn(hub.service('public'), { max_age: '0' });
    expect(answer.path).toContain('/consent');
  });
});

describe('the provider’s id_token', () => {
  it('never appears in what browser or service receive', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const service = hub.service('public');
    const { status, body } = await service.token(await citizen.login(service));
    expect(status).toBe(200);
    expect(body + citizen.trail.map((answer) => answer.body + answer.headers.location).join()).not.toContain(
      providerIdToken,
    );
  });
});
