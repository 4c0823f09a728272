/** A sign-out ends the sessions at the service, the hub and the provider, and returns to the service. */
import { describe, expect } from 'vitest';
import { story } from '../story.ts';

const entries = [
  { entry: 'franceconnect', provider: 'low' },
  { entry: 'plusHigh', provider: 'high' },
] as const;

describe.each([true, false])('with JavaScript: %s', (javaScript) => {
  story.for(entries)(
    'from $entry through the provider and back, confirmed',
    async ({ entry, provider }, { meet }) => {
      const citizen = await meet({ javaScript });
      await citizen.signsInThrough(entry, provider, 'amarante');
      const passed: string[] = [];
      citizen.page.on('request', (request) => {
        if (request.isNavigationRequest()) passed.push(new URL(request.url()).pathname);
      });
      await citizen.signsOutOfTheService();
      await citizen.sees('service signed out');
      expect(await citizen.page.locator('[data-logout=confirmed]').count()).toBe(1);
      const stops = ['/api/v2/session/end', `/${provider}/session/end`, '/api/v2/logout/provider-return'];
      expect(passed).toEqual(expect.arrayContaining(stops));
      await citizen.page.goto(new URL('/account', citizen.page.url()).href);
      expect(citizen.page.url()).toContain('/sign-in');
    },
  );
});

story('without a hint the hub asks first, and names no address to go to', async ({ meet, federation }) => {
  const citizen = await meet();
  const { integration: issuer } = federation.run.hubs.standard;
  const query = new URLSearchParams({ post_logout_redirect_uri: `${federation.run.demoService}/signed-out` });
  await citizen.page.goto(`${issuer}/session/end?${query}`);
  await citizen.sees('sign-out confirmation');
  await citizen.continues();
  await citizen.sees('signed out');
  expect(new URL(citizen.page.url()).origin).toBe(new URL(issuer).origin);
});

story(
  'a hint that cannot be read: the hub asks, and leads back to the service once confirmed',
  async ({ meet, federation }) => {
    const citizen = await meet();
    const { run } = federation;
    const { integration: issuer } = run.hubs.standard;
    const client = run.clients.find(({ clientId }) => clientId === 'montfleury-franceconnect');
    const query = new URLSearchParams({
      id_token_hint: 'five.parts.of.an.id_token',
      client_id: client?.clientId ?? '',
      post_logout_redirect_uri: `${run.demoService}/signed-out`,
    });
    await citizen.page.goto(`${issuer}/session/end?${query}`);
    await citizen.sees('sign-out confirmation');
    await citizen.continues();
    await citizen.page.waitForURL(`${run.demoService}/signed-out*`);
  },
);

story('a hint that is not ours is refused on a page that leads on', async ({ meet, federation }) => {
  const citizen = await meet();
  const { integration: issuer } = federation.run.hubs.plus;
  await citizen.page.goto(`${issuer}/session/end?id_token_hint=eyJhbGciOiJFUzI1NiJ9.e30.AA`);
  await citizen.sees('refused', 'logout hint');
  await citizen.page.getByRole('link', { name: 'Me déconnecter' }).click();
  await citizen.sees('sign-out confirmation');
});
