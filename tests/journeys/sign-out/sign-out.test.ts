import { expect } from 'vitest';
import { story } from '../story.ts';
import { describeSignOut, firstWays } from './sign-out.ts';

describeSignOut(firstWays);

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
  'with an unreadable hint the hub asks first, and redirects to the service once confirmed',
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

story('a foreign hint is refused on a page with a link to the service', async ({ meet, federation }) => {
  const citizen = await meet();
  const { integration: issuer } = federation.run.hubs.plus;
  await citizen.page.goto(`${issuer}/session/end?id_token_hint=eyJhbGciOiJFUzI1NiJ9.e30.AA`);
  await citizen.sees('refused', 'logout hint');
  await citizen.page.getByRole('link', { name: 'Me déconnecter' }).click();
  await citizen.sees('sign-out confirmation');
});
