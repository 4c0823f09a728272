/** Eligibility, services and requests in a real browser without scripts: axe, two widths, two languages. */
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createTestPortal, type TestPerson, type TestPortal } from '@garance/portal/testing';
import { aFilledRequest, aHabilitation, completeAnswers } from '@garance/portal/testing/habilitation';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations } from '../axe.ts';
import { launchBrowser } from '../browser.ts';

/** A folder to look at the pages in. */
const screenshots = process.env.GARANCE_SCREENSHOTS;

let origin: string;
let portal: TestPortal;
let browser: Browser;
let owner: TestPerson;
let paths: readonly string[];

beforeAll(async () => {
  portal = await createTestPortal();
  await portal.app.listen({ host: '127.0.0.1', port: 0 });
  origin = `http://localhost:${(portal.app.server.address() as AddressInfo).port}`;
  browser = await launchBrowser();
  paths = await aBusyOrganisation();
});
afterAll(async () => {
  await browser?.close();
  await portal?.close();
});

/** One request at every stage, and the pages that show them. */
async function aBusyOrganisation(): Promise<readonly string[]> {
  const organisation = await portal.organisation();
  owner = await portal.as({ organisation, name: 'Camille Propriétaire' });
  await portal.as({ organisation, role: 'contributor', name: 'Dominique Contributrice' });
  const ownerId = owner.person.id;
  const draft = await aFilledRequest(portal, { organisation, ownerId, platform: 'plus', answers: {} });
  const full = await aFilledRequest(portal, { organisation, ownerId });
  const { request: validated, service } = await aHabilitation(portal, { organisation, ownerId });
  const answers = completeAnswers('plus');
  await aFilledRequest(portal, { organisation, ownerId, platform: 'plus', service, answers });
  const [own, complete] = [`/requests/${draft.request.id}`, `/requests/${full.request.id}`];
  const steps = [
    'organisation',
    'project',
    'legal',
    'level',
    'data',
    'personal_data',
    'people',
    'commitments',
    'identifiers',
  ];
  return [
    '/eligibility',
    '/eligibility/questions',
    '/eligibility/result?audience=citizens&who=public',
    '/eligibility/result?audience=professionals&who=public',
    '/terms',
    '/requests/questions',
    '/services',
    '/services/new?audience=citizens&who=public',
    `/services/${service.id}`,
    `/services/${draft.service.id}`,
    own,
    ...steps.map((step) => `${own}/steps/${step}`),
    `${own}/documents/mockups`,
    complete,
    `${complete}/events/submit`,
    `${complete}/events/transfer`,
    `${complete}/events/archive`,
    `${complete}/print`,
    `/requests/${validated.id}`,
  ];
}

async function signedIn(scripts: boolean): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: scripts, locale: 'fr-FR' });
  const value = owner.sessionSecret;
  await context.addCookies([{ name: 'garance-portal-session', value, url: origin }]);
  return context.newPage();
}

describe('the pages on the way to a habilitation', () => {
  it('have no axe violation and do not scroll sideways, at 1280 and 320 pixels, in both languages', async () => {
    const page = await signedIn(true);
    const found: string[] = [];
    for (const path of paths) {
      for (const [width, lang] of [
        [1280, 'fr'],
        [320, 'en'],
      ] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(`${origin}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
        expect([path, new URL(page.url()).pathname]).toEqual([path, path.split('?')[0]]);
        for (const violation of await axeViolations(page)) found.push(`${path} ${width}: ${violation}`);
        const wider = await page.evaluate('document.documentElement.scrollWidth > window.innerWidth');
        if (wider) found.push(`${path} scrolls sideways at ${width}`);
        if (screenshots === undefined) continue;
        const name = path
          .replace(/[0-9a-f-]{36}/, '')
          .replaceAll(/[^a-z]+/g, '-')
          .slice(0, 60);
        await page.screenshot({
          path: join(screenshots, `habilitation${name}-${width}.png`),
          fullPage: true,
        });
      }
    }
    await page.context().close();
    expect(found).toEqual([]);
  }, 300_000);

  it('show what is wrong beside each field without axe violations either', async () => {
    const page = await signedIn(true);
    for (const step of ['project', 'data', 'people']) {
      const path = paths.find((each) => each.endsWith(`/steps/${step}`));
      await page.goto(`${origin}${path}?lang=fr`);
      if (step === 'data') await page.getByLabel('given_name', { exact: true }).check();
      await page.getByRole('button', { name: 'Enregistrer et continuer' }).click();
      expect(await page.getByRole('alert').isVisible()).toBe(true);
      expect(await axeViolations(page)).toEqual([]);
    }
    await page.context().close();
  }, 60_000);

  it('take a mock-up without script, by keyboard and mouse alone', async () => {
    const page = await signedIn(false);
    const path = paths.find((each) => each.endsWith('/steps/project'));
    await page.goto(`${origin}${path}?lang=fr`);
    await page.getByLabel('Nom du service').fill('Un nom qui reste');
    await page.getByRole('button', { name: 'Ajouter ou retirer des documents' }).click();
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    await page.getByLabel('Choisir un ou plusieurs documents').setInputFiles({
      name: 'accueil.png',
      mimeType: 'image/png',
      buffer: png,
    });
    await page.getByRole('button', { name: 'Joindre' }).click();
    expect(await page.getByRole('link', { name: 'accueil.png' }).isVisible()).toBe(true);
    await page.getByRole('link', { name: 'Revenir à l’étape' }).click();
    expect(await page.getByLabel('Nom du service').inputValue()).toBe('Un nom qui reste');
    expect(await page.getByText('accueil.png').isVisible()).toBe(true);
    await page.context().close();
  }, 60_000);
});
