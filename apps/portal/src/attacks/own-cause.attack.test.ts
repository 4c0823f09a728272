/**
 * security.md 26: reviewers and officers judge neither their own organisation nor what they submitted. Rights by role
 * are tested in the matrix.
 */
import { csrfToken } from '@garance/web/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlatformRole } from '../objects/lifecycle/lifecycle.ts';
import { aQualificationScene } from '../objects/qualification/testing/qualification-scene.ts';
import { aFilledRequest } from '../objects/request/testing/filled-request.ts';
import { createTestPortal, type TestPerson, type TestPortal } from '../testing/portal-fixture.ts';

describe('attack 26: officers and the cases of their own organisation', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await createTestPortal();
  });
  afterAll(() => portal.close());

  const force = ({ browser, sessionSecret }: TestPerson, path: string, form: string, fields = {}) =>
    browser.post(path, { ...fields, csrf: csrfToken(sessionSecret, form) });

  /** A reviewer whose own organisation has submitted a request. */
  const aRequestOf = async (role: PlatformRole) => {
    const organisation = await portal.organisation();
    const both = await portal.as({ organisation, platformRoles: [role] });
    const made = await aFilledRequest(portal, { organisation, ownerId: both.person.id });
    const page = await both.browser.get(`/requests/${made.request.id}/events/submit`);
    await both.browser.submit(page, {}, { form: '/events/submit' });
    expect((await made.read()).state).toBe('submitted');
    return { organisation, both, ...made };
  };
  const decide = async (who: TestPerson, id: string, event: string, version: number) =>
    force(who, `/review/${id}/decide/${event}`, `review.decide:${id}`, {
      version: `${version}`,
      reason: 'Une raison.',
      confirm: 'yes',
    });

  it.each(['approve', 'request_changes', 'refuse'])(
    'a reviewer does not %s the request of their own organisation, nor read what the team writes about it',
    async (event) => {
      const { both, request, read } = await aRequestOf('legal-reviewer');
      const page = await both.browser.get(`/review/${request.id}`);
      expect(page.status).toBe(403);
      expect(page.text).toContain('un collègue de l’équipe doit s’en charger');
      const { version } = await read();
      expect((await decide(both, request.id, event, version)).status).toBe(403);
      expect((await read()).state).toBe('submitted');
      const colleague = await portal.as({ platformRoles: ['legal-reviewer'] });
      expect((await decide(colleague, request.id, event, version)).status).toBe(303);
      expect((await read()).state).not.toBe('submitted');
    },
  );

  it('a reviewer who submitted a request does not decide on it after leaving the organisation or handing it over', async () => {
    const { both, request, read, organisation } = await aRequestOf('legal-reviewer');
    const newOwner = await portal.as({ organisation });
    await portal.store.portal.requests.update(request.id, { ownerId: newOwner.person.id });
    const { memberships } = portal.store.portal;
    expect(await memberships.remove(organisation.id, both.person.id)).toBe(true);
    expect((await both.browser.get(`/review/${request.id}`)).status).toBe(403);
    expect((await decide(both, request.id, 'approve', (await read()).version)).status).toBe(403);
    expect((await read()).state).toBe('submitted');
  });

  it('a reviewer who filled in one form step of a request does not decide on it', async () => {
    const organisation = await portal.organisation();
    const owner = await portal.as({ organisation });
    const helper = await portal.as({ organisation, role: 'contributor', platformRoles: ['legal-reviewer'] });
    const made = await aFilledRequest(portal, { organisation, ownerId: owner.person.id });
    const page = await helper.browser.get(`/requests/${made.request.id}/steps/project`);
    await helper.browser.submit(page, { description: 'Mieux dit.' }, { form: '/steps/project' });
    expect((await made.read()).stepEdits.project?.by).toBe(helper.person.id);
    await portal.store.portal.memberships.remove(organisation.id, helper.person.id);
    expect((await helper.browser.get(`/review/${made.request.id}`)).status).toBe(403);
  });

  it('a reviewer does not verify their own organisation', async () => {
    const organisation = await portal.organisation({ proven: false });
    const both = await portal.as({ organisation, platformRoles: ['legal-reviewer'] });
    const { request } = await aFilledRequest(portal, { organisation, ownerId: both.person.id });
    const path = `/review/${request.id}/organisation`;
    const form = `review.verify-organisation:${organisation.id}`;
    const fields = { seen: 'C’est moi.', looked: 'yes' };
    expect((await both.browser.get(path)).status).toBe(403);
    expect((await force(both, path, form, fields)).status).toBe(403);
    expect(await portal.store.portal.organisations.isProven(organisation.id)).toBe(false);
  });

  it('an officer decides neither on the qualification of their own organisation nor on one whose items they declared', async () => {
    const scene = await aQualificationScene(portal);
    await scene.prepare('standard');
    const { memberships, qualificationItems } = portal.store.portal;
    const { organisationId } = scene.service;
    const officer = await portal.as({ platformRoles: ['qualification-officer'] });
    const both = await portal.as({ platformRoles: ['qualification-officer'] });
    const organisation = await portal.store.portal.organisations.find(organisationId);
    if (organisation === undefined) throw new Error('no organisation');
    await memberships.put({ organisationId, personId: both.person.id, role: 'technical-contact' });
    const qualification = await scene.qualification('standard');
    const path = `/qualifications/${qualification?.id}`;
    const judge = (who: TestPerson) =>
      force(who, `${path}/items/secrets`, `qualification.judge-secrets:${qualification?.id}`, {
        verdict: 'accepted',
        version: '1',
      });
    expect((await officer.browser.get(path)).status).toBe(200);
    expect((await both.browser.get(path)).status).toBe(403);
    expect((await judge(both)).status).toBe(403);
    // The officer leaves the organisation after declaring an item.
    const items = await qualificationItems.list(qualification?.id ?? '');
    const declared = items.find(({ itemId }) => itemId === 'secrets');
    await qualificationItems.declare({
      qualificationId: qualification?.id ?? '',
      itemId: 'secrets',
      expectedVersion: declared?.version ?? 0,
      text: 'Rangés',
      link: '',
      by: both.person.id,
      atMs: 1,
    });
    await memberships.remove(organisationId, both.person.id);
    expect((await both.browser.get(path)).status).toBe(403);
    expect((await judge(both)).status).toBe(403);
    const decided = await force(both, `${path}/decision`, `qualification.decide:${qualification?.id}`, {
      event: 'accept',
      version: `${qualification?.version}`,
    });
    expect(decided.status).toBe(403);
  });
});
