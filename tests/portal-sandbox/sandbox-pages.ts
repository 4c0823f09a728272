/** The pages of the sandbox in a real browser: axe, and no sideways scrolling. */
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
import { type Look, problemsOfVisits } from '../page-looks.ts';

let origin: string;
let portal: PortalInWorld;
let browser: Browser;

interface Visit {
  readonly path: string;
  readonly session: string;
}

/** A member of a verified organisation with one client, a person without organisation with two, and a member of an unverified one. */
async function someVisits(): Promise<readonly Visit[]> {
  const scene = await createIntegrationScene(portal);
  await scene.habilitate('standard');
  const member = await scene.member();
  const alone = await portal.as();
  const organisation = await portal.organisation({ name: 'Mairie de Nulle-Part', proven: false });
  const waiting = await portal.as({ organisation });
  const make = async ({ browser: hands }: typeof member, query: string, fields: Record<string, string>) =>
    hands.submit(await hands.get(`/sandbox/new?${query}`), fields, { form: 'action="/sandbox"' });
  const redirectUris = `https://essai.example/${'long'.repeat(40)}`;
  const query = `platform=standard&for=${scene.organisation.id}`;
  await make(member, query, { redirectUris, displayName: 'Préproduction' });
  await make(alone, 'platform=standard', {});
  await make(alone, 'platform=standard', {});
  const holder = { kind: 'organisation', organisationId: scene.organisation.id } as const;
  const [client] = await portal.store.portal.sandboxClients.ofHolder(holder);
  const own = ['', '/trace', '/edit', '/remove'].map((path) => `/sandbox/${client?.id}${path}`);
  const ofMember = ['/sandbox', `/sandbox/new?platform=plus&for=${scene.organisation.id}`, ...own];
  return [
    ...ofMember.map((path) => ({ path, session: member.sessionSecret })),
    { path: '/sandbox', session: alone.sessionSecret },
    { path: '/sandbox', session: waiting.sessionSecret },
    { path: '/sandbox/new?platform=plus', session: waiting.sessionSecret },
  ];
}

async function openAs(session: string) {
  const context = await browser.newContext({ locale: 'fr-FR' });
  await context.addCookies([{ name: 'garance-portal-session', value: session, url: origin }]);
  return { context, page: await context.newPage() };
}

export function describeSandboxPages(looks: readonly Look[]): void {
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

  it('every page has no axe violation and does not scroll sideways', async () => {
    const visits = (await someVisits()).map(({ path, session }) => [path, session] as const);
    expect(await problemsOfVisits({ browser, origin }, visits, looks)).toEqual([]);
  }, 240_000);

  it('nor has a refused form, nor the page with the secret', async () => {
    const { sessionSecret } = await portal.as();
    const { context, page } = await openAs(sessionSecret);
    const send = () => page.click('main form[action="/sandbox"] button[type=submit]');
    await page.goto(`${origin}/sandbox/new?platform=standard`);
    await page.fill('#displayName', 'Banque');
    await page.fill('#redirectUris', 'https://banque.example/retour');
    await send();
    expect(await page.locator('.govuk-error-summary').count()).toBe(1);
    expect(await axeViolations(page)).toEqual([]);
    await page.fill('#displayName', 'Test de ma page');
    await page.fill('#redirectUris', 'http://localhost:8080/retour');
    await send();
    expect(await page.locator('code').count()).toBe(3);
    expect(await axeViolations(page)).toEqual([]);
    await context.close();
  });
}
