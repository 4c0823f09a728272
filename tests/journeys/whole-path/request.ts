/** From the first visit to a habilitation: eligibility, organisation, request, questions and corrections, validation. */
import type { Platform } from '@garance/core';
import { expect } from 'vitest';
import type { TestFederation } from '../../federation.ts';
import { findMail } from './mails.ts';
import type { Fields, Partner } from './partner.ts';

/** Differences between the two platforms' walks. */
export interface Plot {
  readonly platform: Platform;
  readonly siret: string;
  readonly organisation: string;
  readonly service: string;
  readonly applicant: { readonly email: string; readonly name: string };
  readonly technicalContact: { readonly email: string; readonly name: string };
}

function answersOf({ platform, technicalContact }: Plot): readonly (readonly [string, Fields])[] {
  const plus = { already_connected: 'no', level: 'eidas2', why: 'Des droits dépendent de l’identité.' };
  return [
    ['organisation', { contractor: 'no' }],
    ['project', { description: 'Inscrire un enfant à la crèche sans se déplacer.' }],
    ['legal', { template: 'arrete_2018' }],
    ['level', platform === 'plus' ? plus : { level: 'eidas1' }],
    [
      'data',
      {
        scopes: ['given_name', 'family_name', 'email'],
        purpose_given_name: 'S’adresser à la personne',
        purpose_family_name: 'Retrouver son dossier',
        purpose_email: 'Lui répondre',
      },
    ],
    ['personal_data', { recipients: 'Le service petite enfance', retention_months: '36' }],
    [
      'people',
      {
        controller_name: 'Claude Maire',
        controller_email: 'maire@commune.example',
        dpo_name: 'Dominique Délégué',
        dpo_email: 'dpo@commune.example',
        technical_name: technicalContact.name,
        technical_email: technicalContact.email,
        technical_phone: '06 12 34 56 78',
        security_name: 'Alix Sûreté',
        security_email: 'rssi@commune.example',
      },
    ],
    ['commitments', { dpo_informed: 'yes', alternative: 'yes' }],
    ['identifiers', { identifiers: 'different' }],
  ];
}

/** A new user checks eligibility and creates a service. @returns the service's path */
export async function beginService(applicant: Partner, plot: Plot): Promise<string> {
  await applicant.opens('/eligibility');
  await applicant.looksAt('eligibility');
  await applicant.follows('/eligibility/questions');
  await applicant.looksAt('eligibility-questions');
  await applicant.sends('/eligibility/questions', { audience: 'citizens', who: 'public' });
  await applicant.looksAt('eligible');
  await applicant.follows('/services/new');
  await applicant.looksAt('sign-in');
  await applicant.signsIn(plot.applicant.email, plot.applicant.name);
  await applicant.page.waitForURL('**/services/new?**');
  await applicant.follows('/organisations/new');
  await applicant.looksAt('organisation-new');
  await applicant.sends('/organisations', {
    siret: plot.siret,
    name: plot.organisation,
    address: '2 rue du Lavoir, 00000 Pastelière',
  });
  await applicant.page.waitForURL('**/services/new?**');
  await applicant.looksAt('service-new');
  await applicant.page.locator('main form[action="/services"] [name="terms"]').check();
  await applicant.sends('/services', { name: plot.service });
  await applicant.page.waitForURL(/\/services\/[0-9a-f-]{36}$/);
  return applicant.path();
}

/** Fills all steps and submits the request. @returns its path */
export async function fillRequest(applicant: Partner, plot: Plot): Promise<string> {
  const mark = `:has(input[name="platform"][value="${plot.platform}"])`;
  await applicant.looksAt('service');
  await applicant.sends('/requests', {}, { mark });
  await applicant.page.waitForURL(/\/requests\/[0-9a-f-]{36}$/);
  const path = applicant.path();
  await applicant.looksAt('request');
  await applicant.opens(`${path}/steps/organisation`);
  for (const [step, fields] of answersOf(plot)) {
    await applicant.page.waitForURL(`**/steps/${step}`);
    await applicant.looksAt(`step-${step}`);
    if (step === 'commitments') await applicant.page.locator('main form [name="terms"]').check();
    await applicant.sends(`/steps/${step}`, fields, { button: '[value="next"]' });
  }
  await applicant.page.waitForURL(`**${path}`);
  return path;
}

export async function sendRequest(applicant: Partner, path: string): Promise<void> {
  await applicant.opens(`${path}/events/submit`);
  await applicant.looksAt('request-submit');
  await applicant.sends('/events/submit');
  await applicant.page.waitForURL(`**${path}`);
  expect(await applicant.text()).toContain('L’équipe répond au plus tard le');
}

/** The reviewer asks a question and returns the request; the applicant reads both and corrects it. */
export async function correctRequest(
  people: { readonly applicant: Partner; readonly reviewer: Partner },
  {
    path,
    plot,
    federation,
  }: { readonly path: string; readonly plot: Plot; readonly federation: TestFederation },
): Promise<void> {
  const { applicant, reviewer } = people;
  const review = path.replace('/requests/', '/review/');
  const reason = 'La durée de conservation nous semble longue : 24 mois suffiraient-ils ?';
  await reviewer.opens('/review');
  await reviewer.looksAt('review-queue');
  await reviewer.opens(review);
  await reviewer.looksAt('review-request');
  await reviewer.sends('/messages', { text: 'Pourquoi trois ans ?', visibility: 'partner' });
  await reviewer.opens(`${review}/decide/request_changes`);
  await reviewer.looksAt('review-decide');
  await reviewer.page.locator('main form [name="confirm"]').check();
  await reviewer.sends('/decide/request_changes', { reason });
  await reviewer.page.waitForURL(/done=request_changes/);

  await findMail(federation, plot.applicant.email, plot.service);
  await applicant.opens(path);
  expect(await applicant.text()).toContain(reason);
  expect(await applicant.text()).toContain('Pourquoi trois ans ?');
  await applicant.looksAt('request-changes');
  await applicant.opens(`${path}/steps/personal_data`);
  await applicant.sends('/steps/personal_data', { retention_months: '24' }, { button: '[value="next"]' });
  await sendRequest(applicant, path);
}

/** The reviewer verifies the organisation, which a validation requires. */
async function verifyOrganisation(reviewer: Partner, review: string): Promise<void> {
  await reviewer.opens(`${review}/decide/approve`);
  await reviewer.looksAt('review-decide-unverified');
  expect(await reviewer.page.locator('main form [name="confirm"]').count()).toBe(0);
  await reviewer.follows(`${review}/organisation`);
  await reviewer.looksAt('review-organisation');
  await reviewer.page.locator('main form [name="looked"]').check();
  await reviewer.sends('/organisation', { seen: 'Appel au standard publié de l’établissement.' });
  await reviewer.page.waitForURL(/done=verified/);
}

export async function approveRequest(reviewer: Partner, path: string): Promise<void> {
  const review = path.replace('/requests/', '/review/');
  await reviewer.opens(review);
  expect(await reviewer.text()).toContain('24');
  await verifyOrganisation(reviewer, review);
  await reviewer.opens(`${review}/decide/approve`);
  await reviewer.page.locator('main form [name="confirm"]').check();
  await reviewer.sends('/decide/approve');
  await reviewer.page.waitForURL(/done=approve/);
}

/** The technical contact follows the link in the mail and joins the organisation. */
export async function acceptInvitation(
  contact: Partner,
  { plot, federation }: { readonly plot: Plot; readonly federation: TestFederation },
): Promise<void> {
  const { email, name } = plot.technicalContact;
  const mail = await findMail(federation, email, plot.service);
  await contact.opens(`${federation.run.mailbox}/?${new URLSearchParams({ q: email })}`);
  expect(await contact.text()).toContain(mail.subject);
  const link = /http:\/\/\S+\/invitations\/[\w-]{43}/.exec(mail.text)?.[0];
  await contact.opens(link ?? '');
  await contact.signsIn(email, name);
  await contact.page.waitForURL('**/invitations/**');
  await contact.looksAt('invitation');
  await contact.sends(contact.path());
  await contact.page.waitForURL('**done=joined');
}
