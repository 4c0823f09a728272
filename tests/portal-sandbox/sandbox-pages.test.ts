/** The pages of the sandbox in a real browser: axe, two widths, two languages. */
import { join } from 'node:path';
import {
  createIntegrationScene,
  createPortalInWorld,
  type PortalInWorld,
} from '@garance/portal/testing/integration';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeViolations } from '../axe.ts';
import { launchBrowser } from '../browser.ts';
import { findFreePort } from '../free-port.ts';

/** A folder to look at the pages in. */
const screenshots = process.env.GARANCE_SCREENSHOTS;

let origin: string;
let portal: PortalInWorld;
let browser: Browser;

beforeAll(async () => {
  const port = await findFreePort();
  origin = `http://localhost:${port}`;
  portal = await createPortalInWorld({ origin, demoHref: '/demo' });
  await portal.app.listen({ host: '127.0.0.1', port });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await portal?.close();
});

interface Visit {
  readonly path: string;
  readonly session: string;
}

/** A member of a proven organisation with a client, and somebody alone with two. */
async function someVisits(): Promise<readonly Visit[]> {
  const scene = await createIntegrationScene(portal);
  await scene.habilitate('standard');
  const member = await scene.member();
  const alone = await portal.as();
  const waiting = await portal.as({
    organisation: await portal.organisation({ name: 'Mairie de Nulle-Part' }),
  });
  const make = async ({ browser: hands }: typeof member, query: string, fields: Record<string, string>) =>
    hands.submit(await hands.get(`/sandbox/new?${query}`), fields, { form: 'action="/sandbox"' });
  const redirectUris = `https://essai.example/${'long'.repeat(40)}`;
  const query = `platform=standard&for=${scene.organisation.id}`;
  await make(member, query, { redirectUris, displayName: 'Préproduction' });
  await make(alone, 'platform=standard', {});
  await make(alone, 'platform=standard', {});
  const holder = { kind: 'organisation', organisationId: scene.organisation.id } as const;
  const [client] = await portal.store.portal.sandboxClients.ofHolder(holder);
  const session = member.sessionSecret;
  return [
    ...['/sandbox', `/sandbox/new?platform=plus&for=${scene.organisation.id}`].map((path) => ({
      path,
      session,
    })),
    ...['', '/trace', '/edit', '/remove'].map((path) => ({ path: `/sandbox/${client?.id}${path}`, session })),
    { path: '/sandbox', session: alone.sessionSecret },
    { path: '/sandbox', session: waiting.sessionSecret },
    { path: '/sandbox/new?platform=plus', session: waiting.sessionSecret },
  ];
}

it('every page has no axe violation and does not scroll sideways, at 1280 and 320 pixels, in both languages', async () => {
  const found: string[] = [];
  for (const [index, { path, session }] of (await someVisits()).entries()) {
    const context = await browser.newContext({ locale: 'fr-FR' });
    await context.addCookies([{ name: 'garance-portal-session', value: session, url: origin }]);
    const page = await context.newPage();
    for (const [width, lang] of [
      [1280, 'fr'],
      [320, 'en'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      const answer = await page.goto(`${origin}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
      expect([path, answer?.status()]).toEqual([path, 200]);
      for (const violation of await axeViolations(page)) found.push(`${path} ${width}: ${violation}`);
      const wider = await page.evaluate('document.documentElement.scrollWidth > window.innerWidth');
      if (wider) found.push(`${path} scrolls sideways at ${width}`);
      if (screenshots !== undefined) {
        await page.screenshot({ path: join(screenshots, `sandbox-${index}-${width}.png`), fullPage: true });
      }
    }
    await context.close();
  }
  expect(found).toEqual([]);
});

it('a refused form and the page with the secret have no axe violation', async () => {
  const { sessionSecret } = await portal.as();
  const context = await browser.newContext({ locale: 'fr-FR' });
  await context.addCookies([{ name: 'garance-portal-session', value: sessionSecret, url: origin }]);
  const page = await context.newPage();
  await page.goto(`${origin}/sandbox/new?platform=standard`);
  await page.fill('#displayName', 'Banque');
  await page.fill('#redirectUris', 'https://banque.example/retour');
  await page.click('main button[type=submit]:not(.garance-button-quiet)');
  expect(await page.locator('.govuk-error-summary').count()).toBe(1);
  expect(await axeViolations(page)).toEqual([]);
  await page.fill('#displayName', 'Test de ma page');
  await page.fill('#redirectUris', 'http://localhost:8080/retour');
  await page.click('main button[type=submit]:not(.garance-button-quiet)');
  expect(await page.locator('code').count()).toBe(3);
  expect(await axeViolations(page)).toEqual([]);
  await context.close();
});
