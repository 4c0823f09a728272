/** Support, status and administration in a real browser: axe, two widths, two languages. */
import { randomUUID } from 'node:crypto';
import {
  createIntegrationScene,
  createPortalInWorld,
  goodForm,
  type PortalInWorld,
} from '@garance/portal/testing/integration';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { findFreePort } from '../free-port.ts';
import { type Look, problemsOfVisits } from '../page-looks.ts';

let origin: string;
let portal: PortalInWorld;
let browser: Browser;

/** Fills every page with data. @returns paths with the session that may see them */
async function busyPlatform(): Promise<readonly (readonly [string, string])[]> {
  const scene = await createIntegrationScene(portal);
  await scene.habilitate('standard');
  const { browser: hands, sessionSecret: partner } = await scene.member();
  const integration = `/services/${scene.service.id}/standard/integration`;
  const review = await hands.submit(await hands.get(`${integration}/registration`), goodForm);
  await hands.submit(review, {}, { form: '/publish' });
  const sent = await hands.submit(await hands.get('/support/new'), {
    service: scene.service.id,
    subject: 'Clé refusée',
    text: 'Pourquoi ?',
  });
  const thread = sent.url.split('?')[0]?.split('/').at(-1) ?? '';
  const access = await portal.store.portal.clientRegistrations.findFor(scene.service.id, {
    platform: 'standard',
    environment: 'integration',
  });
  const operator = await portal.as({ platformRoles: ['operator'], name: 'Une Opératrice' });
  const admin = operator.browser;
  portal.world.set('https://banque.example/.well-known/openid-configuration', {
    status: 200,
    body: JSON.stringify({
      issuer: 'https://banque.example',
      authorization_endpoint: 'https://banque.example/authorize',
      token_endpoint: 'https://banque.example/token',
      userinfo_endpoint: 'https://banque.example/userinfo',
      jwks_uri: 'https://banque.example/jwks',
    }),
  });
  const root = '/administration/providers/standard-integration';
  const provider = {
    id: 'banque',
    name: 'Banque',
    discovery_url: 'https://banque.example',
    levels: ['eidas1'],
  };
  const credentials = { client_id: 'garance', client_secret: 'a-secret-of-the-test' };
  await admin.submit(await admin.get(root), { ...provider, ...credentials });
  const incident = {
    title_fr: 'Panne',
    title_en: 'Outage',
    text_fr: 'Oui',
    text_en: 'Yes',
    kind: 'incident',
  };
  await admin.submit(await admin.get('/administration/incidents/new'), incident);
  await portal.store.portal.approvals.ask({
    id: randomUUID(),
    action: 'hub-keys.rotate',
    objectId: 'plus/production',
    detail: { platform: 'plus', environment: 'production' },
    requestedBy: (await portal.as()).person.id,
    requestedAtMs: portal.clock.now(),
  });
  await portal.store.signIns.append(
    [1, 2, 3].map((days) => ({
      id: randomUUID(),
      atMs: portal.clock.now() - days * 24 * 3600 * 1000,
      hub: { platform: 'plus', environment: 'production' },
      personFingerprint: 'f',
      serviceId: scene.service.id,
      clientId: 'c',
      providerId: 'banque',
      level: 'eidas2',
    })),
  );
  const staff = [
    [
      '/threads',
      `/threads/${thread}`,
      '/administration',
      '/administration/providers',
      root,
      `${root}/banque`,
      '/administration/choice-page/standard-integration',
    ],
    ['/administration/services', `/administration/services/${access?.id}`, '/administration/keys'],
    [
      '/administration/approvals',
      '/administration/subjects',
      '/administration/figures',
      '/administration/audit',
    ],
    ['/administration/staff', '/administration/incidents', '/administration/incidents/new'],
  ].flat();
  return [
    ...['/status', '/support', '/support/new', `/support/${thread}`].map((path) => [path, partner] as const),
    ...staff.map((path) => [path, operator.sessionSecret] as const),
  ];
}

/** Organisations and people in every state that has its own page. */
async function partnersInEveryState(): Promise<readonly (readonly [string, string])[]> {
  const operator = await portal.as({ platformRoles: ['operator'], name: 'Une Opératrice' });
  const claimed = await portal.organisation({ name: 'Mairie à vérifier', proven: false });
  const owner = await portal.as({ organisation: claimed, name: 'Camille Propriétaire' });
  await owner.browser.submit(
    await owner.browser.get(`/organisations/${claimed.id}/invite`),
    { email: 'invitee@mairie.example' },
    { form: '/invitations"' },
  );
  const stopped = await portal.organisation({ name: 'Mairie bloquée' });
  const { organisations } = portal.store.portal;
  await organisations.setBlocked(stopped.id, { atMs: portal.clock.now(), reason: 'SIRET usurpé' });
  const organisation = `/administration/organisations/${claimed.id}`;
  const blocked = `/administration/organisations/${stopped.id}`;
  const person = `/administration/people/${owner.person.id}`;
  return [
    ['/administration/organisations', organisation, blocked, '/administration/people', person],
    ['prove', 'block', 'hand-over', 'remove'].map((act) => `${organisation}/${act}`),
    [`${organisation}/members/${owner.person.id}/remove`, `${blocked}/unblock`],
    ['block', 'remove'].map((act) => `${person}/${act}`),
  ]
    .flat()
    .map((path) => [path, operator.sessionSecret] as const);
}

export function describeAdministrationPages(looks: readonly Look[]): void {
  beforeAll(async () => {
    const port = await findFreePort();
    origin = `http://localhost:${port}`;
    portal = await createPortalInWorld({ origin });
    await portal.app.listen({ host: '127.0.0.1', port });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await portal?.close();
  });

  it.each([
    ['of support, status and administration', busyPlatform],
    ['about organisations and people', partnersInEveryState],
  ])(
    'every page %s has no axe violation and does not scroll sideways',
    async (_, prepare) => {
      expect(await problemsOfVisits({ browser, origin }, await prepare(), looks)).toEqual([]);
    },
    240_000,
  );
}
