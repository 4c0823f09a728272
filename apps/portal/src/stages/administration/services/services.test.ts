import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createIntegrationScene,
  createPortalInWorld,
  goodForm,
  type IntegrationScene,
} from '../../../objects/registration/testing/integration-scene.ts';
import type { TestPerson } from '../../../testing/portal-fixture.ts';

describe('services in the administration', () => {
  let scene: IntegrationScene;
  let operator: TestPerson;
  let id = '';
  beforeAll(async () => {
    scene = await createIntegrationScene(await createPortalInWorld());
    operator = await scene.as({ platformRoles: ['operator'] });
    await scene.habilitate('standard');
    const { browser } = await scene.member();
    const form = await browser.get(`/services/${scene.service.id}/standard/integration/registration`);
    const review = await browser.submit(form, goodForm);
    await browser.submit(review, {}, { form: '/publish' });
    const [access] = await scene.store.portal.clientRegistrations.ofService(scene.service.id);
    id = access?.id ?? '';
  });
  afterAll(() => scene.close());

  const page = (of = id) => operator.browser.get(`/administration/services/${of}`);
  const status = async (of = id) => (await scene.store.portal.registrationSearch.find(of))?.status;

  it('are found among the published registrations of a hub', async () => {
    const list = await operator.browser.get('/administration/services?hub=standard-integration&text=famil');
    expect(list.text).toContain('Portail des familles');
    expect(list.text).toContain('Mairie de Vaucresson-les-Bois');
    const elsewhere = await operator.browser.get('/administration/services?hub=plus-integration');
    expect(elsewhere.text).toContain('Aucun service publié');
  });

  it('are suspended and resumed with a reason, which is mailed to the partner', async () => {
    const silent = await operator.browser.submit(await page(), { reason: ' ' }, { form: '/suspend' });
    expect(silent.status).toBe(422);
    expect(await status()).toBe('active');
    await scene.mails();
    const suspended = await operator.browser.submit(
      await page(),
      { reason: 'Fuite de secret' },
      { form: '/suspend' },
    );
    expect(suspended.text).toContain('Les connexions sont suspendues');
    expect(suspended.text).toContain('Fuite de secret');
    expect(await status()).toBe('suspended');
    expect((await scene.mails()).some(({ text }) => text.includes('Fuite de secret'))).toBe(true);
    await operator.browser.submit(suspended, { reason: 'Secret renouvelé' }, { form: '/resume' });
    expect(await status()).toBe('active');
    const acts = await scene.store.portal.audit.list({ limit: 10, filter: { objectId: id } });
    expect(acts.map(({ action, actor }) => [action, actor]).slice(0, 2)).toEqual([
      ['access.resume', operator.person.id],
      ['access.suspend', operator.person.id],
    ]);
  });

  it('are suspended also for a registration without a partner', async () => {
    const [registration] = await scene.store.registrations.listPublished({
      platform: 'standard',
      environment: 'integration',
    });
    if (registration === undefined) throw new Error('nothing is published');
    const { version: _, ...draft } = registration;
    await scene.store.registrations.publish({
      ...draft,
      id: 'seeded',
      clientId: 'seeded',
      serviceId: 'seeded',
    });
    await operator.browser.submit(
      await page('seeded'),
      { reason: 'Fin de la démonstration' },
      { form: '/suspend' },
    );
    expect([await status('seeded'), await status()]).toEqual(['suspended', 'active']);
    const [act] = await scene.store.portal.audit.list({ limit: 1 });
    expect(act).toMatchObject({ action: 'registration.suspend', actor: operator.person.id });
  });

  it('an invalid id answers 404 before any query', async () => {
    expect((await page('unknown')).status).toBe(404);
    expect((await operator.browser.get('/administration/services/..%2f..%2fetc')).status).toBe(404);
  });
});
