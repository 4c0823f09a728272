import type { InflightStore } from '@garance/store';
import { describe, expect, it } from 'vitest';
import { errorCodeOf } from '../testing/browser.ts';
import { assertionFields } from '../testing/client-credentials.ts';
import { createTestHub, type TestHub } from '../testing/hub-fixture.ts';

/** Two nodes of one hub: the same keys, one in-flight store. */
async function twoNodes() {
  const first = await createTestHub();
  const second = await createTestHub({ deps: { inflight: first.deps.inflight } });
  return {
    nodes: [first, second] as readonly [TestHub, TestHub],
    [Symbol.asyncDispose]: async () => {
      await first.app.close();
      await second.app.close();
    },
  };
}

/** Runs the same call 50 times concurrently, on both nodes in turn. */
function fiftyTimes<T>(
  nodes: readonly [TestHub, TestHub],
  act: (hub: TestHub) => Promise<T>,
): Promise<readonly T[]> {
  return Promise.all(
    Array.from({ length: 50 }, (_, index) => act(nodes[index % 2] === nodes[0] ? nodes[0] : nodes[1])),
  );
}

describe('attack 2: of 50 parallel redemptions exactly one wins, also across two nodes', () => {
  it('of a code', async () => {
    await using both = await twoNodes();
    const code = await both.nodes[0].browser().login(both.nodes[0].service('public'));
    const answers = await fiftyTimes(both.nodes, (hub) => hub.service('public').token(code));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const lost = answers.filter(({ status }) => status !== 200);
    expect(new Set(lost.map(({ json }) => json.error))).toEqual(new Set(['invalid_grant']));
  });

  it('of a request_uri', async () => {
    await using both = await twoNodes();
    const pushed = await both.nodes[0].service('pushing').pushed();
    const answers = await fiftyTimes(both.nodes, (hub) => hub.browser().authorize(pushed));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('of a request_uri by one browser: one login, and one code', async () => {
    await using both = await twoNodes();
    const [hub] = both.nodes;
    const service = hub.service('pushing');
    const citizen = hub.browser();
    await citizen.authorize(hub.service('public').request());
    const pushed = await service.pushed();
    const answers = await fiftyTimes(both.nodes, async (node) => {
      const tab = node.browser();
      for (const [name, value] of citizen.cookies) tab.cookies.set(name, value);
      return tab.authorize(pushed);
    });
    expect(new Set(answers.map(({ path, status }) => `${status} ${path}`)).size).toBe(1);
    await citizen.get(answers[0]?.path ?? '');
    await citizen.choose();
    await citizen.callback();
    const { code } = (await citizen.consent()).params;
    expect((await service.token(code ?? '')).status).toBe(200);
    const again = await citizen.authorize(pushed);
    expect([again.status, errorCodeOf(again)]).toEqual([400, 'authorize.request_uri_expired']);
  });

  it('of a client assertion', async () => {
    await using both = await twoNodes();
    const assertion = await both.nodes[0].service('assertion').assertion();
    const answers = await fiftyTimes(both.nodes, (hub) => {
      const service = hub.service('assertion');
      return service.call('/par', service.request(), { headers: {}, fields: assertionFields(assertion) });
    });
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  });

  it('of an upstream state: one callback reaches the provider', async () => {
    await using both = await twoNodes();
    const citizen = both.nodes[0].browser();
    await citizen.authorize(both.nodes[0].service('public').request());
    await citizen.choose();
    const { state } = citizen.upstream();
    const answers = await fiftyTimes(both.nodes, async (hub) => {
      const same = hub.browser();
      for (const [name, value] of citizen.cookies) same.cookies.set(name, value);
      return same.callback({ providerId: 'alpha', state });
    });
    expect(both.nodes.flatMap(({ gateway }) => gateway.redeemed)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('of a consent: one code', async () => {
    await using both = await twoNodes();
    const citizen = both.nodes[0].browser();
    const consent = await citizen.signIn(both.nodes[0].service('public'));
    const csrf = /name="csrf" value="([^"]+)"/.exec(consent.body)?.[1] ?? '';
    const answers = await fiftyTimes(both.nodes, async (hub) => {
      const same = hub.browser();
      for (const [name, value] of citizen.cookies) same.cookies.set(name, value);
      return same.post(consent.path, { csrf, consent: 'yes' });
    });
    // Each request gets the answer of the successful one, while its code is not redeemed.
    const codes = new Set(answers.map(({ params }) => params.code));
    expect([codes.size, codes.has(undefined)]).toEqual([1, false]);
    expect(both.nodes.flatMap(({ signIns }) => signIns)).toHaveLength(1);
  });

  it('of a logout that returns from its provider', async () => {
    await using both = await twoNodes();
    const [hub] = both.nodes;
    const { idToken } = await hub.service('public').redeem(await hub.browser().login(hub.service('public')));
    const uri = encodeURIComponent('https://public.example/signed-out');
    const { params } = await hub
      .browser()
      .get(`/api/v2/session/end?id_token_hint=${idToken}&post_logout_redirect_uri=${uri}`);
    const answers = await fiftyTimes(both.nodes, (node) =>
      node.browser().get(`/api/v2/logout/provider-return?state=${params.state}`),
    );
    expect(answers.filter(({ leavesTo }) => leavesTo !== undefined)).toHaveLength(1);
  });
});

describe('attack 3: a code redeemed twice revokes the tokens of the first redemption', () => {
  it('at once', async () => {
    await using hub = await createTestHub();
    const service = hub.service('public');
    const code = await hub.browser().login(service);
    const { accessToken } = await service.redeem(code);
    expect((await service.userinfo(accessToken)).status).toBe(200);
    const replay = await service.token(code);
    expect([replay.status, replay.json.error]).toEqual([400, 'invalid_grant']);
    expect((await service.userinfo(accessToken)).status).toBe(401);
  });

  it('for as long as its access token lives', async () => {
    await using hub = await createTestHub();
    const service = hub.service('public');
    const code = await hub.browser().login(service);
    hub.clock.advance(29_000);
    const { accessToken } = await service.redeem(code);
    hub.clock.advance(59_000);
    await service.token(code);
    expect((await service.userinfo(accessToken)).status).toBe(401);
  });

  it('permanently: the revocation outlasts every token of the grant', async () => {
    await using hub = await createTestHub();
    const service = hub.service('public');
    const code = await hub.browser().login(service);
    const { accessToken } = await service.redeem(code);
    await service.token(code);
    for (let second = 0; second < 60; second += 5) {
      hub.clock.advance(5000);
      expect((await service.userinfo(accessToken)).status).toBe(401);
    }
  });

  it('also when another client replays it', async () => {
    await using hub = await createTestHub();
    const service = hub.service('public');
    const code = await hub.browser().login(service);
    const { accessToken } = await service.redeem(code);
    await hub.service('basic').token(code);
    expect((await service.userinfo(accessToken)).status).toBe(401);
  });

  it('not when a request without valid credentials replays it: a stolen code alone ends no login', async () => {
    await using hub = await createTestHub();
    const service = hub.service('public');
    const code = await hub.browser().login(service);
    const { accessToken } = await service.redeem(code);
    await service.token(code, {}, { headers: {}, fields: { client_id: service.clientId } });
    expect((await service.userinfo(accessToken)).status).toBe(200);
  });

  it('also while the access token is being written', async () => {
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    await using plain = await createTestHub();
    const store = plain.deps.inflight;
    const slow: InflightStore = {
      ...store,
      putAccessToken: async (token, entry) => {
        reached.resolve();
        await gate.promise;
        return store.putAccessToken(token, entry);
      },
    };
    await using hub = await createTestHub({ deps: { inflight: slow } });
    const service = hub.service('public');
    const code = await hub.browser().login(service);
    const first = service.token(code);
    await reached.promise;
    expect((await service.token(code)).json.error).toBe('invalid_grant');
    gate.resolve();
    const { status, json } = await first;
    expect([status, json.error, json.access_token]).toEqual([400, 'invalid_grant', undefined]);
  });
});
