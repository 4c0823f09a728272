import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRequest } from '../../objects/request/create-request.ts';
import { currentRequest, stageOfRequest } from '../../objects/request/stage-of.ts';
import { aFilledRequest, aHabilitation, aService } from '../../objects/request/testing/filled-request.ts';
import { createTestPortal, type TestPortal } from '../../testing/portal-fixture.ts';

describe('services', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await createTestPortal();
  });
  afterAll(() => portal.close());

  it('show the first action when there is none, and lead a person without organisation to making one', async () => {
    const { browser } = await portal.as();
    const page = await browser.get('/services');
    expect(page.text).toContain('Vous n’avez pas encore de service');
    const form = await browser.get('/services/new?audience=citizens&who=public');
    expect(form.text).toContain('Créez d’abord votre organisation');
    expect(form.html).toContain('/organisations/new?next=');
    expect((await browser.get('/services/new?audience=citizens&who=private&ground=other')).url).toBe(
      '/eligibility',
    );
  });

  it('are found by search and a page at a time', async () => {
    const organisation = await portal.organisation();
    const { browser } = await portal.as({ organisation });
    for (let n = 0; n < 30; n++) {
      portal.clock.advance(1);
      await aService(portal, organisation, `Démarche numéro ${n}`);
    }
    const first = await browser.get('/services');
    const next = /href="(\/services\?before=[^"]+)"/.exec(first.html)?.[1];
    expect(first.html.match(/href="\/services\/[0-9a-f-]{36}"/g)).toHaveLength(25);
    const second = await browser.get(next ?? '');
    expect(second.html.match(/href="\/services\/[0-9a-f-]{36}"/g)).toHaveLength(5);
    expect((await browser.get('/services?q=demarche%2017')).html).toContain('Démarche numéro 17');
    expect((await browser.get('/services?q=zzz')).text).toContain('Aucun service ne correspond');
    expect((await browser.get('/services?before=nonsense&q=%27%22%3Cx')).status).toBe(200);
  });

  it('show the stages on both platforms, with the one next action', async () => {
    const organisation = await portal.organisation();
    const { person, browser } = await portal.as({ organisation });
    const { service } = await aHabilitation(portal, { organisation, ownerId: person.id });
    const page = await browser.get(`/services/${service.id}`);
    expect(page.text).toContain('Validée');
    expect(page.html).toContain(`/services/${service.id}/add-plus`);
    expect(page.html.match(/class="govuk-button"/g)).toHaveLength(1);
    const requests = await portal.store.portal.requests.ofService(service.id);
    const stepOn = (platform: string) =>
      stageOfRequest(currentRequest(requests.filter((request) => request.platform === platform)));
    expect(stepOn('standard')).toMatchObject({ state: 'done' });
    expect(stepOn('plus')).toEqual({ state: 'to_do' });
  });

  it('have one request for a platform, also by repeated and concurrent requests', async () => {
    const organisation = await portal.organisation();
    const { person, browser } = await portal.as({ organisation });
    const service = await aService(portal, organisation);
    const page = await browser.get(`/services/${service.id}`);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => browser.submit(page, {}, { form: 'value="plus"' })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(4);
    expect(await portal.store.portal.requests.ofService(service.id)).toHaveLength(1);
    await aFilledRequest(portal, { organisation, ownerId: person.id, service });
    expect((await browser.get(`/services/${service.id}`)).html).not.toContain(
      `/services/${service.id}/requests"`,
    );
  });

  it('begin on plus with the answers of their habilitation, and ask for those that it lacks', async () => {
    const organisation = await portal.organisation();
    const { person } = await portal.as({ organisation });
    const { service, habilitation } = await aHabilitation(portal, { organisation, ownerId: person.id });
    const request = await portal.store.portal.transaction((tables) =>
      createRequest(tables, portal.clock, {
        serviceId: service.id,
        platform: 'plus',
        ownerId: person.id,
        authorization: { roles: ['owner'], secondFactor: false },
        from: habilitation,
      }),
    );
    expect(request).toMatchObject({ fromHabilitationId: habilitation.id, platform: 'plus' });
    expect(request.level).toBeUndefined();
    expect(request.answers.project).toEqual(habilitation.snapshot.project);
    expect(request.answers.level).toEqual({ already_connected: 'yes' });
    expect(request.answers.commitments).toBeUndefined();
  });
});
