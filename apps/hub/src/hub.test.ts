import { createManualClock } from '@garance/core';
import { createMemoryInflightStore, type InflightStore } from '@garance/store';
import { createMetrics, createRequestMeter } from '@garance/web/server';
import { describe, expect, it } from 'vitest';
import { errorCodeOf } from './testing/browser.ts';
import { startMs } from './testing/fixed-keys.ts';
import { createTestHub } from './testing/hub-fixture.ts';

describe('a hub reports', () => {
  it('that it is alive', async () => {
    await using hub = await createTestHub();
    const { statusCode, json } = await hub.app.inject('/healthz');
    expect([statusCode, json()]).toEqual([200, { status: 'ok' }]);
  });

  it('that it is ready, by store, keys and the checks that the composition adds', async () => {
    let database = true;
    await using hub = await createTestHub({
      deps: {
        readiness: {
          'durable-store': () => (database ? Promise.resolve() : Promise.reject(new Error('down'))),
        },
      },
    });
    const ready = await hub.app.inject('/readyz');
    expect([ready.statusCode, ready.json()]).toEqual([
      200,
      { status: 'ok', checks: { 'inflight-store': 'ok', keys: 'ok', 'durable-store': 'ok' } },
    ]);
    database = false;
    const failing = await hub.app.inject('/readyz');
    expect([failing.statusCode, failing.json().checks['durable-store']]).toEqual([503, 'failing']);
    expect(failing.body).not.toContain('down');
  });

  it('that it is not ready without keys', async () => {
    await using hub = await createTestHub();
    const keyless = await createTestHub({
      deps: {
        keyRing: {
          ...hub.deps.keyRing,
          signer: () => {
            throw new Error('no key');
          },
        },
      },
    });
    expect((await keyless.app.inject('/readyz')).statusCode).toBe(503);
    await keyless.app.close();
  });

  it('metrics by route, never by address', async () => {
    const metrics = createMetrics();
    await using hub = await createTestHub({ deps: { measureRequests: createRequestMeter(metrics)('hub') } });
    const citizen = hub.browser();
    await citizen.login(hub.service('public'));
    const body = await metrics.metrics();
    expect(body).toContain('/api/v2/interaction/:id');
    for (const { path } of citizen.trail) {
      const id = /interaction\/([\w-]{43})/.exec(path)?.[1];
      if (id !== undefined) expect(body).not.toContain(id);
    }
  });

  it('no metrics on its public port', async () => {
    const metrics = createMetrics();
    await using hub = await createTestHub({ deps: { measureRequests: createRequestMeter(metrics)('hub') } });
    for (const path of ['/metrics', '/api/v2/metrics', '/metrics/', '/METRICS']) {
      expect([path, (await hub.app.inject(path)).statusCode]).toEqual([path, 404]);
    }
  });

  it('that a page does not exist', async () => {
    await using hub = await createTestHub();
    const answer = await hub.browser().get('/api/v2/nothing', { headers: { accept: 'text/html' } });
    expect([answer.status, errorCodeOf(answer)]).toEqual([404, 'general.not_found']);
  });
});

describe('outside production', () => {
  it.each([
    ['integration', true],
    ['production', false],
  ] as const)('every page says so: %s', async (environment, says) => {
    await using hub = await createTestHub({ environment });
    const { body } = await hub.browser().authorize(hub.service('public').request());
    expect(body.includes('garance-band')).toBe(says);
  });
});

describe('when the in-flight store', () => {
  it('is full, new logins are refused with a message and those under way continue', async () => {
    const inflight = createMemoryInflightStore({ clock: createManualClock(startMs), maxEntries: 1 });
    await using hub = await createTestHub({ deps: { inflight } });
    const service = hub.service('public');
    const citizen = hub.browser();
    await citizen.authorize(service.request());
    const late = await hub.browser().authorize(service.request());
    expect([late.status, errorCodeOf(late)]).toEqual([503, 'store.inflight_full']);
    await citizen.choose();
    await citizen.callback();
    const { code = '' } = (await citizen.consent()).params;
    expect((await service.redeem(code)).claims.sub).toBeDefined();
  });

  it('was lost, logins under way end on a clear page and new ones work at once', async () => {
    await using before = await createTestHub();
    const citizen = before.browser();
    const choice = await citizen.authorize(before.service('public').request());
    await citizen.choose();
    await using after = await createTestHub();
    const same = after.browser();
    for (const [name, value] of citizen.cookies) same.cookies.set(name, value);
    expect(errorCodeOf(await same.get(choice.path))).toBe('interaction.expired');
    expect(errorCodeOf(await same.callback(citizen.upstream()))).toBe('interaction.expired');
    expect(await same.login(after.service('public'))).toMatch(/^[\w-]{43}$/);
  });

  it('does not answer, citizens get a page and services an error, without the cause', async () => {
    const down = () => Promise.reject(new Error('connection to 10.0.0.1 with password hunter2 refused'));
    await using healthy = await createTestHub();
    const inflight: InflightStore = {
      ...healthy.deps.inflight,
      createTransaction: down,
      takeCode: down,
      getAccessToken: down,
      ping: down,
    };
    await using hub = await createTestHub({ deps: { inflight } });
    const service = hub.service('public');
    const answers = [
      await hub.browser().authorize(service.request()),
      await service.token('x'),
      await service.userinfo('x'.repeat(43)),
    ];
    for (const { status, body, headers } of answers) {
      expect([status, headers['cache-control']]).toEqual([500, 'no-store']);
      expect(body).not.toMatch(/hunter2|10\.0\.0\.1|connection to/);
    }
    expect((await hub.app.inject('/readyz')).statusCode).toBe(503);
  });
});
