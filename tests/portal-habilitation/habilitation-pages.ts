/** Eligibility, services and requests in a real browser without scripts: axe, two widths, two languages. */
import type { AddressInfo } from 'node:net';
import { createTestPortal, type TestPerson, type TestPortal } from '@garance/portal/testing';
import { aFilledRequest, aHabilitation, completeAnswers } from '@garance/portal/testing/habilitation';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeViolations } from '../axe.ts';
import { launchBrowser } from '../browser.ts';
import { type Look, problemsOf } from '../page-looks.ts';

let origin: string;
let portal: TestPortal;
let browser: Browser;
let owner: TestPerson;
let paths: readonly string[];

/** A request in every state, and the pages that show them. */
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

/** Pages of eligibility, services and requests, in every state of a request. */
export function describeHabilitationPages(looks: readonly Look[]): void {
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

  it('have no axe violation and do not scroll sideways', async () => {
    const page = await signedIn(true);
    const found: string[] = [];
    for (const path of paths) {
      found.push(
        ...(await problemsOf(page, { name: `habilitation${path}`, url: `${origin}${path}` }, looks)),
      );
    }
    await page.context().close();
    expect(found).toEqual([]);
  }, 300_000);
}

/** Their forms, in the browser of the last hooks. */
export function describeHabilitationForms(): void {
  it('show what is wrong beside each field without axe violations either', async () => {
    const page = await signedIn(true);
    for (const step of ['project', 'data', 'people']) {
      const path = paths.find((candidate) => candidate.endsWith(`/steps/${step}`));
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
    const path = paths.find((candidate) => candidate.endsWith('/steps/project'));
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
}
