import { csrfToken } from '@garance/web/server';
import { describe, expect, it } from 'vitest';
import { type Browser, errorCodeOf } from '../testing/browser.ts';
import { createTestHub, type TestHub } from '../testing/hub-fixture.ts';

/** Sends the consent form out of order, before the consent page. */
async function outOfOrder(hub: TestHub, changes: Readonly<Record<string, string>> = {}) {
  const citizen = hub.browser();
  const choice = await citizen.authorize(hub.service('public').request(changes));
  return { answer: await agree(citizen, choice.path), citizen, path: choice.path };
}

function agree(citizen: Browser, interaction: string) {
  const secret = [...citizen.cookies].find(([name]) => name.includes('browser'))?.[1] ?? '';
  const csrf = csrfToken(secret, `consent:${interaction.split('/').at(-1)}`);
  return citizen.post(`${interaction}/consent`, { csrf, consent: 'yes' });
}

describe('the error page of a known login', () => {
  it('links to the home of the redirect URI, and contains nothing of the request', async () => {
    await using hub = await createTestHub();
    const { answer } = await outOfOrder(hub, { state: 'state-that-stays-here' });
    expect(errorCodeOf(answer)).toBe('interaction.out_of_order');
    expect(answer.body).toMatch(/<a href="https:\/\/public\.example\/"[^>]*>Retourner sur Démarches public</);
    expect(answer.body).not.toContain('state-that-stays-here');
  });

  it('links to the registered site when there is one', async () => {
    await using hub = await createTestHub();
    hub.registry.changeService('public', { siteUrl: 'https://www.demarches.example/accueil' });
    const { answer } = await outOfOrder(hub);
    expect(answer.body).toContain('href="https://www.demarches.example/accueil"');
  });

  it('is in the language that the service requested', async () => {
    await using hub = await createTestHub();
    const { answer } = await outOfOrder(hub, { ui_locales: 'en' });
    expect(answer.body).toContain('Go back to Démarches public');
    expect(answer.body).toContain('<html lang="en"');
  });

  it('does not name the service in another browser', async () => {
    await using hub = await createTestHub();
    const { path } = await outOfOrder(hub);
    const other = await agree(hub.browser(), path);
    expect(errorCodeOf(other)).toBe('interaction.other_browser');
    expect(other.body).not.toContain('public.example');
    expect(other.body).not.toContain('Démarches public');
  });

  it('does not name a service that has been suspended meanwhile', async () => {
    await using hub = await createTestHub();
    const { citizen, path } = await outOfOrder(hub);
    hub.registry.changeService('public', { status: 'suspended' });
    const answer = await agree(citizen, path);
    expect(errorCodeOf(answer)).toBe('interaction.service_unavailable');
    expect(answer.body).not.toContain('href="https://public.example/"');
  });
});
