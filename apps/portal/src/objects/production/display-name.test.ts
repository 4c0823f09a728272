/** Attack 29: the display name of a service on citizens' pages and in mails. */
import { csrfToken } from '@garance/web/server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestPortal, type TestPerson, type TestPortal } from '../../testing/portal-fixture.ts';
import {
  aQualificationScene,
  type QualificationScene,
} from '../qualification/testing/qualification-scene.ts';

const addresses = {
  redirectUris: 'https://www.familles.example/retour',
  postLogoutRedirectUris: 'https://www.familles.example/',
};
const qualifiedName = 'Portail des familles';
const otherName = 'Impôts de l’État';

describe('attack 29: the name of a service in production', () => {
  let portal: TestPortal;
  let scene: QualificationScene & { readonly path: string };
  let owner: TestPerson;
  let officer: TestPerson;
  beforeAll(async () => {
    portal = await createTestPortal();
    officer = await portal.as({ platformRoles: ['qualification-officer'] });
  });
  afterAll(() => portal.close());
  beforeEach(async () => {
    const made = await aQualificationScene(portal);
    await made.qualify('standard');
    scene = { ...made, path: `/services/${made.service.id}/standard/production` };
    owner = await scene.member('owner', true);
  });

  const page = () => owner.browser.get(`${scene.path}/registration`);
  const save = async (fields: Readonly<Record<string, string>>) =>
    owner.browser.submit(await page(), fields, { form: 'name="redirectUris"' });
  const activate = async () => owner.browser.submit(await owner.browser.get(`${scene.path}/activate`));
  const publish = async () => owner.browser.submit(await page(), {}, { form: '/publish"' });
  const live = async () => {
    const hub = { platform: 'standard', environment: 'production' } as const;
    const all = await portal.store.registrations.listPublished(hub);
    return all.find(({ serviceId }) => serviceId === scene.service.id);
  };
  const decide = async (verdict: string, reason = '') => {
    const names = await officer.browser.get('/qualifications/names');
    const [approval] = (await portal.store.portal.approvals.open()).filter(
      ({ detail }) => detail.serviceId === scene.service.id,
    );
    return officer.browser.submit(
      names,
      { verdict, [`reason-${approval?.id}`]: reason },
      { form: `/names/${approval?.id}` },
    );
  };

  it.each([
    ['Impots.gouv.fr', 'adresse de site'],
    ['Portail https://evil.example/payer', 'adresse de site'],
    ['Portail\u202egp.exe', 'invisible'],
    ['Portail\u200bfamilles', 'invisible'],
    ['Portail\u2028familles', 'une seule ligne'],
    ['Impôts\r\nBcc: victim2@evil.example\r\n\r\nVotre compte est bloqué', 'une seule ligne'],
    ['…', 'À remplir : Nom affiché aux usagers'],
  ])('%j is refused beside its field, in production as in integration', async (displayName, words) => {
    const refused = await save({ ...addresses, displayName });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(words);
    expect(refused.html).toContain('id="displayName-error"');
    const integration = `/services/${scene.service.id}/standard/integration/registration`;
    const form = await owner.browser.get(integration);
    const kept = await owner.browser.submit(form, { displayName }, { form: 'name="redirectUris"' });
    expect(kept.text).toContain(words);
  });

  it('is the qualified one until an officer has accepted the new one; other changes are published meanwhile', async () => {
    const response = await save({ ...addresses, displayName: otherName });
    expect(response.status).toBe(200);
    expect(response.text).toContain(`Le nom « ${otherName} » attend un chargé de qualification`);
    await activate();
    expect((await live())?.displayName).toBe(qualifiedName);
    await portal.mails();
    expect((await decide('approved')).text).toContain('Le nom est accepté');
    expect((await portal.mails()).map(({ to, subject }) => [to, subject])).toEqual([
      [owner.person.email, expect.stringContaining('nouveau nom accepté')],
    ]);
    // An accepted name is published only when the partner publishes with their second factor.
    expect((await live())?.displayName).toBe(qualifiedName);
    const ready = await page();
    expect(ready.text).toContain(`Le nom « ${otherName} » est accepté`);
    expect(ready.html).toContain(`value="${otherName}"`);
    await save({});
    await publish();
    expect((await live())?.displayName).toBe(otherName);
  });

  it('stays the former one when it was refused, and the partner gets the reason', async () => {
    await save(addresses);
    await activate();
    await save({ displayName: otherName });
    expect((await decide('refused')).status).toBe(422);
    await portal.mails();
    expect((await decide('refused', 'Ce n’est pas l’administration fiscale')).text).toContain('refusé');
    expect((await portal.mails())[0]?.text).toContain('Ce n’est pas l’administration fiscale');
    expect((await page()).text).not.toContain('attend un chargé');
    await save({ displayName: otherName });
    await publish();
    expect((await live())?.displayName).toBe(qualifiedName);
  });

  it('has one pending change at a time: the latest one', async () => {
    await save({ ...addresses, displayName: 'Premier nom' });
    await save({ displayName: 'Second nom' });
    const waiting = (await portal.store.portal.approvals.open()).filter(
      ({ detail }) => detail.serviceId === scene.service.id,
    );
    expect(waiting.map(({ detail }) => detail.name)).toEqual(['Second nom']);
  });

  it('is not published when it was written into the draft without the form', async () => {
    await save(addresses);
    await activate();
    await save({ siteUrl: 'https://www.familles.example/' });
    const hub = { platform: 'standard', environment: 'production' } as const;
    const tables = portal.store.portal;
    const access = await tables.clientRegistrations.findFor(scene.service.id, hub);
    const draft = await tables.registrationDrafts.draftOf(access?.id ?? '');
    if (draft === undefined) throw new Error('no draft');
    await tables.registrationDrafts.save({
      id: draft.id,
      form: { ...draft.form, displayName: otherName },
      expectedVersion: draft.version,
      by: owner.person.id,
      atMs: portal.clock.now(),
    });
    const again = await tables.registrationDrafts.draftOf(access?.id ?? '');
    const csrf = csrfToken(owner.sessionSecret, `production.publish:${scene.service.id}.standard`);
    const forced = await owner.browser.post(`${scene.path}/publish`, { csrf, version: `${again?.version}` });
    expect(forced.status).toBe(409);
    expect((await live())?.displayName).toBe(qualifiedName);
  });

  it('is decided neither by an officer of the same organisation nor by operators', async () => {
    await save({ ...addresses, displayName: otherName });
    const { organisationId } = scene.service;
    const own = await portal.as({ platformRoles: ['qualification-officer'] });
    await portal.store.portal.memberships.put({ organisationId, personId: own.person.id, role: 'reader' });
    expect((await own.browser.get('/qualifications/names')).text).toContain('Votre organisation');
    const [approval] = (await portal.store.portal.approvals.open()).filter(
      ({ detail }) => detail.serviceId === scene.service.id,
    );
    const id = approval?.id ?? '';
    const forced = (who: TestPerson, path: string, form: string) =>
      who.browser.post(`${path}/${id}`, {
        csrf: csrfToken(who.sessionSecret, `${form}:${id}`),
        verdict: 'approved',
      });
    expect((await forced(own, '/qualifications/names', 'qualification.decide-name')).status).toBe(403);
    const operator = await portal.as({ platformRoles: ['operator'] });
    expect((await forced(operator, '/qualifications/names', 'qualification.decide-name')).status).toBe(403);
    expect(
      (await forced(operator, '/administration/approvals', 'administration.decide-approval')).status,
    ).toBe(404);
    expect((await operator.browser.get('/administration/approvals')).text).not.toContain(otherName);
  });
});
