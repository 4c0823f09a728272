import { hasControlCharacter } from '@garance/core';
import { redirectUriMutators } from '@garance/oidc/redirect-uri-mutations';
import { describe, expect, it } from 'vitest';
import { errorCodeOf } from '../testing/browser.ts';
import { createTestHub } from '../testing/hub-fixture.ts';

describe('attack 1: mutations of a registered redirect URI', () => {
  it('end on a page at authorize, by GET, by POST and pushed, with valid and with invalid other parameters', async () => {
    await using hub = await createTestHub();
    const service = hub.service('public');
    const { redirectUris } = service.registration;
    const mutated = redirectUris.flatMap((uri) =>
      Object.values(redirectUriMutators).map((mutate) => mutate(uri, new URL(uri))),
    );
    const foreign = [...new Set(mutated)].filter((uri) => !redirectUris.includes(uri));
    expect(foreign.length).toBeGreaterThan(150);
    for (const uri of foreign) {
      // Refused as a whole, before any parameter is looked at.
      const code = hasControlCharacter(uri) ? 'general.control_character' : 'authorize.redirect_uri_mismatch';
      const citizen = hub.browser();
      const answers = [
        await citizen.authorize(service.request({ redirect_uri: uri })),
        await citizen.authorize(service.request({ redirect_uri: uri, prompt: 'none', nonce: '' })),
        await citizen.post('/api/v2/authorize', service.request({ redirect_uri: uri })),
      ];
      for (const answer of answers) {
        expect([uri, answer.status, answer.headers.location, errorCodeOf(answer)]).toEqual([
          uri,
          400,
          undefined,
          code,
        ]);
      }
      expect([uri, (await service.push({ redirect_uri: uri })).status]).toEqual([uri, 400]);
    }
  });

  it('are refused at the token endpoint', async () => {
    await using hub = await createTestHub();
    const service = hub.service('public');
    const citizen = hub.browser();
    for (const mutate of Object.values(redirectUriMutators).slice(0, 40)) {
      const uri = mutate(service.redirectUri, new URL(service.redirectUri));
      const { status } = await service.token(await citizen.login(service), { redirect_uri: uri });
      expect([uri, status]).toEqual([uri, 400]);
    }
  });
});

describe('attack 1: never a redirect before the client and URI are proven', () => {
  it.each([
    ['an unknown client with a plausible address', { client_id: 'x', redirect_uri: 'https://evil.example' }],
    ['the client twice', '&client_id=basic-standard-integration'],
    ['the address twice', '&redirect_uri=https://evil.example/'],
    ['the same address twice', '&redirect_uri=https://public.example/callback'],
    ['a foreign request_uri', { request_uri: `urn:ietf:params:oauth:request_uri:${'x'.repeat(43)}` }],
  ] as const)('%s', async (_, changes) => {
    await using hub = await createTestHub();
    const extra = typeof changes === 'string' ? changes : '';
    const request = hub.service('public').request(typeof changes === 'string' ? {} : changes);
    const answer = await hub.browser().get(`/api/v2/authorize?${new URLSearchParams(request)}${extra}`);
    expect([answer.status, answer.headers.location]).toEqual([400, undefined]);
  });

  it('a form of the login after the redirect URI was withdrawn', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    await citizen.authorize(hub.service('public').request());
    hub.registry.changeService('public', { redirectUris: ['https://public.example/other'] });
    const answer = await citizen.leave();
    expect([answer.status, answer.leavesTo]).toEqual([403, undefined]);
  });
});
