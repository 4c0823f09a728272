import { csrfToken } from '@garance/web/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partnerRoles } from '../../../objects/lifecycle/lifecycle.ts';
import { invitationDays } from '../../../objects/organisation/people.ts';
import { createTestPortal, type TestPerson, type TestPortal } from '../../../testing/portal-fixture.ts';
import type { TestBrowser, TestPage } from '../../../testing/test-browser.ts';

describe('organisations and their members', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await createTestPortal();
  });
  afterAll(() => portal.close());

  const inviteForm = '/invitations"';
  const invite = async (owner: TestPerson, organisationId: string, email: string, role = 'contributor') => {
    await portal.mails();
    const page = await owner.browser.get(`/organisations/${organisationId}/invite`);
    const end = await owner.browser.submit(page, { email, role }, { form: inviteForm });
    const [mail] = await portal.mails();
    const path =
      /http:\/\/localhost:3000(\/invitations\/[A-Za-z0-9_-]+)/.exec(mail?.text ?? '')?.[1] ?? 'none';
    return { end, mail, path };
  };
  const memberPage = (browser: TestBrowser, organisationId: string, personId: string) =>
    browser.get(`/organisations/${organisationId}/members/${personId}`);
  const rolesIn = async (organisationId: string) =>
    Object.fromEntries(
      (await portal.store.portal.memberships.list(organisationId)).map(({ person, role }) => [
        person.id,
        role,
      ]),
    );

  it('are added with their SIRET, checked by its key; the person who adds one becomes its owner', async () => {
    const { browser, person } = await portal.as();
    expect((await browser.get('/organisations')).text).toContain('aucune organisation');
    const page = await browser.get('/organisations/new');
    const fields = { siret: '130 025 265 00014', name: 'DINUM', address: '20 avenue de Ségur, 75007 Paris' };
    const refused = await browser.submit(page, fields);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Ce SIRET n’est pas valide');
    expect(refused.html).toContain('value="DINUM"');
    const made = await browser.submit(refused, { siret: '130 025 265 00013' });
    expect(made.text).toContain('L’organisation est ajoutée');
    expect(made.text).toContain('pas encore vérifiée');
    const [organisation] = await portal.store.portal.organisations.claimants('13002526500013');
    expect(organisation?.createdBy).toBe(person.id);
    expect(await rolesIn(organisation?.id ?? '')).toEqual({ [person.id]: 'owner' });
    expect((await browser.get('/organisations')).text).toContain('SIRET 13002526500013) À vérifier');
  });

  it('an invitation is a personal link: it works once, for its address, through sign-in, in time', async () => {
    const organisation = await portal.organisation();
    const owner = await portal.as({ organisation });
    const { end, mail, path } = await invite(
      owner,
      organisation.id,
      'New.Colleague@Mairie.example',
      'technical-contact',
    );
    expect(end.text).toContain('L’invitation est envoyée');
    expect(mail?.to).toBe('new.colleague@mairie.example');
    const outsider = await portal.as();
    expect((await outsider.browser.get(path)).status).toBe(403);
    const browser = portal.browser();
    const signIn = await browser.get(path);
    expect(signIn.url).toBe(`/sign-in?next=${encodeURIComponent(path)}`);
    const codePage = await browser.submit(signIn, { email: 'new.colleague@mairie.example' });
    const code = /\b(\d{6})\b/.exec((await portal.mails()).at(-1)?.text ?? '')?.[1] ?? '';
    const namePage = await browser.submit(codePage, { code });
    const invitation = await browser.submit(namePage, { name: 'Nouvelle Collègue' });
    expect(invitation.url).toBe(path);
    expect(invitation.text).toContain('contact technique');
    const joined = await browser.submit(invitation);
    expect(joined.text).toContain('Vous faites maintenant partie');
    expect((await browser.get(path)).status).toBe(404);
    expect(Object.values(await rolesIn(organisation.id))).toEqual(['owner', 'technical-contact']);
  });

  it('an invitation ends: after its days, when withdrawn, and when another one is sent', async () => {
    const organisation = await portal.organisation();
    const owner = await portal.as({ organisation });
    const invited = await portal.as();
    const first = await invite(owner, organisation.id, invited.person.email);
    const second = await invite(owner, organisation.id, invited.person.email);
    expect((await invited.browser.get(first.path)).status).toBe(404);
    expect((await invited.browser.get(second.path)).status).toBe(200);
    const page = await owner.browser.get(`/organisations/${organisation.id}`);
    const withdrawn = await owner.browser.submit(page, {}, { form: '/withdraw"' });
    expect(withdrawn.text).toContain('L’invitation est annulée');
    expect((await invited.browser.get(second.path)).status).toBe(404);
    const third = await invite(owner, organisation.id, invited.person.email);
    portal.clock.advance(invitationDays * 24 * 3600 * 1000);
    const later = await portal.as({ email: invited.person.email });
    expect((await later.browser.get(third.path)).status).toBe(404);
    for (const guessed of ['/invitations/x', `/invitations/${'A'.repeat(43)}`, '/invitations/%00']) {
      expect([400, 404]).toContain((await later.browser.get(guessed)).status);
    }
  });

  it('fifty uses of one link at once make one member', async () => {
    const organisation = await portal.organisation();
    const { invitations } = portal.store.portal;
    const { person } = await portal.as();
    const { id } = await invitations.create({
      secret: 'parallel',
      organisationId: organisation.id,
      email: person.email,
      role: 'reader',
      invitedBy: 'system',
      lifetimeMs: 1000,
    });
    const uses = await Promise.all(Array.from({ length: 50 }, () => invitations.accept(id, person.id)));
    expect(uses.filter(Boolean)).toHaveLength(1);
  });

  it('roles are changed and members removed with effect at their next request, and they are notified', async () => {
    const organisation = await portal.organisation();
    const owner = await portal.as({ organisation });
    const member = await portal.as({ organisation, role: 'reader' });
    const page = await memberPage(owner.browser, organisation.id, member.person.id);
    const changed = await owner.browser.submit(page, { role: 'contributor' }, { form: '/role"' });
    expect(changed.text).toContain('Le rôle est changé');
    expect(await rolesIn(organisation.id)).toMatchObject({ [member.person.id]: 'contributor' });
    const removed = await owner.browser.submit(page, {}, { form: '/remove"' });
    expect(removed.text).toContain('La personne a été retirée');
    expect((await member.browser.get(`/organisations/${organisation.id}`)).status).toBe(404);
    expect((await portal.mails()).filter(({ to }) => to === member.person.email)).toHaveLength(2);
    const wrongRole = await owner.browser.submit(
      await memberPage(owner.browser, organisation.id, owner.person.id),
      { role: 'operator' },
      { form: '/role"' },
    );
    expect(wrongRole.status).toBe(422);
  });

  it('the last owner cannot leave, step down or be removed without naming another', async () => {
    const organisation = await portal.organisation();
    const owner = await portal.as({ organisation });
    const newOwner = await portal.as({ organisation, role: 'reader' });
    const home = await owner.browser.get(`/organisations/${organisation.id}`);
    expect((await owner.browser.submit(home, {}, { form: '/leave"' })).status).toBe(409);
    const own = await memberPage(owner.browser, organisation.id, owner.person.id);
    expect((await owner.browser.submit(own, { role: 'reader' }, { form: '/role"' })).status).toBe(409);
    expect(await rolesIn(organisation.id)).toMatchObject({ [owner.person.id]: 'owner' });
    const theirs = await memberPage(owner.browser, organisation.id, newOwner.person.id);
    const handed = await owner.browser.submit(theirs, {}, { form: '/hand-over"' });
    expect(handed.text).toContain('La propriété est confiée');
    expect(await rolesIn(organisation.id)).toEqual({
      [newOwner.person.id]: 'owner',
      [owner.person.id]: 'contributor',
    });
    const left = await owner.browser.submit(handed, {}, { form: '/leave"' });
    expect(left.text).toContain('Vous avez quitté l’organisation');
    expect(await rolesIn(organisation.id)).toEqual({ [newOwner.person.id]: 'owner' });
  });

  it('two owners who leave at once do not both succeed', async () => {
    const organisation = await portal.organisation();
    const owners = [await portal.as({ organisation }), await portal.as({ organisation })];
    const outcomes = await Promise.all(
      owners.map(({ person }) =>
        portal.store.portal.transaction((tables) => tables.memberships.remove(organisation.id, person.id)),
      ),
    );
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect(Object.values(await rolesIn(organisation.id))).toEqual(['owner']);
  });

  it('only owners manage, members read, other people get 404, whatever they send (security.md 17)', async () => {
    const organisation = await portal.organisation();
    const { id } = organisation;
    const owner = await portal.as({ organisation });
    const target = await portal.as({ organisation, role: 'reader' });
    const { id: targetId } = target.person;
    const pending = await portal.store.portal.invitations.create({
      secret: 'matrix',
      organisationId: id,
      email: 'pending@mairie.example',
      role: 'reader',
      invitedBy: owner.person.id,
      lifetimeMs: 3_600_000,
    });
    const managing: readonly (readonly [string, string, Record<string, string>])[] = [
      [`/organisations/${id}/invitations`, `account.invite:${id}`, { email: 'x@y.example', role: 'owner' }],
      [
        `/organisations/${id}/invitations/${pending.id}/withdraw`,
        `account.withdraw-invitation:${pending.id}`,
        {},
      ],
      [
        `/organisations/${id}/members/${targetId}/role`,
        `account.change-role:${id}:${targetId}`,
        { role: 'owner' },
      ],
      [`/organisations/${id}/members/${targetId}/remove`, `account.remove-member:${id}:${targetId}`, {}],
      [`/organisations/${id}/members/${targetId}/hand-over`, `account.hand-over:${id}:${targetId}`, {}],
    ];
    const before = await rolesIn(id);
    const sendAll = (browser: TestBrowser) =>
      Promise.all(
        managing.map(async ([path, form, fields]) => {
          const csrf = csrfToken(browser.session() ?? '', form);
          return (await browser.post(path, { ...fields, csrf })).status;
        }),
      );
    const looking = [`/organisations/${id}`, `/organisations/${id}/invite`];
    const look = async (browser: TestBrowser) => {
      const pages: TestPage[] = [];
      for (const path of looking) pages.push(await browser.get(path));
      return pages.map(({ status }) => status);
    };
    for (const role of partnerRoles.filter((candidate) => candidate !== 'owner')) {
      const member = await portal.as({ organisation, role });
      expect([role, await look(member.browser)]).toEqual([role, [200, 403]]);
      expect([role, await sendAll(member.browser)]).toEqual([role, managing.map(() => 403)]);
    }
    const elsewhere = await portal.as({ organisation: await portal.organisation(), role: 'owner' });
    expect(await look(elsewhere.browser)).toEqual([404, 404]);
    expect(await sendAll(elsewhere.browser)).toEqual(managing.map(() => 404));
    const staff = await portal.as({ platformRoles: ['legal-reviewer', 'operator'] });
    expect(await look(staff.browser)).toEqual([200, 403]);
    expect(await sendAll(staff.browser)).toEqual(managing.map(() => 403));
    expect(await sendAll(portal.browser())).toEqual(managing.map(() => 303));
    expect(await rolesIn(id)).toMatchObject(before);
    expect(await portal.store.portal.invitations.openOf(id)).toHaveLength(1);
    expect((await owner.browser.get('/organisations/not-an-id')).status).toBe(404);
  });

  it('script in a name is shown as text (security.md 16)', async () => {
    const attack = '<script>alert(1)</script>"><img src=x onerror=alert(1)>';
    const organisation = await portal.organisation({ name: attack, address: attack });
    const { browser } = await portal.as({ organisation, name: attack });
    for (const path of ['/account', '/organisations', `/organisations/${organisation.id}`]) {
      const { html } = await browser.get(path);
      expect(html).not.toContain('<script>alert');
      expect(html).not.toContain('<img src=x');
      expect(html).toContain('&lt;script>alert');
    }
  });
});
