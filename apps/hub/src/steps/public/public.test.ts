import { describe, expect, it } from 'vitest';
import { createTestHub } from '../../testing/hub-fixture.ts';

const caching = { 'cache-control': 'public, max-age=600', 'access-control-allow-origin': '*' };

describe('discovery', () => {
  it.each(['standard', 'plus'] as const)('of %s describes this hub, and may be cached', async (platform) => {
    await using hub = await createTestHub({ platform });
    const { status, json, headers } = await hub
      .service('public')
      .send('GET', '/.well-known/openid-configuration', {});
    expect(status).toBe(200);
    expect(headers).toMatchObject(caching);
    expect(json).toMatchObject({
      issuer: hub.issuer,
      request_uri_parameter_supported: false,
      authorization_response_iss_parameter_supported: true,
      acr_values_supported: platform === 'plus' ? ['eidas2', 'eidas3'] : ['eidas1'],
      subject_types_supported: ['pairwise'],
    });
  });

  it('names only existing endpoints', async () => {
    await using hub = await createTestHub();
    const { json } = await hub.service('public').send('GET', '/.well-known/openid-configuration', {});
    const endpoints = Object.entries(json).filter(([name]) => /_endpoint$|jwks_uri/.test(name));
    expect(endpoints.length).toBeGreaterThanOrEqual(7);
    for (const [name, url] of endpoints) {
      const { pathname } = new URL(String(url));
      const answers = await Promise.all([
        hub.app.inject({ method: 'GET', url: pathname }),
        hub.app.inject({ method: 'POST', url: pathname }),
      ]);
      expect([name, answers.some(({ statusCode }) => statusCode !== 404)]).toEqual([name, true]);
    }
  });
});

describe('published keys', () => {
  it.each([
    ['/jwks', ['ES256', 'RS256']],
    ['/client/.well-known/keys', ['ECDH-ES']],
  ])('at %s contain no private part, and may be cached', async (path, algs) => {
    await using hub = await createTestHub({ environment: 'production' });
    const { headers, body } = await hub.service('public').send('GET', path, {});
    expect(headers).toMatchObject({
      ...caching,
      'content-type': expect.stringMatching(/^application\/jwk-set\+json/),
    });
    const { keys } = JSON.parse(body);
    expect(keys.map(({ alg }: { alg: string }) => alg)).toEqual(algs);
    for (const key of keys) {
      expect(key.kid).toBeTypeOf('string');
      for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) expect(key).not.toHaveProperty(secret);
    }
  });

  it('may be cached for a minute outside production, where they change for tests', async () => {
    await using hub = await createTestHub({ environment: 'integration' });
    const { headers } = await hub.service('public').send('GET', '/jwks', {});
    expect(headers['cache-control']).toBe('public, max-age=60');
  });
});
