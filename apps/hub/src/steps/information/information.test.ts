import type { Locale } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { createTestHub, type TestHub } from '../../testing/hub-fixture.ts';

const own = {
  help: 'https://operator.example/help',
  contact: 'mailto:help@operator.example',
  legalNotice: 'https://operator.example/legal',
  accessibility: 'https://operator.example/accessibility',
};

function footOf(body: string): readonly (readonly [string, string])[] {
  const foot = /<footer[\s\S]*<\/footer>/.exec(body)?.[0] ?? '';
  return [...foot.matchAll(/<a href="([^"]+)"[^>]*>([^<]+)</g)].map(([, href = '', label = '']) => [
    label,
    href,
  ]);
}

/** Every page on the path of a person, in one language. */
async function pagesOf(hub: TestHub, lang: Locale) {
  const citizen = hub.browser();
  const locale = { ui_locales: lang };
  const headers = { 'accept-language': lang };
  const choice = await citizen.authorize(hub.service('private').request(locale));
  await citizen.choose();
  const consent = await citizen.callback();
  const unticked = await citizen.consent({});
  hub.register.answer = { kind: 'not-found' };
  const failed = await hub.browser().signIn(hub.service('public'), locale);
  hub.register.answer = undefined;
  const poster = hub.browser();
  await poster.signIn(hub.service('public'), { ...locale, response_mode: 'form_post' });
  return {
    choice,
    consent,
    unticked,
    failed,
    error: await hub.browser().get('/api/v2/interaction/x', { headers }),
    nowhere: await hub.browser().get('/nowhere', { headers: { ...headers, accept: 'text/html' } }),
    logout: await hub.browser().get('/api/v2/session/end', { headers }),
  };
}

describe('the foot of every page of a login', () => {
  it.each([
    ['fr', ['Aide', 'Contact', 'Mentions légales', 'Accessibilité']],
    ['en', ['Help', 'Contact', 'Legal notice', 'Accessibility']],
  ] as const)('leads to help, contact, legal notice and accessibility: %s', async (lang, labels) => {
    await using hub = await createTestHub();
    for (const [name, { body }] of Object.entries(await pagesOf(hub, lang))) {
      expect([name, footOf(body).map(([label]) => label)]).toEqual([name, labels]);
    }
  });

  it('leads to the operator’s own pages when there are some', async () => {
    await using hub = await createTestHub({ config: { links: own } });
    for (const [name, { body }] of Object.entries(await pagesOf(hub, 'fr'))) {
      expect([name, footOf(body).map(([, href]) => href)]).toEqual([name, Object.values(own)]);
    }
  });

  it.each(['fr', 'en'] as const)('has default links, in the language of the page: %s', async (lang) => {
    await using hub = await createTestHub();
    const { body } = (await pagesOf(hub, lang)).choice;
    for (const [label, href] of footOf(body)) {
      const page = await hub.browser().get(href.split('#')[0] ?? '');
      expect([label, page.status, page.body.includes(`<html lang="${lang}"`)]).toEqual([label, 200, true]);
      const anchor = href.split('#')[1];
      if (anchor !== undefined) expect(page.body).toContain(`id="${anchor}"`);
      expect(page.body).toContain('<h1');
    }
  });

  it('does not remember the language of a link', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    await citizen.get('/api/v2/help?lang=en');
    expect((await citizen.authorize(hub.service('public').request())).body).toContain('<html lang="fr"');
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://x.example/', '/help', ''])(
    'refuses a link such as "%s"',
    async (help) => {
      await expect(createTestHub({ config: { links: { help } } })).rejects.toThrow();
    },
  );
});
