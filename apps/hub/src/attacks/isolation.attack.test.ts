import type { HubId } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { errorCodeOf } from '../testing/browser.ts';
import { assertionFields } from '../testing/client-credentials.ts';
import { createTestHub, type TestHub } from '../testing/hub-fixture.ts';

/** The hub whose values are used, at each of the three others. */
const own: HubId = { platform: 'standard', environment: 'integration' };
const others: readonly HubId[] = [
  { platform: 'plus', environment: 'integration' },
  { platform: 'standard', environment: 'production' },
  { platform: 'plus', environment: 'production' },
];

async function besides(id: HubId) {
  const here = await createTestHub(own);
  const there = await createTestHub(id);
  return {
    here,
    there,
    [Symbol.asyncDispose]: async () => {
      await here.app.close();
      await there.app.close();
    },
  };
}

/** Sends calls of a service of one hub to another hub, with the same parameters and credentials. */
function toThere(
  there: TestHub,
  path: string,
  fields: Readonly<Record<string, string>>,
  authorization?: string,
) {
  return there.app.inject({
    method: 'POST',
    url: `/api/v2${path}`,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(authorization !== undefined && { authorization }),
    },
    payload: new URLSearchParams(fields).toString(),
  });
}

describe.each(others)(
  'attack 14: on $platform $environment, everything of standard integration is refused:',
  (id) => {
    it.each(['public', 'basic', 'assertion'] as const)('the credentials of "%s"', async (name) => {
      await using hubs = await besides(id);
      const service = hubs.here.service(name);
      const { headers, fields } = await service.credentials();
      const code = await hubs.here.browser().login(service);
      for (const [path, more] of [
        ['/token', { grant_type: 'authorization_code', code, redirect_uri: service.redirectUri }],
        ['/par', service.request()],
        ['/token/revocation', { token: 'x' }],
      ] as const) {
        const answer = await toThere(hubs.there, path, { ...fields, ...more }, headers.authorization);
        expect([path, answer.statusCode, answer.json().error]).toEqual([path, 401, 'invalid_client']);
      }
      expect((await service.token(code)).status).toBe(200);
    });

    it('an assertion made for the other hub, even of a client known to both', async () => {
      await using hubs = await besides(id);
      const there = hubs.there.service('assertion');
      const assertion = await there.assertion({ aud: hubs.here.issuer });
      const answer = await there.call('/par', there.request(), {
        headers: {},
        fields: assertionFields(assertion),
      });
      expect(answer.status).toBe(401);
    });

    it('an authorization request', async () => {
      await using hubs = await besides(id);
      const answer = await hubs.there.browser().authorize(hubs.here.service('public').request());
      expect([answer.status, errorCodeOf(answer)]).toEqual([400, 'authorize.client_unknown']);
    });

    it('codes, access tokens, request_uris and upstream states', async () => {
      await using hubs = await besides(id);
      const here = hubs.here.service('public');
      const there = hubs.there.service('public');
      const code = await hubs.here.browser().login(here);
      expect((await there.token(code)).json.error).toBe('invalid_grant');
      const { accessToken } = await here.redeem(code);
      expect((await there.userinfo(accessToken)).status).toBe(401);
      await there.revoke(accessToken);
      expect((await here.userinfo(accessToken)).status).toBe(200);
      const pushed = await here.pushed();
      const answer = await hubs.there.browser().authorize({ ...pushed, client_id: there.clientId });
      expect(errorCodeOf(answer)).toBe('authorize.request_uri_expired');
    });

    it('cookies and interactions: even their names differ', async () => {
      await using hubs = await besides(id);
      const citizen = hubs.here.browser();
      const choice = await citizen.authorize(hubs.here.service('public').request());
      const visitor = hubs.there.browser();
      await visitor.authorize(hubs.there.service('public').request());
      expect([...visitor.cookies.keys()].some((name) => citizen.cookies.has(name))).toBe(false);
      const secret = [...citizen.cookies.values()][0] ?? '';
      for (const name of [...visitor.cookies.keys()]) visitor.cookies.set(name, secret);
      expect(errorCodeOf(await visitor.get(choice.path))).toBe('interaction.expired');
    });

    it('id_tokens as hints, for login and logout', async () => {
      await using hubs = await besides(id);
      const here = hubs.here.service('public');
      const { idToken } = await here.redeem(await hubs.here.browser().login(here));
      const there = hubs.there.service('public');
      const { params } = await hubs.there.browser().authorize(there.request({ id_token_hint: idToken }));
      expect(params.error).toBe('invalid_request');
      const logout = await hubs.there.browser().get(`/api/v2/session/end?id_token_hint=${idToken}`);
      expect([logout.status, errorCodeOf(logout)]).toEqual([400, 'logout.hint_not_ours']);
    });

    it('values sealed by the other hub, even when both are given one store', async () => {
      await using here = await createTestHub(own);
      await using there = await createTestHub({ ...id, deps: { inflight: here.deps.inflight } });
      const citizen = here.browser();
      const service = here.service('public');
      const foreign = there.service('public');
      const choice = await citizen.authorize(service.request());
      const visitor = there.browser();
      await visitor.authorize(foreign.request());
      const [name = ''] = visitor.cookies.keys();
      visitor.cookies.set(name, [...citizen.cookies.values()][0] ?? '');
      expect((await visitor.get(choice.path)).status).toBe(500);

      const code = await here.browser().login(service);
      expect((await foreign.token(code)).status).toBe(500);
      const { accessToken } = await service.redeem(await here.browser().login(service));
      expect((await foreign.userinfo(accessToken)).status).toBe(500);
      const pushed = await service.pushed();
      const answer = await there.browser().authorize({ ...pushed, client_id: foreign.clientId });
      expect([answer.status, errorCodeOf(answer)]).toEqual([500, 'store.unreadable']);
    });
  },
);

describe('attack 14: a token of one hub', () => {
  it('does not verify with the keys that the other platform publishes', async () => {
    await using here = await createTestHub(own);
    await using there = await createTestHub({ platform: 'plus', environment: 'integration' });
    const service = here.service('public');
    const { idToken } = await service.redeem(await here.browser().login(service));
    await expect(there.service('public').verify(idToken)).rejects.toThrow();
  });

  it('names another subject than the other environment does', async () => {
    const subjects = [];
    for (const environment of ['integration', 'production'] as const) {
      await using hub = await createTestHub({ environment });
      const service = hub.service('public');
      subjects.push((await service.redeem(await hub.browser().login(service))).claims.sub);
    }
    expect(new Set(subjects).size).toBe(2);
  });
});
