/** From an integrated service to production. */
import { randomUUID } from 'node:crypto';
import type { Platform } from '@garance/core';
import { createReportSigner, passingReport } from '@garance/portal';
import { expect } from 'vitest';
import type { TestFederation } from '../../federation.ts';
import type { Credentials } from './credentials.ts';
import type { Partner } from './partner.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

interface Stake {
  readonly service: string;
  readonly platform: Platform;
  readonly name: string;
}

/** @returns the officer's path of this qualification */
export async function showMockUps(
  people: { readonly applicant: Partner; readonly officer: Partner },
  { service, platform, name }: Stake,
): Promise<string> {
  const { applicant, officer } = people;
  const path = `${service}/${platform}/qualification/mock-ups`;
  await applicant.opens(path);
  await applicant.page
    .locator('main #file')
    .setInputFiles({ name: 'accueil.png', mimeType: 'image/png', buffer: png });
  await applicant.sends('/mock-ups/documents');
  await applicant.page.waitForURL(`**${path}`);
  expect(await applicant.text()).toContain('accueil.png');

  await officer.opens('/qualifications?state=open');
  await officer.looksAt('qualification-queue');
  await officer.page.locator('main a', { hasText: name }).first().click();
  await officer.page.waitForURL(/\/qualifications\/[0-9a-f-]{36}/);
  const own = officer.path();
  await officer.sends('/messages', { text: 'Le bouton est bien placé.' });
  await applicant.opens(path);
  expect(await applicant.text()).toContain('Le bouton est bien placé.');
  await applicant.looksAt('mock-ups');
  return own;
}

/**
 * The signed report of a run with all scenarios passed, made with the platform's key: this journey does not run the
 * suite.
 */
async function reportOf({ partnerSpace }: TestFederation, { service, platform }: Stake): Promise<string> {
  const hub = { platform, environment: 'integration' } as const;
  const id = service.split('/').at(-1) ?? '';
  const current = await partnerSpace.store.portal.registrationDrafts.current(id, hub);
  if (current === undefined) throw new Error('nothing is published');
  return createReportSigner(partnerSpace).sign(passingReport(current, Date.now()), randomUUID());
}

export async function submitQualification(
  contact: Partner,
  federation: TestFederation,
  stake: Stake,
): Promise<void> {
  const path = `${stake.service}/${stake.platform}/qualification`;
  await contact.opens(`${path}/reports`);
  await contact.sends('/qualification/reports', { report: await reportOf(federation, stake) });
  await contact.page.waitForURL(`**${path}`);
  await contact.looksAt('qualification');
  const missing = contact.page.locator('main a', { hasText: 'Remplir' });
  for (let left = await missing.count(); left > 0; left -= 1) {
    await missing.first().click();
    await contact.page.waitForURL('**/items/**');
    await contact.looksAt('qualification-item');
    const item = contact.path().split('/').at(-1) ?? '';
    await contact.sends(`/items/${item}`, { text: 'Décrit dans notre dossier d’exploitation, page 4.' });
    await contact.page.waitForURL(`**${path}`);
  }
  await contact.sends('/qualification/submit');
  await contact.page.waitForURL(`**${path}`);
  expect(await contact.text()).toContain('Réponse promise le');
}

/** Accepts each item, then the qualification. */
export async function acceptQualification(officer: Partner, path: string): Promise<void> {
  await officer.opens(path);
  await officer.looksAt('qualification-officer');
  const forms = officer.page.locator(`main form[action^="${path}/items/"]`);
  const actions = await forms.evaluateAll((all) => all.map((form) => form.getAttribute('action') ?? ''));
  expect(actions.length).toBeGreaterThan(0);
  for (const action of actions) {
    await officer.sends(action, {}, { button: '[value="accepted"]' });
    await officer.page.waitForURL('**#item-**');
    await officer.opens(path);
  }
  await officer.sends('/decision', {}, { button: '[value="accept"]' });
  await officer.page.waitForURL(`**${path}`);
}

/** Publishes the production registration and reads its credentials, shown once after a second factor. */
export async function goLive(contact: Partner, { service, platform }: Stake): Promise<Credentials> {
  const path = `${service}/${platform}/production`;
  await contact.opens(path);
  await contact.looksAt('production');
  await contact.follows(`${path}/registration`);
  await contact.looksAt('production-registration');
  await contact.sends('/production/registration');
  await contact.page.waitForURL(`**${path}/registration`);
  await contact.follows(`${path}/activate`);
  await contact.addsSecondFactor();
  await contact.page.waitForURL(`**${path}/activate`);
  await contact.looksAt('activation');
  await contact.sends('/production/activate');
  await contact.looksAt('delivery');
  const codes = (await contact.page.locator('main .garance-copyable code').allTextContents()).map((text) =>
    text.trim(),
  );
  const [issuer = '', clientId = '', clientSecret = ''] = codes;
  expect(clientSecret).toMatch(/^[\w-]{43}$/);
  await contact.opens(`${path}/activate`);
  expect(await contact.page.content()).not.toContain(clientSecret);
  return { issuer, clientId, clientSecret };
}
