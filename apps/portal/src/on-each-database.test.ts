/** One service from its draft to production through the pages, with concurrent actions, on every supported database. */

import { testDatabases } from '@garance/store/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  datapassBody,
  sendDelivery,
  testDatapassSecret,
} from './objects/datapass/testing/datapass-sender.ts';
import { platformMigrations } from './objects/migrations/portal-migrations.ts';
import { buildPlatformStore } from './objects/portal-store.ts';
import {
  aQualificationScene,
  type QualificationScene,
} from './objects/qualification/testing/qualification-scene.ts';
import { decideRequest } from './objects/request/decide.ts';
import { aFilledRequest } from './objects/request/testing/filled-request.ts';
import { createTestPortal, type TestPortal } from './testing/portal-fixture.ts';

const hub = { platform: 'standard', environment: 'production' } as const;

/**
 * As the owner with a second factor: sets the production addresses, then everyone in `people` activates concurrently.
 */
async function activateAtOnce(scene: QualificationScene): Promise<readonly number[]> {
  const path = `/services/${scene.service.id}/standard/production`;
  const people = [await scene.member('owner', true), await scene.member('technical-contact', true)];
  const [first] = people;
  const form = await first?.browser.get(`${path}/registration`);
  const addresses = {
    redirectUris: 'https://www.familles.example/retour',
    postLogoutRedirectUris: 'https://www.familles.example/',
  };
  if (form !== undefined) await first?.browser.submit(form, addresses, { form: 'name="redirectUris"' });
  const pages = await Promise.all(people.map(({ browser }) => browser.get(`${path}/activate`)));
  const answers = await Promise.all(pages.map((page, index) => people[index]?.browser.submit(page)));
  return answers.map((answer) => answer?.status ?? 0);
}

describe.each(testDatabases(platformMigrations))('the partner space on $name', ({ connect }) => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await createTestPortal({
      config: { datapassSecret: testDatapassSecret },
      openStore: async (settings) => buildPlatformStore(await connect(), settings),
    });
  });
  afterAll(() => portal.close());

  it('leads a service into production, and delivers its secret once to two concurrent requests', async () => {
    const scene = await aQualificationScene(portal);
    await scene.qualify('standard');
    expect([...(await activateAtOnce(scene))].sort()).toEqual([200, 409]);
    const tables = portal.store.portal;
    const production = await tables.productions.findFor(scene.service.id, 'standard');
    expect(production?.state).toBe('active');
    const history = await tables.history.list('production', production?.id ?? '');
    expect(history.map(({ event }) => event)).toEqual(['open', 'activate']);
    const live = (await portal.store.registrations.listPublished(hub)).find(
      ({ serviceId }) => serviceId === scene.service.id,
    );
    expect(live).toMatchObject({ status: 'active', version: 1 });
    expect(live?.auth.secretHashes).toHaveLength(1);
    expect((await tables.audit.verify()).brokenAt).toBeUndefined();
    expect((await portal.mails()).length).toBeGreaterThan(0);
  });

  it('takes one of ten concurrent decisions, and the audit log stays one chain', async () => {
    const organisation = await portal.organisation();
    const { person } = await portal.as({ organisation });
    const { request, read } = await aFilledRequest(portal, { organisation, ownerId: person.id });
    const common = { requestId: request.id, actor: person.id };
    const owner = { roles: ['owner'], secondFactor: false } as const;
    await decideRequest(portal.deps, { ...common, event: 'submit', authorization: owner });
    const authorization = { roles: ['legal-reviewer'], secondFactor: true } as const;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        decideRequest(portal.deps, {
          ...common,
          event: index % 2 === 0 ? 'approve' : 'refuse',
          authorization,
          reason: 'Une raison',
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const history = await portal.store.portal.history.list('request', request.id);
    expect(history).toHaveLength(3);
    expect(history.at(-1)?.to).toBe((await read()).state);
    expect((await portal.store.portal.audit.verify()).brokenAt).toBeUndefined();
  });

  it('makes one request from ten concurrent identical deliveries, with the same answer to each', async () => {
    const firedAt = Math.floor(portal.clock.now() / 1000);
    const body = datapassBody({ event: 'submit', firedAt });
    const answers = await Promise.all(Array.from({ length: 10 }, () => sendDelivery(portal.app, body)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    const link = await portal.store.portal.datapassRequests.lock('9001');
    const history = await portal.store.portal.history.list('request', link?.requestId ?? '');
    expect(history.map(({ event }) => event)).toEqual(['create', 'submit']);
  });
});
