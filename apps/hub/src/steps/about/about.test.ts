import { describe, expect, it } from 'vitest';
import { createTestHub } from '../../testing/hub-fixture.ts';

const addresses = ['/', '/api/v2', '/api/v2/'] as const;

describe.each(['standard', 'plus'] as const)('the home page of a hub of %s', (platform) => {
  it.each(addresses)('%s explains the hub, in both languages, with links', async (path) => {
    const partnerSpaceUrl = 'https://partners.example';
    await using hub = await createTestHub({ platform, config: { partnerSpaceUrl } });
    const citizen = hub.browser();
    const french = await citizen.get(path);
    expect([french.status, french.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(french.body).toContain('<html lang="fr"');
    expect(french.body).toContain('Retournez sur le site du service');
    const english = await citizen.get(`${path}?lang=en`);
    expect(english.body).toContain('<html lang="en"');
    expect(english.body).toContain('Go back to the site of the service');
    for (const { body } of [french, english]) {
      expect(body).toContain(`href="${hub.issuer}/.well-known/openid-configuration"`);
      expect(body).toContain('href="https://partners.example"');
      expect(body).toContain(`href="${path}?lang=`);
      expect(body).toContain(hub.issuer);
    }
  });

  it('has no link to a partner space that is not configured', async () => {
    await using hub = await createTestHub({ platform });
    const { body } = await hub.browser().get('/');
    expect(body).not.toContain('Espace partenaires');
    expect(body).toContain('openid-configuration');
  });

  it('unknown addresses beside it answer 404', async () => {
    await using hub = await createTestHub({ platform });
    for (const path of ['/api', '/api/v1', '/api/v2/x', '//', '/index.html']) {
      expect([path, (await hub.browser().get(path)).status]).toEqual([path, 404]);
    }
  });
});
