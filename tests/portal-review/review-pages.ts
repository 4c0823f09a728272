/** The reviewers' pages and the administration of webhooks in a real browser: axe, two widths, two languages. */
import { createHmac } from 'node:crypto';
import { createTestPortal, type TestPortal } from '@garance/portal/testing';
import { aFilledRequest } from '@garance/portal/testing/habilitation';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { findFreePort } from '../free-port.ts';
import { type Look, problemsOf } from '../page-looks.ts';

const datapassSecret = 'shared with the habilitation site of these tests';

let origin: string;
let portal: TestPortal;
let browser: Browser;

/** Sends an event of the outside habilitation site. */
async function deliver(id: number, event: string, firedAt: number, fields: object): Promise<void> {
  const body = JSON.stringify({
    event,
    fired_at: firedAt,
    model_type: 'authorization_request/france_connect',
    data: {
      id,
      state: 'submitted',
      organization: { siret: '98043033400022', name: 'Mairie de Saint-Ail' },
      applicant: { email: 'jeanne@saint-ail.example', given_name: 'Jeanne', family_name: 'Martin' },
      data: { intitule: `Carte de stationnement ${id}`, france_connect_eidas: 'eidas_1', ...fields },
    },
  });
  const response = await fetch(`${origin}/datapass/webhook`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-hub-signature-256': `sha256=${createHmac('sha256', datapassSecret).update(body).digest('hex')}`,
    },
    body,
  });
  if (!response.ok) throw new Error(`the delivery was refused: ${response.status}`);
}

/** A request that was validated, reopened, changed and submitted again, with messages. */
async function aRichRequest(id: number): Promise<string> {
  const first = { description: 'Demander une carte de stationnement en ligne.', scopes: ['openid', 'email'] };
  const second = {
    description: 'Demander une carte de stationnement en ligne, et la renouveler par courrier ou au guichet.',
    scopes: ['openid', 'birthdate'],
  };
  await deliver(id, 'approve', 1_790_000_000, first);
  await deliver(id, 'reopen', 1_790_000_010, first);
  await deliver(id, 'submit', 1_790_000_020, second);
  const link = await portal.store.portal.datapassRequests.find(String(id));
  const objectId = link?.requestId ?? '';
  for (const internal of [false, true]) {
    await portal.store.portal.discussion.append({
      id: crypto.randomUUID(),
      object: 'request',
      objectId,
      author: 'datapass',
      text: `Une question ${'longue '.repeat(30)}`,
      internal,
      atMs: portal.clock.now(),
    });
  }
  return objectId;
}

/** A submitted request of an unverified organisation, which only states its SIRET. */
async function aRequestOf(named: { readonly name: string; readonly siret?: string }): Promise<string> {
  const organisation = await portal.organisation({ ...named, proven: false });
  const owner = await portal.as({ organisation });
  const { request } = await aFilledRequest(portal, { organisation, ownerId: owner.person.id });
  const page = await owner.browser.get(`/requests/${request.id}/events/submit`);
  await owner.browser.submit(page, {}, { form: '/events/submit' });
  return request.id;
}

export function describeReviewPages(looks: readonly Look[]): void {
  beforeAll(async () => {
    const port = await findFreePort();
    origin = `http://localhost:${port}`;
    portal = await createTestPortal({ config: { origin, datapassSecret } });
    await portal.app.listen({ host: '127.0.0.1', port });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await portal?.close();
  });

  it('every page of the review stage and of webhooks has no axe violation and does not scroll sideways', async () => {
    const id = await aRichRequest(1);
    const staff = await portal.as({ name: 'Justine Juriste', platformRoles: ['legal-reviewer', 'operator'] });
    const endpoint = {
      id: crypto.randomUUID(),
      url: 'https://si.example/hook',
      events: ['submit'],
      createdAtMs: 1,
    };
    await portal.store.portal.webhookEndpoints.create(endpoint, 'a secret');
    await aRichRequest(2);
    const unproven = await aRequestOf({ name: 'Mairie à vérifier' });
    const known = await portal.organisation({ name: 'Mairie vérifiée' });
    const elsewhere = await aRequestOf({ name: 'Mairie en double', siret: known.siret ?? '' });
    const [delivery] = await portal.store.portal.datapassDeliveries.list({ limit: 1 });
    const [call] = await portal.store.portal.webhookCalls.list({ limit: 1 });
    const paths = [
      '/review',
      '/review?text=introuvable',
      `/review/${id}`,
      `/review/${id}/decide/approve`,
      `/review/${id}/decide/refuse`,
      `/review/${id}/organisation`,
      `/review/${unproven}`,
      `/review/${unproven}/decide/approve`,
      `/review/${unproven}/organisation`,
      `/review/${elsewhere}/organisation`,
      '/review/templates',
      '/review/templates/new',
      '/administration/webhooks',
      `/administration/webhooks/received/${delivery?.bodyHash}`,
      '/administration/webhooks/endpoints/new',
      `/administration/webhooks/endpoints/${endpoint.id}`,
      `/administration/webhooks/calls/${call?.sequence}`,
    ];
    const found: string[] = [];
    const context = await browser.newContext();
    const value = staff.sessionSecret;
    await context.addCookies([{ name: 'garance-portal-session', value, url: origin }]);
    const page = await context.newPage();
    for (const path of paths) {
      found.push(...(await problemsOf(page, { name: `review${path}`, url: `${origin}${path}` }, looks)));
    }
    await context.close();
    expect(found).toEqual([]);
  }, 120_000);
}
