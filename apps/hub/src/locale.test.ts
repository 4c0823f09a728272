import { describe, expect, it } from 'vitest';
import { createTestHub } from './testing/hub-fixture.ts';

const accept = (language: string) => ({ headers: { 'accept-language': language } });

describe('the language of a page', () => {
  it('is French without any preference', async () => {
    await using hub = await createTestHub();
    const { headers, body } = await hub.browser().authorize(hub.service('public').request());
    expect([headers['content-language'], body.includes('<html lang="fr"')]).toEqual(['fr', true]);
  });

  it('is that of Accept-Language', async () => {
    await using hub = await createTestHub();
    const { headers } = await hub
      .browser()
      .authorize(hub.service('public').request(), accept('en-GB,fr;q=0.5'));
    expect(headers['content-language']).toBe('en');
  });

  it('is that of ui_locales before the browser’s', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const { path } = await citizen.authorize(hub.service('public').request({ ui_locales: 'en' }));
    expect((await citizen.get(path, accept('fr'))).headers['content-language']).toBe('en');
  });

  it('is first the one chosen on the page, also on the next pages and in the next login', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const choice = await citizen.authorize(hub.service('public').request());
    expect((await citizen.get(`${choice.path}?lang=en`)).headers['content-language']).toBe('en');
    await citizen.choose();
    expect((await citizen.callback()).headers['content-language']).toBe('en');
    const next = await citizen.authorize(hub.service('public').request());
    expect(next.headers['content-language']).toBe('en');
  });

  it('can only be one that exists', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const choice = await citizen.authorize(hub.service('public').request());
    for (const lang of ['de', '"><script>', 'en&lang=fr']) {
      const { headers } = await citizen.get(`${choice.path}?lang=${lang}`);
      expect([headers['content-language'], headers['set-cookie']]).toEqual(['fr', undefined]);
    }
  });

  it('is also that of error pages', async () => {
    await using hub = await createTestHub();
    const { body } = await hub.browser().get('/api/v2/authorize', accept('en'));
    expect(body).toContain('<html lang="en"');
  });
});
