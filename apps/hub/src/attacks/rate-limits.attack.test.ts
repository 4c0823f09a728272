import { describe, expect, it } from 'vitest';
import { errorCodeOf } from '../testing/browser.ts';
import { createTestHub } from '../testing/hub-fixture.ts';

describe('attack 20: interaction pages, by address', () => {
  const limits = { config: { interactionsPerMinutePerAddress: 5 } };
  const from = (remoteAddress: string) => ({ remoteAddress });

  it('over the limit get 429 with Retry-After, other addresses are served', async () => {
    await using hub = await createTestHub(limits);
    const path = '/api/v2/interaction/x';
    for (let turn = 0; turn < 5; turn += 1) {
      expect((await hub.browser().get(path, from('192.0.2.1'))).status).toBe(400);
    }
    const limited = await hub.browser().get(path, from('192.0.2.1'));
    expect([limited.status, errorCodeOf(limited)]).toEqual([429, 'general.rate_limited']);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(limited.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect((await hub.browser().get(path, from('192.0.2.2'))).status).toBe(400);
    hub.clock.advance(60_000);
    expect((await hub.browser().get(path, from('192.0.2.1'))).status).toBe(400);
  });

  it.each([
    '/authorize?client_id=x',
    '/oidc-callback/alpha?state=x',
    '/interaction/x/consent',
    '/session/end',
    '/logout/provider-return',
    '/sign-in-report/00000000-0000-4000-8000-000000000000',
  ])('count also %s', async (path) => {
    await using hub = await createTestHub(limits);
    for (let turn = 0; turn < 5; turn += 1) await hub.browser().get(`/api/v2${path}`);
    expect((await hub.browser().get(`/api/v2${path}`)).status).toBe(429);
  });

  it('are six in a login: the pages that only redirect are not counted', async () => {
    await using hub = await createTestHub({ config: { interactionsPerMinutePerAddress: 6 } });
    const citizen = hub.browser();
    expect(await citizen.login(hub.service('public'))).toMatch(/^[\w-]{43}$/);
    expect((await citizen.get('/api/v2/interaction/x')).status).toBe(429);
  });

  it('cannot be multiplied by a forwarding header without trusted proxy', async () => {
    await using hub = await createTestHub(limits);
    for (let turn = 0; turn < 6; turn += 1) {
      await hub.browser().get('/api/v2/interaction/x', { headers: { 'x-forwarded-for': `192.0.2.${turn}` } });
    }
    const spoofed = { headers: { 'x-forwarded-for': '198.51.100.1' } };
    expect((await hub.browser().get('/api/v2/interaction/x', spoofed)).status).toBe(429);
  });

  it('are counted by the address that a trusted proxy names', async () => {
    await using hub = await createTestHub({
      config: { interactionsPerMinutePerAddress: 5, trustedProxies: ['10.0.0.0/8'] },
    });
    const through = (address: string) => ({
      remoteAddress: '10.1.2.3',
      headers: { 'x-forwarded-for': address },
    });
    const path = '/api/v2/interaction/x';
    for (let turn = 0; turn < 6; turn += 1) await hub.browser().get(path, through('192.0.2.1'));
    expect((await hub.browser().get(path, through('192.0.2.1'))).status).toBe(429);
    expect((await hub.browser().get(path, through('192.0.2.2'))).status).toBe(400);
  });

  it('do not include discovery, keys and tokens', async () => {
    await using hub = await createTestHub(limits);
    for (let turn = 0; turn < 10; turn += 1) await hub.browser().get('/api/v2/interaction/x');
    const service = hub.service('public');
    for (let turn = 0; turn < 10; turn += 1) {
      expect((await service.send('GET', '/jwks', {})).status).toBe(200);
      expect((await service.push()).status).toBe(201);
    }
  });
});

describe('attack 20: token endpoint failures, by client', () => {
  const limits = { config: { tokenFailuresPerMinutePerClient: 3 } };
  const wrong = (clientId: string) => ({
    headers: {},
    fields: { client_id: clientId, client_secret: 'wrong' },
  });

  it.each(['/token', '/par', '/token/revocation'])(
    'over the limit get 429 with Retry-After at %s',
    async (path) => {
      await using hub = await createTestHub(limits);
      const service = hub.service('public');
      const attempt = () =>
        service.call(
          path,
          { grant_type: 'authorization_code', code: 'x', redirect_uri: 'x', token: 'x' },
          wrong(service.clientId),
        );
      for (let turn = 0; turn < 3; turn += 1) expect((await attempt()).status).toBe(401);
      const limited = await attempt();
      expect(limited.status).toBe(429);
      expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
      expect(limited.json).toMatchObject({
        error: 'temporarily_unavailable',
        occurrence_id: expect.any(String),
      });
      hub.clock.advance(60_000);
      expect((await attempt()).status).toBe(401);
    },
  );

  it('do not affect other clients, nor the client itself with valid credentials', async () => {
    await using hub = await createTestHub(limits);
    const service = hub.service('public');
    for (let turn = 0; turn < 10; turn += 1) await service.token('x', {}, wrong(service.clientId));
    const other = hub.service('sibling');
    expect((await other.token('x', {}, wrong(other.clientId))).status).toBe(401);
    expect((await service.redeem(await hub.browser().login(service))).claims.sub).toBeDefined();
  });

  it('of a client that authenticates by header or assertion count for that client too', async () => {
    await using hub = await createTestHub(limits);
    const basic = hub.service('basic');
    const headers = { authorization: `Basic ${btoa(`${basic.clientId}:wrong`)}` };
    for (let turn = 0; turn < 4; turn += 1) await basic.token('x', {}, { headers, fields: {} });
    expect((await basic.token('x', {}, { headers, fields: {} })).status).toBe(429);
    const other = { authorization: `Basic ${btoa('other-client:wrong')}` };
    expect((await basic.token('x', {}, { headers: other, fields: {} })).status).toBe(401);
  });

  it('of invented clients share one count for each caller: they cannot fill the store with counts', async () => {
    await using hub = await createTestHub(limits);
    const attempt = async (index: number, remoteAddress: string) => {
      const payload = `grant_type=authorization_code&code=x&redirect_uri=x&client_id=made-up-${index}&client_secret=x`;
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const url = '/api/v2/token';
      return (await hub.app.inject({ method: 'POST', url, headers, payload, remoteAddress })).statusCode;
    };
    const statuses: number[] = [];
    for (let index = 0; index < 5; index += 1)
      statuses.push(await attempt(index, `2001:db8:1:2::${index + 1}`));
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    expect(await attempt(9, '2001:db8:1:3::1')).toBe(401);
    // A real client at the same address has a count of its own.
    const service = hub.service('public');
    expect((await service.token('x', {}, wrong(service.clientId))).status).toBe(401);
  });

  it('do not include unknown access tokens: valid ones are still served', async () => {
    await using hub = await createTestHub(limits);
    const service = hub.service('public');
    const { accessToken } = await service.redeem(await hub.browser().login(service));
    for (let turn = 0; turn < 10; turn += 1) await service.userinfo('x'.repeat(43));
    expect((await service.userinfo('x'.repeat(43))).status).toBe(429);
    expect((await service.userinfo(accessToken)).status).toBe(200);
  });
});
