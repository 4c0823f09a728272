import { describe, expect, it } from 'vitest';
import { type Browser, errorCodeOf } from '../testing/browser.ts';
import { createTestHub, type TestHub } from '../testing/hub-fixture.ts';

const cookieName = '__Host-garance-standard-integration-browser';

async function atProvider(hub: TestHub): Promise<Browser> {
  const citizen = hub.browser();
  await citizen.authorize(hub.service('public').request());
  await citizen.choose('alpha');
  return citizen;
}

describe('attack 7: mix-up', () => {
  it('an answer for provider A at the callback of B is refused before any exchange', async () => {
    await using hub = await createTestHub();
    const citizen = await atProvider(hub);
    const answer = await citizen.callback({ providerId: 'beta' });
    expect([answer.status, errorCodeOf(answer)]).toEqual([409, 'interaction.out_of_order']);
    expect(hub.gateway.redeemed).toEqual([]);
    expect(errorCodeOf(await citizen.callback())).toBe('interaction.expired');
  });

  it('an answer at the callback of a provider that does not exist is refused', async () => {
    await using hub = await createTestHub();
    const citizen = await atProvider(hub);
    expect((await citizen.callback({ providerId: '..%2Falpha' })).status).toBe(409);
    expect(hub.gateway.redeemed).toEqual([]);
  });

  it('each provider has a redirect URI of its own, and its iss is passed to the check', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    await citizen.authorize(hub.service('public').request());
    await citizen.choose('beta');
    await citizen.callback({ more: { iss: 'https://other.example' } });
    const [redeemed] = hub.gateway.redeemed;
    expect(redeemed?.redirectUri).toBe(`${hub.issuer}/oidc-callback/beta`);
    expect(redeemed?.callback.iss).toBe('https://other.example');
  });
});

describe('attack 8: another browser', () => {
  it.each(['another', 'none', 'tampered', 'empty', 'a transaction id'])(
    'with %s in the place of the cookie is refused at every step',
    async (what) => {
      await using hub = await createTestHub();
      const citizen = hub.browser();
      const choice = await citizen.authorize(hub.service('public').request());
      const own = citizen.cookies.get(cookieName) ?? '';
      const thief = hub.browser();
      const other = hub.browser();
      await other.authorize(hub.service('basic').request());
      const values: Readonly<Record<string, string | undefined>> = {
        another: other.cookies.get(cookieName),
        none: undefined,
        tampered: `${own.slice(0, -2)}${own.endsWith('AA') ? 'BB' : 'AA'}`,
        empty: '',
        'a transaction id': choice.path.split('/').at(-1),
      };
      const value = values[what];
      if (value !== undefined) thief.cookies.set(cookieName, value);

      const refused = [];
      refused.push(await thief.get(choice.path));
      const csrf = /name="csrf" value="([^"]+)"/.exec(choice.body)?.[1] ?? '';
      refused.push(await thief.post(`${choice.path}/provider`, { csrf, provider: 'alpha' }));
      refused.push(await thief.post(`${choice.path}/leave`, { csrf }));
      await citizen.choose();
      const { state } = citizen.upstream();
      refused.push(await thief.callback({ providerId: 'alpha', state }));
      expect(hub.gateway.redeemed).toEqual([]);
      // Within ten seconds the same choice is the same request to the provider.
      hub.clock.advance(10_001);
      await citizen.get(choice.path);
      await citizen.choose();
      const consent = await citizen.callback();
      refused.push(await thief.get(consent.path));
      refused.push(await thief.post(consent.path, { csrf, consent: 'yes' }));
      for (const answer of refused) {
        expect([answer.path, answer.status, errorCodeOf(answer)]).toEqual([
          answer.path,
          403,
          'interaction.other_browser',
        ]);
      }
      expect((await citizen.get(consent.path)).status).toBe(200);
    },
  );

  it('state used again is refused, even by the browser it belongs to', async () => {
    await using hub = await createTestHub();
    const citizen = await atProvider(hub);
    await citizen.callback();
    const again = await citizen.callback();
    expect(errorCodeOf(again)).toBe('interaction.expired');
    expect(hub.gateway.redeemed).toHaveLength(1);
  });

  it('the state of an earlier choice is refused once another provider was chosen', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const choice = await citizen.authorize(hub.service('public').request());
    await citizen.choose('alpha');
    const earlier = citizen.upstream();
    hub.clock.advance(10_001);
    await citizen.get(choice.path);
    await citizen.choose('alpha');
    expect(errorCodeOf(await citizen.callback({ state: earlier.state }))).toBe('interaction.out_of_order');
    expect(hub.gateway.redeemed).toEqual([]);
    expect((await citizen.callback()).path).toContain('/consent');
  });

  it('the state of another login of the same browser continues that login, not this one', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    await citizen.authorize(hub.service('public').request());
    await citizen.choose();
    const { state } = citizen.upstream();
    await citizen.authorize(hub.service('basic').request());
    await citizen.choose();
    const consent = await citizen.callback({ state });
    expect(consent.body).toContain('Démarches public');
    expect((await citizen.consent({})).leavesTo?.hostname).toBe('public.example');
  });

  it('an identifier that was set by an attacker is useless: it changes with the provider’s answer', async () => {
    await using hub = await createTestHub();
    const attacker = hub.browser();
    const begun = await attacker.authorize(hub.service('public').request());
    const victim = hub.browser();
    for (const [name, value] of attacker.cookies) victim.cookies.set(name, value);
    await victim.get(begun.path);
    await victim.choose();
    const consent = await victim.callback();
    expect(consent.path).not.toContain(begun.path);
    expect(errorCodeOf(await attacker.get(begun.path))).toBe('interaction.expired');
    expect(errorCodeOf(await attacker.get(`${begun.path}/consent`))).toBe('interaction.expired');
  });

  it('a value made by an attacker is not accepted as the browser’s secret', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    citizen.cookies.set(cookieName, 'known-to-the-attacker');
    await citizen.authorize(hub.service('public').request());
    expect(citizen.cookies.get(cookieName)).toMatch(/^[\w-]{43}$/);
  });
});
