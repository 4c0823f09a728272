import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestPortal, type TestPortal } from './testing/portal-fixture.ts';

const attempts = 61;

/** Requests a page whose limit counts callers by address, through a proxy at `10.1.2.3`. */
function ask(portal: TestPortal, caller: string) {
  return portal.app.inject({
    url: '/sign-in/passkey',
    remoteAddress: '10.1.2.3',
    headers: { 'x-forwarded-for': caller },
  });
}

describe('behind a proxy (security.md 20)', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await createTestPortal({ config: { trustedProxies: ['10.0.0.0/8'] } });
  });
  afterAll(() => portal.close());

  it('callers are counted by the address that a trusted proxy names', async () => {
    for (let turn = 0; turn < attempts; turn += 1) await ask(portal, '192.0.2.1');
    const limited = await ask(portal, '192.0.2.1');
    expect(limited.statusCode).toBe(429);
    expect(limited.headers['retry-after']).toBeDefined();
    expect((await ask(portal, '192.0.2.2')).statusCode).toBe(200);
  });
});

describe('without a proxy', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await createTestPortal();
  });
  afterAll(() => portal.close());

  it('a forwarding header is ignored: it does not change the caller', async () => {
    for (let turn = 0; turn < attempts; turn += 1) await ask(portal, `192.0.2.${turn}`);
    expect((await ask(portal, '198.51.100.1')).statusCode).toBe(429);
  });
});

describe('the band above every page', () => {
  it.each([
    [undefined, undefined],
    ['integration', 'Intégration'],
    ['demonstration', 'Démonstration'],
  ] as const)('with the setting %j shows %j, on pages and on errors', async (band, text) => {
    const portal = await createTestPortal(band === undefined ? {} : { config: { band } });
    for (const url of ['/', '/no-such-page']) {
      const { body } = await portal.app.inject({ url, headers: { accept: 'text/html' } });
      const shown = /garance-band__text">(?:<[^>]+>)*([^<]+)</.exec(body)?.[1]?.trim();
      expect([url, shown, body.includes('garance-band')]).toEqual([url, text, text !== undefined]);
    }
    await portal.close();
  });
});
