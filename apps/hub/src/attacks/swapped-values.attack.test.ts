import type { InflightStore } from '@garance/store';
import { describe, expect, it } from 'vitest';
import { boris, identityOf } from '../testing/fakes.ts';
import { createTestHub, type TestHub } from '../testing/hub-fixture.ts';

type Kind =
  | 'transaction'
  | 'upstreamState'
  | 'pushedRequest'
  | 'code'
  | 'accessToken'
  | 'session'
  | 'logoutRecord'
  | 'logoutReturn';

/** A store that answers every read of a kind with the first value written of that kind: another person's. */
function createSwappingStore(inflight: InflightStore) {
  const first = new Map<Kind, string>();
  const swapped = new Set<Kind>();
  const keep = (kind: Kind, value: string) => {
    if (!first.has(kind)) first.set(kind, value);
  };
  const give = (kind: Kind, value: string): string =>
    swapped.has(kind) ? (first.get(kind) ?? value) : value;
  const found = (kind: Kind, value: string | undefined) =>
    value === undefined ? undefined : give(kind, value);
  const store: InflightStore = {
    ...inflight,
    createTransaction: (id, entry) => {
      keep('transaction', entry.value);
      return inflight.createTransaction(id, entry);
    },
    getTransaction: async (id) => {
      const stored = await inflight.getTransaction(id);
      return stored && { ...stored, value: give('transaction', stored.value) };
    },
    putUpstreamState: (state, entry) => {
      keep('upstreamState', entry.value);
      return inflight.putUpstreamState(state, entry);
    },
    takeUpstreamState: async (state) => found('upstreamState', await inflight.takeUpstreamState(state)),
    putPushedRequest: (uri, entry) => {
      keep('pushedRequest', entry.value);
      return inflight.putPushedRequest(uri, entry);
    },
    getPushedRequest: async (uri) => {
      const stored = await inflight.getPushedRequest(uri);
      return stored && { ...stored, value: give('pushedRequest', stored.value) };
    },
    putCode: (code, entry) => {
      keep('code', entry.value);
      return inflight.putCode(code, entry);
    },
    takeCode: async (code) => {
      const taken = await inflight.takeCode(code);
      return taken.kind === 'taken' ? { ...taken, value: give('code', taken.value) } : taken;
    },
    putAccessToken: (token, entry) => {
      keep('accessToken', entry.value);
      return inflight.putAccessToken(token, entry);
    },
    getAccessToken: async (token) => {
      const stored = await inflight.getAccessToken(token);
      return stored && { ...stored, value: give('accessToken', stored.value) };
    },
    putSession: (id, entry) => {
      keep('session', entry.value);
      return inflight.putSession(id, entry);
    },
    getSession: async (id) => found('session', await inflight.getSession(id)),
    putLogoutRecord: (id, entry) => {
      keep('logoutRecord', entry.value);
      return inflight.putLogoutRecord(id, entry);
    },
    takeLogoutRecord: async (id) => found('logoutRecord', await inflight.takeLogoutRecord(id)),
    putLogoutReturn: (state, entry) => {
      keep('logoutReturn', entry.value);
      return inflight.putLogoutReturn(state, entry);
    },
    takeLogoutReturn: async (state) => found('logoutReturn', await inflight.takeLogoutReturn(state)),
  };
  return { store, swap: (kind: Kind) => swapped.add(kind) };
}

/** A whole login, use of its tokens and logout; `reached` is called before each kind is read. */
async function stay(hub: TestHub, reached: (kind: Kind) => void = () => {}): Promise<number> {
  const service = hub.service('openid');
  const citizen = hub.browser();
  const pushed = await service.pushed();
  reached('pushedRequest');
  await citizen.authorize(pushed);
  reached('transaction');
  await citizen.choose();
  reached('upstreamState');
  await citizen.callback();
  const { code = '' } = (await citizen.consent()).params;
  reached('code');
  const { accessToken, idToken } = await service.redeem(code);
  reached('accessToken');
  await service.userinfoClaims(accessToken);
  reached('session');
  const again = await citizen.authorize(service.request({ prompt: 'none' }));
  if (again.status >= 400) return again.status;
  reached('logoutRecord');
  const out = await citizen.get(`/api/v2/session/end?id_token_hint=${idToken}`);
  if (out.status >= 400) return out.status;
  reached('logoutReturn');
  return (await citizen.get(`/api/v2/logout/provider-return?state=${out.params.state}`)).status;
}

describe('attack 19: values of the in-flight store exchanged by an attacker who can write to it', () => {
  it.each([
    'transaction',
    'upstreamState',
    'pushedRequest',
    'code',
    'accessToken',
    'session',
    'logoutRecord',
    'logoutReturn',
  ] as const)('%s: the value of another login does not open', async (kind) => {
    await using plain = await createTestHub();
    const { store, swap } = createSwappingStore(plain.deps.inflight);
    await using hub = await createTestHub({
      config: { singleSignOnSeconds: 3600 },
      deps: { inflight: store },
    });
    expect(await stay(hub)).toBeLessThan(400);
    hub.gateway.answer = identityOf(boris);
    const outcome = await stay(hub, (reached) => {
      if (reached === kind) swap(kind);
    }).catch(() => 'refused');
    expect([500, 'refused']).toContain(outcome);
    expect(hub.logs.join('\n')).toContain('store.unreadable');
  });
});
