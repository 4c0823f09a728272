import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { errorCodeOf } from '../../testing/browser.ts';
import { createTestHub } from '../../testing/hub-fixture.ts';

describe('"this was not me"', () => {
  it('says what to do, and tells the operator when asked to', async () => {
    await using hub = await createTestHub();
    await hub.browser().login(hub.service('public'));
    const url = new URL(hub.notices[0]?.reportUrl ?? '');
    const person = hub.browser();
    const page = await person.get(url.pathname);
    expect(page.status).toBe(200);
    expect(page.body).toContain('mot de passe');
    expect(hub.reports).toEqual([]);
    const told = await person.submit(url.pathname);
    expect(told.body).toContain('est prévenue');
    expect(hub.reports).toEqual([hub.signIns[0]?.id]);
  });

  it('is not told by another site’s form', async () => {
    await using hub = await createTestHub();
    const path = `/api/v2/sign-in-report/${randomUUID()}`;
    const person = hub.browser();
    await person.get(path);
    expect(errorCodeOf(await person.submit(path, { csrf: 'x' }))).toBe('general.cross_site');
    await person.get(path);
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect(errorCodeOf(await person.submit(path, {}, { headers }))).toBe('general.cross_site');
    expect(hub.reports).toEqual([]);
  });

  it.each(['x', '<script>', `${randomUUID()}x`])('knows no reference "%s"', async (reference) => {
    await using hub = await createTestHub();
    const path = `/api/v2/sign-in-report/${encodeURIComponent(reference)}`;
    expect((await hub.browser().get(path)).status).toBe(404);
    expect((await hub.browser().post(path, { csrf: 'x' })).status).toBe(404);
  });

  it('is there in English', async () => {
    await using hub = await createTestHub();
    const { body } = await hub.browser().get(`/api/v2/sign-in-report/${randomUUID()}?lang=en`);
    expect(body).toContain('Change the password');
  });
});
