import { createOutbound } from '@garance/web/outbound';
import { csrfToken } from '@garance/web/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sendEvent, testDatapassSecret } from '../../objects/datapass/testing/datapass-sender.ts';
import { createTestPortal, type TestPerson, type TestPortal } from '../../testing/portal-fixture.ts';

let portal: TestPortal;
let operator: TestPerson;
const t0 = Math.floor(Date.UTC(2026, 10, 1) / 1000);
const root = '/administration/webhooks';

beforeAll(async () => {
  const outbound = createOutbound({ policy: { allowHttp: false, allowPrivateAddresses: false } });
  portal = await createTestPortal({ outbound, config: { datapassSecret: testDatapassSecret } });
  operator = await portal.as({ platformRoles: ['operator'] });
});
afterAll(() => portal.close());

describe('received deliveries', () => {
  test('are listed newest first, found by state and by request, and shown in full to the operator', async () => {
    await sendEvent(portal.app, { event: 'create', firedAt: t0, id: 501 });
    await sendEvent(portal.app, { event: 'revoke', firedAt: t0 + 1, id: 502 });
    const all = await operator.browser.get(root);
    expect(all.text).toContain('http://localhost:3000/datapass/webhook');
    expect(all.text.indexOf('revoke')).toBeLessThan(all.text.indexOf('create'));
    const kept = await operator.browser.get(`${root}?state=kept`);
    expect(kept.text).toContain('502');
    expect(kept.html).not.toContain('>501<');
    const delivery = await operator.browser.get(`${root}?remote=501`);
    const href = /\/administration\/webhooks\/received\/[0-9a-f]{64}/.exec(delivery.html)?.[0] ?? '';
    const page = await operator.browser.get(href);
    expect(page.text).toContain('jeanne.martin@saint-ail.example');
    const audit = await portal.store.portal.audit.list({ limit: 1 });
    expect(audit[0]?.action).toBe('webhook.view');
  });

  test('are replayed once the cause of their refusal is gone; an applied one changes nothing', async () => {
    await sendEvent(portal.app, { event: 'submit', firedAt: t0, id: 503 });
    const { requests, datapassRequests, datapassDeliveries, history } = portal.store.portal;
    const link = await datapassRequests.find('503');
    const before = await history.list('request', link?.requestId ?? '');
    const [delivery] = await datapassDeliveries.list({ limit: 1, remoteId: '503' });
    const page = await operator.browser.get(`${root}/received/${delivery?.bodyHash}`);
    const after = await operator.browser.submit(page);
    expect(after.text).toContain('La livraison a été rejouée.');
    expect(await history.list('request', link?.requestId ?? '')).toEqual(before);
    expect((await requests.find(link?.requestId ?? ''))?.state).toBe('submitted');

    await sendEvent(portal.app, { event: 'create', firedAt: t0, id: 504, organization: { siret: 'x' } });
    const [refused] = await datapassDeliveries.list({ limit: 1, remoteId: '504' });
    const refusedPage = await operator.browser.get(`${root}/received/${refused?.bodyHash}`);
    expect((await operator.browser.submit(refusedPage)).text).toContain('refusée de nouveau');
  });
});

describe('endpoints of other systems', () => {
  test('are added with a secret shown once, get events, and are stopped', async () => {
    const blank = await operator.browser.get(`${root}/endpoints/new`);
    const added = await operator.browser.submit(blank, {
      url: 'https://si.example/hook',
      events: ['create'],
    });
    const secret = /[A-Za-z0-9_-]{43}(?=<\/code>)/.exec(added.html)?.[0] ?? '';
    expect(secret).toHaveLength(43);
    const [endpoint] = await portal.store.portal.webhookEndpoints.list();
    expect(await portal.store.portal.webhookEndpoints.secret(endpoint?.id ?? '')).toBe(secret);

    await sendEvent(portal.app, { event: 'create', firedAt: t0, id: 601 });
    const page = await operator.browser.get(`${root}/endpoints/${endpoint?.id}`);
    expect(page.html).not.toContain(secret);
    const callHref = /\/administration\/webhooks\/calls\/\d+/.exec(page.html)?.[0] ?? '';
    const call = await operator.browser.get(callHref);
    expect(call.text).toContain('Aucun essai pour l’instant');
    expect((await operator.browser.submit(call)).text).toContain('remis dans la file');

    const stopped = await operator.browser.submit(page);
    expect(stopped.text).toContain('Arrêté');
    const [now] = await portal.store.portal.webhookEndpoints.list();
    expect(now?.enabled).toBe(false);
  });

  test.each([
    'http://si.example/hook',
    'https://127.0.0.1/hook',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/hook',
    'https://[::ffff:10.0.0.1]/hook',
    'https://0x7f.1/hook',
    'https://user:pass@si.example/hook',
    'javascript:alert(1)',
    'ftp://si.example',
    'si.example',
  ])('security.md 11: %s is refused as an address, and what was typed is kept', async (url) => {
    const blank = await operator.browser.get(`${root}/endpoints/new`);
    const refused = await operator.browser.submit(blank, { url, events: ['create', 'approve'] });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Indiquez une adresse https publique');
    expect(refused.html).toMatch(/value="approve"[^>]*checked/);
    const endpoints = await portal.store.portal.webhookEndpoints.list();
    expect(endpoints.map((endpoint) => endpoint.url)).not.toContain(url);
  });
});

describe('security.md 17: access by operators with their second factor only', () => {
  const forms: readonly (readonly [string, string])[] = [
    [`${root}/endpoints`, 'webhook.endpoint:new'],
    [`${root}/received/${'0'.repeat(64)}/replay`, `webhook.replay:${'0'.repeat(64)}`],
  ];

  test.each(['legal-reviewer', 'qualification-officer', 'support-agent'] as const)(
    'a %s gets 403',
    async (role) => {
      const who = await portal.as({ platformRoles: [role] });
      expect((await who.browser.get(root)).status).toBe(403);
      for (const [path, form] of forms) {
        const csrf = csrfToken(who.sessionSecret, form);
        expect((await who.browser.post(path, { csrf })).status).toBe(403);
      }
    },
  );

  test('an owner of an organisation gets 404', async () => {
    const owner = await portal.as({ organisation: await portal.organisation() });
    expect((await owner.browser.get(root)).status).toBe(404);
    for (const [path, form] of forms) {
      const csrf = csrfToken(owner.sessionSecret, form);
      expect((await owner.browser.post(path, { csrf })).status).toBe(404);
    }
  });

  test('an operator without second factor is asked for it', async () => {
    const weak = await portal.as({ platformRoles: ['operator'], secondFactor: false });
    expect((await weak.browser.get(root)).url).toMatch(/second-factor/);
  });

  test('a form of another site is refused', async () => {
    const blank = await operator.browser.get(`${root}/endpoints/new`);
    const sent = await operator.browser.submit(
      blank,
      { url: 'https://evil.example/', events: ['create'] },
      { headers: { 'sec-fetch-site': 'cross-site' } },
    );
    expect(sent.status).toBe(403);
  });

  test.each(['x', '9'.repeat(30), "1' or '1'='1"])('%s answers 404', async (sequence) => {
    expect((await operator.browser.get(`${root}/calls/${encodeURIComponent(sequence)}`)).status).toBe(404);
  });
});
