import { describe, expect, it } from 'vitest';
import { errorCodeOf } from './testing/browser.ts';
import { createTestHub } from './testing/hub-fixture.ts';

describe('a hub says of itself', () => {
  it('that it lives', async () => {
    await using hub = await createTestHub();
    const { statusCode, json } = await hub.app.inject('/healthz');
    expect([statusCode, json()]).toEqual([200, { status: 'ok' }]);
  });

  it('that it is ready, by store, keys and what the composition adds', async () => {
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

  it('how it is used, by route and never by address', async () => {
    await using hub = await createTestHub();
    const person = hub.browser();
    await person.login(hub.service('public'));
    const { statusCode, headers, body } = await hub.app.inject('/metrics');
    expect([statusCode, headers['content-type']]).toEqual([200, expect.stringContaining('text/plain')]);
    expect(body).toContain('/api/v2/interaction/:id');
    for (const { path } of person.trail) {
      const id = /interaction\/([\w-]{43})/.exec(path)?.[1];
      if (id !== undefined) expect(body).not.toContain(id);
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
