import { createPino } from '@garance/web/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signInEntries, signInEntryNames } from './sign-in-entries.ts';
import { buildDemoService } from './start-demo-service.tsx';
import { type OidcProviderHub, personSub, startOidcProviderHub } from './testing/oidc-provider-hub.ts';
import { origin, testKeys } from './testing/scene.ts';
import { createVisitor } from './testing/visitor.ts';

/** Follows the hub's redirects with its cookies until one leads back to the service. */
async function followHub(start: string): Promise<string> {
  const jar = new Map<string, string>();
  let url = start;
  for (let hop = 0; hop < 10 && !url.startsWith(origin); hop += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    url = new URL(response.headers.get('location') ?? origin, url).href;
  }
  return url.slice(origin.length);
}

describe('with oidc-provider as the hub', () => {
  let hub: OidcProviderHub;
  beforeAll(async () => {
    hub = await startOidcProviderHub(await testKeys());
  });
  afterAll(() => hub.close());

  test.each(signInEntryNames)(
    'a person signs in at the sign-in entry %s, from discovery alone',
    async (name) => {
      const settings = (clientId: string) => ({
        issuer: hub.issuer,
        clientId,
        clientSecret: 'secret of the town',
      });
      const app = buildDemoService({
        origin,
        clients: {
          franceconnect: settings('franceconnect'),
          plusSubstantial: settings('plusSubstantial'),
          plusHigh: settings('plusHigh'),
        },
        keys: await testKeys(),
        outboundPolicy: { allowHttp: true, allowPrivateAddresses: true },
        logger: createPino({ name: 'demo service', level: 'silent' }),
      });
      const visitor = createVisitor(app, origin);
      const sent = await visitor.get(`/sign-in/${signInEntries[name].path}`);
      const back = await visitor.get(await followHub(sent.location ?? ''));
      expect([back.status, back.location]).toEqual([303, '/account']);
      const page = await visitor.get('/account');
      expect(page.text).toContain('N’Diaye');
      expect(page.text).toContain(personSub);
      await app.close();
    },
  );
});
