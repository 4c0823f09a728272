/**
 * security.md 13, in the partner space: steps skipped, repeated, out of order, empty or sent twice, and required
 * checkboxes left unticked.
 */
import { csrfToken } from '@garance/web/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aQualificationScene } from '../objects/qualification/testing/qualification-scene.ts';
import { goodForm } from '../objects/registration/testing/integration-scene.ts';
import { aFilledRequest, completeAnswers } from '../objects/request/testing/filled-request.ts';
import { createTestPortal, type TestPerson, type TestPortal } from '../testing/portal-fixture.ts';

const hub = { platform: 'standard', environment: 'integration' } as const;

describe('attack 13: transitions of the partner space out of order', () => {
  let portal: TestPortal;
  let reviewer: TestPerson;
  beforeAll(async () => {
    portal = await createTestPortal();
    reviewer = await portal.as({ platformRoles: ['legal-reviewer'] });
  });
  afterAll(() => portal.close());

  /** Sends a form that no page has shown, with a valid CSRF token. */
  const force = ({ browser, sessionSecret }: TestPerson, path: string, form: string, fields = {}) =>
    browser.post(path, { ...fields, csrf: csrfToken(sessionSecret, form) });

  async function aDraft(answers = completeAnswers('standard')) {
    const organisation = await portal.organisation();
    const owner = await portal.as({ organisation });
    const made = await aFilledRequest(portal, { organisation, ownerId: owner.person.id, answers });
    const { id } = made.request;
    const submit = async () =>
      force(owner, `/requests/${id}/events/submit`, `habilitation.submit:${id}`, {
        version: `${(await made.read()).version}`,
      });
    const events = async () =>
      (await portal.store.portal.history.list('request', id)).map(({ event }) => event);
    return { ...made, id, owner, submit, events };
  }

  it.each(['/sign-in/code', '/sign-in/name', '/second-factor', '/account', '/services'])(
    'signing in: %s does not open before the steps that come first',
    async (path) => {
      expect((await portal.browser().get(path)).url).toMatch(/^\/sign-in($|\?)/);
    },
  );

  it.each([
    ['/sign-in/code', { code: '123456' }],
    ['/sign-in/name', { name: 'Personne' }],
  ])('signing in: %s sent first gives no session', async (path, fields) => {
    const browser = portal.browser();
    await browser.get('/sign-in');
    await browser.post(path, fields);
    expect((await browser.get('/services')).url).toMatch(/^\/sign-in/);
  });

  it('a request is not submitted while a form step is empty or a required box is not ticked', async () => {
    const { commitments: _, ...unticked } = completeAnswers('standard');
    const { people: __, ...withoutPeople } = completeAnswers('standard');
    for (const answers of [unticked, withoutPeople, {}]) {
      const { submit, read } = await aDraft(answers);
      expect((await submit()).status).toBe(409);
      expect((await read()).state).toBe('draft');
    }
  });

  it('a request submitted twice, at once or later, is submitted once, with one mail each', async () => {
    const { submit, events } = await aDraft();
    await portal.mails();
    const answers = await Promise.all([submit(), submit()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect((await submit()).status).toBe(409);
    expect(await events()).toEqual(['create', 'submit']);
    const sentMails = (await portal.mails()).map(({ to, subject }) => `${to} ${subject}`);
    expect(new Set(sentMails).size).toBe(sentMails.length);
  });

  it('a decision needs a submission and a confirmation, and of two one is taken', async () => {
    const { id, submit, read, events } = await aDraft();
    const decide = async (event: string, fields: Record<string, string> = { confirm: 'yes' }) =>
      force(reviewer, `/review/${id}/decide/${event}`, `review.decide:${id}`, {
        version: `${(await read()).version}`,
        reason: 'Une raison.',
        ...fields,
      });
    expect((await decide('approve')).status).toBeGreaterThanOrEqual(400);
    expect((await read()).state).toBe('draft');
    await submit();
    expect((await decide('approve', {})).status).toBe(422);
    const answers = await Promise.all([decide('approve'), decide('refuse')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect(await events()).toHaveLength(3);
  });

  it('a registration needs a habilitation and a review page, and is published once', async () => {
    const scene = await aQualificationScene(portal);
    const member = await scene.member('owner');
    const base = `/services/${scene.service.id}/standard/integration`;
    expect((await member.browser.get(`${base}/registration`)).status).toBe(409);
    await scene.habilitate('standard');
    await member.browser.get(base);
    const access = await portal.store.portal.clientRegistrations.findFor(scene.service.id, hub);
    const publish = `integration.publish:${access?.id}`;
    const unwritten = await force(member, `${base}/publish`, publish, { version: '1' });
    expect(unwritten.status).toBeGreaterThanOrEqual(400);
    const form = await member.browser.get(`${base}/registration`);
    const review = await member.browser.submit(form, goodForm, { form: 'name="redirectUris"' });
    const send = () => member.browser.submit(review, {}, { form: '/publish' });
    await Promise.all([send(), send()]);
    await send();
    const current = await portal.store.portal.registrationDrafts.current(scene.service.id, hub);
    expect(current?.version).toBe(1);
  });

  it('a production is activated only once it is opened, and has a secret only once it is activated', async () => {
    const scene = await aQualificationScene(portal);
    await scene.prepare('standard');
    const strong = await scene.member('owner', true);
    const path = `/services/${scene.service.id}/standard/production`;
    const form = (verb: string) => `production.${verb}:${scene.service.id}.standard`;
    const steps = { activate: { version: '0', draftVersion: '1' }, secret: { overlap: '7' }, publish: {} };
    for (const [verb, fields] of Object.entries(steps)) {
      const answer = await force(strong, `${path}/${verb}`, form(verb), fields);
      expect(answer.status, verb).toBeGreaterThanOrEqual(400);
    }
    expect(await portal.store.registrations.listPublished({ ...hub, environment: 'production' })).toEqual([]);
    expect(await portal.store.portal.productions.findFor(scene.service.id, 'standard')).toBeUndefined();
  });

  it('a qualification is not submitted while an item lacks its evidence', async () => {
    const scene = await aQualificationScene(portal);
    await scene.publishIntegration('standard');
    const form = `qualification.submit:${scene.service.id}.standard`;
    const answer = await force(scene.owner, `${scene.pathOf('standard')}/submit`, form, { version: '0' });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect((await scene.qualification('standard'))?.state ?? 'open').toBe('open');
  });
});
