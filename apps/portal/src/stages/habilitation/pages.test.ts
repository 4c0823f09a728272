import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Organisation } from '../../objects/account/tables/accounts.ts';
import { aFilledRequest, aService, completeAnswers } from '../../objects/request/testing/filled-request.ts';
import { currentTerms } from '../../objects/service/terms.ts';
import { createTestPortal, type TestPerson, type TestPortal } from '../../testing/portal-fixture.ts';

describe('filling in a habilitation request', () => {
  let portal: TestPortal;
  let organisation: Organisation;
  let camille: TestPerson;
  beforeAll(async () => {
    portal = await createTestPortal();
    organisation = await portal.organisation();
    camille = await portal.as({ organisation, name: 'Camille Propriétaire' });
  });
  afterAll(() => portal.close());

  const path = '/eligibility/questions';
  const eligible = { audience: 'citizens', who: 'public' };

  it('begins with the rules, then shows the decision on eligibility at once', async () => {
    const anyone = portal.browser();
    const rules = await anyone.get('/eligibility');
    expect(rules.text).toContain('Une déconnexion toujours visible');
    const yes = await anyone.submit(await anyone.get(path), eligible);
    expect(yes.text).toContain('Votre service est éligible');
    const no = await anyone.submit(await anyone.get(path), {
      audience: 'citizens',
      who: 'private',
      ground: 'other',
    });
    expect(no.text).toContain('n’est pas éligible');
    const professionals = await anyone.submit(await anyone.get(path), {
      audience: 'professionals',
      who: 'public',
    });
    expect(professionals.text).toContain('ProConnect');
    const unanswered = await anyone.submit(await anyone.get(path), { audience: 'citizens' });
    expect(unanswered.status).toBe(422);
    expect(unanswered.html).toContain('href="#who"');
  });

  it('goes from a new service to a submitted request, keeping every answer', async () => {
    const { browser, person } = await portal.as({ organisation, name: 'Noa Premier' });
    const form = await browser.get('/services/new?audience=citizens&who=public');
    const refused = await browser.submit(form, { name: 'Stationnement' });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('value="Stationnement"');
    const service = await browser.submit(form, { name: 'Stationnement', terms: currentTerms.version });
    expect(service.text).toContain('FranceConnect+');
    const [acceptance] = await portal.store.portal.termsAcceptances.ofPerson(person.id);
    expect(acceptance).toMatchObject({ version: currentTerms.version, acceptedAtMs: portal.clock.now() });
    const request = await browser.submit(service, {}, { form: 'value="standard"' });
    expect(request.url).toMatch(/^\/requests\/[0-9a-f-]{36}$/);
    let page = await browser.get(`${request.url}/steps/organisation`);
    expect(page.text).toContain(organisation.siret);
    for (const [step, fields] of Object.entries(completeAnswers('standard'))) {
      expect(page.url).toBe(`${request.url}/steps/${step}`);
      page = await browser.submit(page, { ...fields, go: 'next' });
    }
    expect(page.url).toBe(request.url);
    const confirm = await browser.get(`${request.url}/events/submit`);
    expect(confirm.text).toContain('Envoyer la carte');
    const sent = await browser.submit(confirm);
    expect(sent.text).toContain('L’équipe répond au plus tard le 10 novembre 2026');
    const id = request.url.slice('/requests/'.length);
    const stored = await portal.store.portal.requests.find(id);
    expect(stored?.answers).toMatchObject(completeAnswers('standard'));
    expect(stored?.answers.organisation).toMatchObject({ siret: organisation.siret });
  });

  it('keeps wrong values in a draft, with the error beside the field and in the summary', async () => {
    const { request } = await aFilledRequest(portal, {
      organisation,
      ownerId: camille.person.id,
      answers: {},
    });
    const url = `/requests/${request.id}/steps/people`;
    const page = await camille.browser.submit(await camille.browser.get(url), {
      technical_phone: '01 23 45 67 89',
      controller_name: 'Claude "<Maire>"',
      go: 'next',
    });
    expect(page.status).toBe(422);
    expect(page.html).toContain('href="#technical_phone"');
    expect(page.html).toContain('id="technical_phone-error"');
    const again = await camille.browser.get(url);
    expect(again.html).toContain('value="01 23 45 67 89"');
    expect(again.html).not.toContain('<Maire>');
    const later = await camille.browser.submit(again, { go: 'later' });
    expect(later.url).toBe(`/requests/${request.id}`);
  });

  it('shows the second of two writers both values, and keeps both', async () => {
    const { request, read } = await aFilledRequest(portal, { organisation, ownerId: camille.person.id });
    const dominique = await portal.as({ organisation, role: 'contributor', name: 'Dominique' });
    const url = `/requests/${request.id}/steps/project`;
    const [first, second] = [await camille.browser.get(url), await dominique.browser.get(url)];
    await camille.browser.submit(first, { description: 'Écrit par Camille', go: 'later' });
    const conflict = await dominique.browser.submit(second, {
      description: 'Écrit par Dominique',
      go: 'later',
    });
    expect(conflict.status).toBe(409);
    expect(conflict.text).toContain('Écrit par Camille');
    expect(conflict.text).toContain('Écrit par Dominique');
    expect((await read()).answers.project).toMatchObject({ description: 'Écrit par Camille' });
    await dominique.browser.submit(conflict, { description: 'Écrit ensemble', go: 'later' });
    expect((await read()).answers.project).toMatchObject({ description: 'Écrit ensemble' });
    expect((await dominique.browser.get(url)).text).toContain('Enregistré par Dominique');
  });

  it('fills in the template text when it is chosen', async () => {
    const { request, read } = await aFilledRequest(portal, {
      organisation,
      ownerId: camille.person.id,
      answers: {},
    });
    const page = await camille.browser.get(`/requests/${request.id}/steps/legal`);
    const next = await camille.browser.submit(page, { template: 'arrete_2018', go: 'next' });
    expect(next.url).toContain('/steps/level');
    expect((await read()).answers.legal?.url).toContain('JORFTEXT000037611479');
  });

  it('requires for plus an information security officer, a reason for the level, and a justification above 36 months', async () => {
    const answers = completeAnswers('plus');
    const { request } = await aFilledRequest(portal, {
      organisation,
      ownerId: camille.person.id,
      platform: 'plus',
      answers: {
        ...answers,
        level: { level: 'eidas2' },
        personal_data: { ...answers.personal_data, retention_months: '37' },
        people: { ...answers.people, security_email: '' },
      },
    });
    const page = await camille.browser.get(`/requests/${request.id}/events/submit`);
    expect(page.text).toContain('Il manque des réponses');
    for (const step of ['level', 'personal_data', 'people']) {
      const checked = await camille.browser.submit(
        await camille.browser.get(`/requests/${request.id}/steps/${step}`),
        { go: 'next' },
      );
      expect(checked.status, step).toBe(422);
    }
    expect(page.html).not.toContain('name="version"');
  });

  it('moves a first draft to the other platform with its level, unless that has a request', async () => {
    const service = await aService(portal, organisation);
    const options = { organisation, ownerId: camille.person.id, service };
    const { request, read } = await aFilledRequest(portal, options);
    const level = () => camille.browser.get(`/requests/${request.id}/steps/level`);
    await camille.browser.submit(await level(), { level: 'eidas2', go: 'later' });
    expect(await read()).toMatchObject({ platform: 'plus', level: 'eidas2' });
    await aFilledRequest(portal, options);
    const refused = await camille.browser.submit(await level(), { level: 'eidas1', go: 'later' });
    expect(refused.status).toBe(422);
    expect(await read()).toMatchObject({ platform: 'plus', level: 'eidas2' });
  });

  it('security 16: shows partners’ texts as text on every page, in mails and in files', async () => {
    const script = '<script>alert(1)</script>"\' onx=1';
    const answers = completeAnswers('standard');
    const { request } = await aFilledRequest(portal, {
      organisation,
      ownerId: camille.person.id,
      answers: {
        ...answers,
        project: { name: script, description: script },
        legal: { template: 'other', nature: script, url: 'javascript:alert(1)' },
      },
    });
    const url = `/requests/${request.id}`;
    await camille.browser.submit(await camille.browser.get(url), { text: script }, { form: 'name="text"' });
    for (const path of [
      url,
      `${url}/steps/project`,
      `${url}/steps/legal`,
      `${url}/events/submit`,
      `${url}/print`,
    ]) {
      const { html } = await camille.browser.get(path);
      expect(html, path).not.toContain('<script>alert');
      expect(html, path).not.toContain('href="javascript');
    }
    for (const mail of await portal.mails()) expect(mail.html).not.toContain('<script>');
    const legal = await camille.browser.submit(await camille.browser.get(`${url}/steps/legal`), {
      go: 'next',
    });
    expect(legal.html).toContain('id="url-error"');
  });

  it('can be read as a list of questions, printed and exported', async () => {
    const questions = await portal.browser().get('/requests/questions?lang=en');
    expect(questions.text).toContain('Assurance level expected by your service');
    expect(questions.text).toContain('Required above 36 months');
    const { request } = await aFilledRequest(portal, { organisation, ownerId: camille.person.id });
    const printed = await camille.browser.get(`/requests/${request.id}/print`);
    expect(printed.text).toContain('Délibération du 3 mars 2026');
    const exported = await camille.browser.get(`/requests/${request.id}/export.json`);
    expect(exported.headers['content-disposition']).toContain('attachment');
    expect(JSON.parse(exported.html)).toMatchObject({
      format: 'garance-habilitation-request/1',
      answers: completeAnswers('standard'),
    });
  });

  it('has a discussion whose messages are stored once', async () => {
    const { request } = await aFilledRequest(portal, { organisation, ownerId: camille.person.id });
    await portal.mails();
    const page = await camille.browser.get(`/requests/${request.id}`);
    const message = { text: 'Quel texte citer ?' };
    const response = await camille.browser.submit(page, message, { form: 'name="text"' });
    await camille.browser.submit(page, message, { form: 'name="text"' });
    expect(response.text).toContain('Quel texte citer ?');
    expect(await portal.store.portal.discussion.list('request', request.id)).toHaveLength(1);
    expect(await portal.mails()).toHaveLength(1);
    await portal.store.portal.discussion.append({
      id: 'note',
      object: 'request',
      objectId: request.id,
      author: 'person-1',
      text: 'Note de l’équipe',
      internal: true,
      atMs: portal.clock.now(),
    });
    expect((await camille.browser.get(`/requests/${request.id}`)).text).not.toContain('Note de l’équipe');
  });

  it('can be archived, and another begun', async () => {
    const { request, service } = await aFilledRequest(portal, { organisation, ownerId: camille.person.id });
    const page = await camille.browser.submit(
      await camille.browser.get(`/requests/${request.id}/events/archive`),
    );
    expect(page.text).toContain('Archivée');
    const next = await camille.browser.submit(
      await camille.browser.get(`/services/${service.id}`),
      {},
      { form: 'value="standard"' },
    );
    expect(next.url).not.toBe(page.url);
    expect(next.status).toBe(200);
  });
});
