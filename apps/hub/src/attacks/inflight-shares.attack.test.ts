import { createManualClock } from '@garance/core';
import { createMemoryInflightStore } from '@garance/store';
import { describe, expect, it } from 'vitest';
import { errorCodeOf } from '../testing/browser.ts';
import { angela } from '../testing/fakes.ts';
import { startMs } from '../testing/fixed-keys.ts';
import { createTestHub, type TestHub } from '../testing/hub-fixture.ts';

/**
 * Small limits, which a test can reach: four logins per address, twenty per network, four pushed requests per client.
 */
function smallHub() {
  const clock = createManualClock(startMs);
  const inflight = createMemoryInflightStore({ clock, maxEntries: 40 });
  const config = { inflightSharePerAddress: 0.1, inflightSharePerNetwork: 0.5, inflightSharePerClient: 0.1 };
  return { clock, hub: createTestHub({ config, deps: { inflight, clock } }) };
}

const begin = (hub: TestHub, remoteAddress: string, changes: Readonly<Record<string, string>> = {}) =>
  hub.browser().authorize(hub.service('public').request(changes), { remoteAddress });

/** @returns how many logins were begun before the first refusal */
async function beginUntilRefused(hub: TestHub, addresses: Iterable<string>): Promise<number> {
  let begun = 0;
  for (const address of addresses) {
    const answer = await begin(hub, address);
    if (answer.status !== 200) {
      expect([answer.status, errorCodeOf(answer)]).toEqual([429, 'store.share_used_up']);
      return begun;
    }
    begun += 1;
  }
  throw new Error('nothing was refused');
}

function* repeat(address: string): Iterable<string> {
  for (let turn = 0; turn < 200; turn += 1) yield address;
}

/** Another address of the network each time. */
function* sweep(prefix: string, suffix = ''): Iterable<string> {
  for (let turn = 1; turn < 200; turn += 1) yield `${prefix}${turn.toString(16)}${suffix}`;
}

/** A whole login by a person at another address, once pushed by the service and once not. */
async function everybodyElseGoesOn(hub: TestHub): Promise<void> {
  for (const remoteAddress of ['198.51.100.7', '2001:db8:beef::1']) {
    const citizen = hub.browser();
    await citizen.authorize(hub.service('basic').request(), { remoteAddress });
    await citizen.choose();
    await citizen.callback();
    expect((await citizen.consent()).params.code).toBeDefined();
  }
}

describe('attack 25: the in-flight store filled with logins', () => {
  it.each([
    ['one IPv4 address', () => repeat('192.0.2.1'), 4],
    ['one IPv4 address in IPv6 form', () => repeat('::ffff:192.0.2.1'), 4],
    ['one IPv6 address', () => repeat('2001:db8:1:2::1'), 4],
    ['a sweep of one /64', () => sweep('2001:db8:1:2::'), 4],
    ['a sweep of one /48', () => sweep('2001:db8:1:', '::1'), 20],
  ])('by %s: its share is used up, and other callers are served', async (_, addresses, share) => {
    await using hub = await smallHub().hub;
    expect(await beginUntilRefused(hub, addresses())).toBe(share);
    await everybodyElseGoesOn(hub);
  });

  it('by one address answers when to try again, why, and how to go back', async () => {
    await using hub = await smallHub().hub;
    await beginUntilRefused(hub, repeat('192.0.2.1'));
    const refused = await begin(hub, '192.0.2.1');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.body).toContain('href="https://public.example/"');
    expect(refused.body).toContain('depuis votre réseau');
  });

  it('by an address at its limit: its logins can end, which frees their share', async () => {
    const { clock, hub: starting } = smallHub();
    await using hub = await starting;
    const where = { remoteAddress: '192.0.2.1' };
    const citizen = hub.browser();
    await citizen.authorize(hub.service('public').request(), where);
    expect(await beginUntilRefused(hub, repeat('192.0.2.1'))).toBe(3);
    await citizen.choose();
    await citizen.callback();
    expect((await citizen.consent()).params.code).toBeDefined();
    // A login that has ended may be kept for as long as its code and tokens live.
    clock.advance(150_000);
    expect((await begin(hub, '192.0.2.1')).status).toBe(200);
    expect((await begin(hub, '192.0.2.1')).status).toBe(429);
  });

  it('by an address whose logins have expired: it may begin new ones', async () => {
    const { clock, hub: starting } = smallHub();
    await using hub = await starting;
    await beginUntilRefused(hub, repeat('192.0.2.1'));
    clock.advance(31 * 60_000);
    expect((await begin(hub, '192.0.2.1')).status).toBe(200);
  });

  it('in the name of a client, by others: the client’s own logins and pushed requests work', async () => {
    await using hub = await smallHub().hub;
    await beginUntilRefused(hub, sweep('2001:db8:1:', '::1'));
    const service = hub.service('public');
    const pushed = await service.pushed();
    const page = await hub.browser().authorize(pushed, { remoteAddress: '198.51.100.7' });
    expect([page.status, page.body.includes('Compte alpha')]).toEqual([200, true]);
    for (let turn = 0; turn < 3; turn += 1) expect((await service.push()).status).toBe(201);
  });

  it('by choosing an account repeatedly: the choice page says so, and other browsers can choose', async () => {
    const { clock, hub: starting } = smallHub();
    await using hub = await starting;
    const citizen = hub.browser();
    const where = { remoteAddress: '192.0.2.1' };
    const choice = await citizen.authorize(hub.service('public').request(), where);
    const choose = async () => {
      // Later than `repeatMs`, so that it is not answered as a second click.
      clock.advance(11_000);
      await citizen.get(choice.path, where);
      return citizen.submit('/provider', { provider: 'alpha' }, where);
    };
    for (let turn = 0; turn < 4; turn += 1) expect((await choose()).leavesTo).toBeDefined();
    const refused = await choose();
    expect([refused.status, refused.leavesTo]).toEqual([200, undefined]);
    expect(refused.body).toContain('depuis votre réseau');
    await everybodyElseGoesOn(hub);
  });
});

describe('attack 25: the in-flight store filled with pushed requests', () => {
  it('by one authenticated client: its share is used up, and other clients are served', async () => {
    await using hub = await smallHub().hub;
    const service = hub.service('public');
    for (let turn = 0; turn < 4; turn += 1) expect((await service.push()).status).toBe(201);
    const refused = await service.push();
    expect([refused.status, refused.json.error, refused.json.error_code]).toEqual([
      429,
      'temporarily_unavailable',
      undefined,
    ]);
    expect(refused.json.error_description).toContain('store.share_used_up');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await hub.service('basic').push()).status).toBe(201);
    await everybodyElseGoesOn(hub);
  });

  it('frees its share when they are used or expire', async () => {
    const { clock, hub: starting } = smallHub();
    await using hub = await starting;
    const service = hub.service('public');
    const first = await service.pushed();
    for (let turn = 0; turn < 3; turn += 1) await service.push();
    expect((await service.push()).status).toBe(429);
    await hub.browser().authorize(first);
    expect((await service.push()).status).toBe(201);
    expect((await service.push()).status).toBe(429);
    clock.advance(90_000);
    expect((await service.push()).status).toBe(201);
  });
});

describe('attack 25: large requests', () => {
  it('one address with the default share takes a fiftieth of the store at most, however large its requests are', async () => {
    const clock = createManualClock(startMs);
    // A tenth of the default limits.
    const inflight = createMemoryInflightStore({ clock, maxEntries: 25_000, maxCharacters: 25_600_000 });
    await using hub = await createTestHub({ deps: { clock, inflight } });
    const text = '\u{1f600}'.repeat(1024);
    let begun = 0;
    for (; begun < 400; begun += 1) {
      const answer = await begin(hub, '192.0.2.1', { state: text, nonce: text });
      if (answer.status !== 200) break;
    }
    // One request takes some twelve thousand characters.
    expect(begun).toBeGreaterThan(20);
    expect(begun).toBeLessThan(100);
    await everybodyElseGoesOn(hub);
  });

  it.each(['public', 'openid'] as const)(
    'state and nonce of 2 048 characters are accepted and returned whole, longer ones are refused: %s',
    async (name) => {
      await using hub = await createTestHub();
      const service = hub.service(name);
      const long = 'é'.repeat(2048);
      const citizen = hub.browser();
      await citizen.signIn(service, { state: long, nonce: long });
      const { params } = await citizen.consent();
      expect(params.state).toBe(long);
      expect((await service.redeem(params.code ?? '')).claims.nonce).toBe(long);

      const withState = await hub.browser().authorize(service.request({ state: `${long}x` }));
      expect(withState.params).toMatchObject({ error: 'invalid_request', iss: hub.issuer });
      expect(withState.params.error_description).toContain('state');
      expect(withState.params).not.toHaveProperty('state');
      const withNonce = await hub.browser().authorize(service.request({ nonce: `${long}x` }));
      expect(withNonce.params).toMatchObject({ error: 'invalid_request', state: 'state-of-the-service' });
      const pushed = await service.push({ state: `${long}x` });
      expect([pushed.status, pushed.json.error]).toEqual([400, 'invalid_request']);
    },
  );

  it('the hint is not stored, at the authorization nor in a pushed request, and its checks are still made', async () => {
    const values: string[] = [];
    await using plain = await createTestHub();
    const { inflight } = plain.deps;
    await using hub = await createTestHub({
      deps: {
        inflight: {
          ...inflight,
          createTransaction: (id, entry) => {
            values.push(entry.value);
            return inflight.createTransaction(id, entry);
          },
          putPushedRequest: (uri, entry) => {
            values.push(entry.value);
            return inflight.putPushedRequest(uri, entry);
          },
        },
      },
    });
    const service = hub.service('public');
    const { idToken } = await service.redeem(await hub.browser().login(service));
    const without = Math.max(...values.map((value) => value.length));
    values.length = 0;
    await hub.browser().authorize(service.request({ id_token_hint: idToken }));
    const pushed = await service.pushed({ id_token_hint: idToken });
    // The stored value grows by a hash, not by a token of some six hundred characters.
    for (const value of values) expect(value.length).toBeLessThan(without + 120);
    const citizen = hub.browser();
    await citizen.authorize(pushed);
    hub.gateway.answer = () => ({
      kind: 'identity',
      claims: { ...angela, family_name: 'AUTRE' },
      acr: 'eidas1',
      idToken: '',
    });
    await citizen.choose();
    expect(errorCodeOf(await citizen.callback())).toBe('authorize.other_person');
    expect((await service.push({ id_token_hint: 'a.b.c' })).json.error).toBe('invalid_request');
  });
});
