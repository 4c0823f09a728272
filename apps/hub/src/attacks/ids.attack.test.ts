import { describe, expect, it } from 'vitest';
import { createTestHub, type TestHub } from '../testing/hub-fixture.ts';

const prefix = 'urn:ietf:params:oauth:request_uri:';

/** One live id of every kind, and the browser that they belong to. */
async function liveIds(hub: TestHub) {
  const service = hub.service('openid');
  const citizen = hub.browser();
  const { accessToken, idToken } = await service.redeem(await citizen.login(service));
  const session = [...citizen.cookies].find(([name]) => name.includes('session'))?.[1] ?? '';
  const browser = [...citizen.cookies].find(([name]) => name.includes('browser'))?.[1] ?? '';
  const other = await citizen.authorize(hub.service('public').request({ prompt: 'login' }));
  const transaction = other.path.split('/').at(-1) ?? '';
  await citizen.choose();
  const { state } = citizen.upstream();
  const after = encodeURIComponent('https://openid.example/signed-out');
  const logout = await hub
    .browser()
    .get(`/api/v2/session/end?id_token_hint=${idToken}&post_logout_redirect_uri=${after}`);
  const second = hub.browser();
  const code = await second.login(hub.service('public'));
  const pushed = await service.pushed();
  const ids = {
    transaction,
    state,
    code,
    accessToken,
    requestUri: (pushed.request_uri ?? '').slice(prefix.length),
    logoutReturn: logout.params.state ?? '',
    session,
    browser,
  };
  return { ids, citizen, service };
}

type Kind = keyof Awaited<ReturnType<typeof liveIds>>['ids'];
type Live = Awaited<ReturnType<typeof liveIds>>;

/** Presents an id where its kind is expected. @returns whether it was accepted */
const presented: Readonly<
  Record<Exclude<Kind, 'browser'>, (hub: TestHub, live: Live, id: string) => Promise<boolean>>
> = {
  transaction: async (_hub, { citizen }, id) =>
    (await citizen.send('GET', `/api/v2/interaction/${encodeURIComponent(id)}`)).status === 200,
  state: async (hub, { citizen }, id) => {
    const before = hub.gateway.redeemed.length;
    await citizen.callback({ providerId: 'alpha', state: id });
    return hub.gateway.redeemed.length > before;
  },
  code: async (hub, _live, id) => (await hub.service('public').token(id)).status === 200,
  accessToken: async (_hub, { service }, id) => (await service.userinfo(id)).status === 200,
  requestUri: async (hub, { service }, id) =>
    (await hub.browser().authorize({ client_id: service.clientId, request_uri: prefix + id })).status === 200,
  logoutReturn: async (hub, _live, id) => {
    const query = new URLSearchParams({ state: id });
    return (await hub.browser().get(`/api/v2/logout/provider-return?${query}`)).leavesTo !== undefined;
  },
  session: async (hub, { citizen, service }, id) => {
    const name = [...citizen.cookies.keys()].find((cookie) => cookie.includes('session')) ?? '';
    const thief = hub.browser();
    thief.cookies.set(name, encodeURIComponent(id));
    const { params } = await thief.authorize(service.request({ prompt: 'none' }));
    return params.code !== undefined;
  },
};
const kinds = Object.keys(presented) as Exclude<Kind, 'browser'>[];

const sso = { config: { singleSignOnSeconds: 3600 } };

describe('attack 5: the id of one kind sent in the place of another', () => {
  it.each(kinds)('as %s: no other kind is accepted', async (expected) => {
    await using hub = await createTestHub(sso);
    const live = await liveIds(hub);
    for (const [kind, id] of Object.entries(live.ids)) {
      expect(id).toMatch(/^[\w-]{43}$/);
      if (kind === expected) continue;
      expect([kind, await presented[expected](hub, live, id)]).toEqual([kind, false]);
    }
  });
});

describe('attack 5: ids truncated, extended, case-flipped', () => {
  const flipCase = (id: string) =>
    [...id]
      .map((letter) => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase()))
      .join('');
  const alterations: Readonly<Record<string, (id: string) => string>> = {
    truncated: (id) => id.slice(0, -1),
    'without its start': (id) => id.slice(1),
    extended: (id) => `${id}A`,
    padded: (id) => `${id}=`,
    'with a blank': (id) => `${id} `,
    'with a null byte': (id) => `${id}\0`,
    'case-flipped': flipCase,
    'one letter changed': (id) => (id.startsWith('A') ? `B${id.slice(1)}` : `A${id.slice(1)}`),
    'last bits changed': (id) => id.slice(0, -1) + String.fromCharCode(id.charCodeAt(42) + 1),
    empty: () => '',
    'very long': (id) => id.repeat(100),
    'a climb': () => '../../../etc/passwd',
  };

  it.each(kinds)('as %s are refused, and the real one still works', async (kind) => {
    await using hub = await createTestHub(sso);
    const live = await liveIds(hub);
    const id = live.ids[kind];
    for (const [name, alter] of Object.entries(alterations)) {
      expect([name, await presented[kind](hub, live, alter(id))]).toEqual([name, false]);
    }
    expect(await presented[kind](hub, live, id)).toBe(true);
  });
});
