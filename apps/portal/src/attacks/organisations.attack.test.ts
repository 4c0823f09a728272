/**
 * security.md 24: organisations claimed by impostors, invitations that lower a role, open invitations of a removed
 * owner.
 * For proofs by DataPass and by professional accounts see datapass/organisations.test.ts and professional.test.ts.
 */
import { randomBytes } from 'node:crypto';
import { csrfToken } from '@garance/web/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Organisation } from '../objects/account/tables/accounts.ts';
import { luhnSum } from '../objects/form/siret.ts';
import { partnerRoles } from '../objects/lifecycle/lifecycle.ts';
import { takeCredentials } from '../objects/organisation/proof.ts';
import {
  createIntegrationScene,
  createPortalInWorld,
  goodForm,
  type IntegrationScene,
} from '../objects/registration/testing/integration-scene.ts';
import { aFilledRequest } from '../objects/request/testing/filled-request.ts';
import { createTestPortal, type TestPerson, type TestPortal } from '../testing/portal-fixture.ts';

const siret = '13002526500013';

describe('attack 24: a SIRET named by a person without proof', () => {
  let portal: TestPortal;
  let reviewer: TestPerson;
  beforeAll(async () => {
    portal = await createTestPortal();
    reviewer = await portal.as({ platformRoles: ['legal-reviewer'] });
  });
  afterAll(() => portal.close());

  const add = async (who: TestPerson, claimedSiret = siret, name = 'Direction interministérielle') =>
    who.browser.submit(await who.browser.get('/organisations/new'), {
      siret: claimedSiret,
      name,
      address: '20 avenue de Ségur, 75007 Paris',
    });
  const unproven = async (name = 'Squat') => {
    const owner = await portal.as();
    const organisation = await portal.organisation({ proven: false, name, createdBy: owner.person.id });
    const { memberships } = portal.store.portal;
    await memberships.put({ organisationId: organisation.id, personId: owner.person.id, role: 'owner' });
    return { owner, organisation };
  };
  const submitted = async (organisation: Organisation, owner: TestPerson) => {
    const made = await aFilledRequest(portal, { organisation, ownerId: owner.person.id });
    const page = await owner.browser.get(`/requests/${made.request.id}/events/submit`);
    await owner.browser.submit(page, {}, { form: '/events/submit' });
    expect((await made.read()).state).toBe('submitted');
    return made;
  };
  const prove = async (requestId: string, who = reviewer) => {
    const page = await who.browser.get(`/review/${requestId}/organisation`);
    return who.browser.submit(page, { seen: 'Appel au standard publié.', looked: 'yes' });
  };
  const approve = async (requestId: string) => {
    const page = await reviewer.browser.get(`/review/${requestId}/decide/approve`);
    return page.html.includes('name="confirm"') ? reviewer.browser.submit(page, { confirm: 'yes' }) : page;
  };

  it('gets the same answer whether an organisation with it is proven, unproven or absent', async () => {
    const pages: string[] = [];
    await portal.organisation({ siret: '99900000100019' });
    await portal.organisation({ siret: '99900000200017', proven: false });
    for (const otherSiret of ['99900000100019', '99900000200017', '99900000300015']) {
      const { text, status } = await add(await portal.as({ name: 'Une Curieuse' }), otherSiret);
      expect(status).toBe(200);
      pages.push(text.replaceAll(otherSiret, 'SIRET').replaceAll(/person-\w+@/g, '@'));
    }
    expect(new Set(pages).size).toBe(1);
    expect(pages[0]).toContain('pas encore vérifiée');
  });

  it('grants nothing: the request can be submitted, and is not approved before an officer has verified the organisation', async () => {
    const { owner, organisation } = await unproven();
    const { request, read, service } = await submitted(organisation, owner);
    const theirs = await owner.browser.get(`/requests/${request.id}`);
    expect(theirs.text).toContain('Votre organisation n’est pas encore vérifiée');
    const review = await reviewer.browser.get(`/review/${request.id}`);
    expect(review.text).toContain('la demande ne peut pas être validée avant');
    const refused = await approve(request.id);
    expect(refused.text).toContain('Vérifier l’organisation');
    expect(refused.html).not.toContain('name="confirm"');
    const { browser, sessionSecret } = reviewer;
    const forced = await browser.post(`/review/${request.id}/decide/approve`, {
      csrf: csrfToken(sessionSecret, `review.decide:${request.id}`),
      confirm: 'yes',
      version: `${(await read()).version}`,
    });
    expect(forced.status).toBe(409);
    expect((await read()).state).toBe('submitted');
    expect(await portal.store.portal.habilitations.inForce(service.id, 'standard')).toBeUndefined();
  });

  it('is proven when a reviewer states the evidence, and the request can then be approved', async () => {
    const { owner, organisation } = await unproven('Commune honnête');
    const { request, read } = await submitted(organisation, owner);
    const page = await reviewer.browser.get(`/review/${request.id}/organisation`);
    expect(page.text).toContain(owner.person.email);
    const silent = await reviewer.browser.submit(page, { seen: '', looked: [] });
    expect(silent.status).toBe(422);
    expect(silent.text).toContain('À remplir : Ce que vous avez vérifié, et comment');
    expect(silent.text).toContain('Cochez la case');
    await portal.mails();
    expect((await prove(request.id)).text).toContain('L’organisation est vérifiée');
    expect((await portal.mails()).map(({ to }) => to)).toEqual([owner.person.email]);
    const [entry] = await portal.store.portal.audit.list({ limit: 1 });
    expect(entry).toMatchObject({
      action: 'organisation.prove',
      actor: reviewer.person.id,
      objectId: organisation.id,
      detail: { by: 'officer', reason: 'Appel au standard publié.', siret: organisation.siret },
    });
    expect((await approve(request.id)).text).toContain('La demande est validée');
    expect((await read()).state).toBe('validated');
  });

  it('belongs to the organisation that was proven: the others lose it, are notified, and pass nothing on', async () => {
    const impostors = [await portal.as(), await portal.as()];
    for (const impostor of impostors) await add(impostor, siret, 'Faux');
    const claimants = await portal.store.portal.organisations.claimants(siret);
    expect(claimants).toHaveLength(2);
    const link = { secret: 'link-of-a-squatter', lifetimeMs: 3_600_000, role: 'owner' } as const;
    await portal.store.portal.invitations.create({
      ...link,
      organisationId: claimants[0]?.id ?? '',
      email: 'complice@evil.example',
      invitedBy: impostors[0]?.person.id ?? '',
    });
    const owner = await portal.as();
    await add(owner, siret, 'Vraie');
    const organisation = (await portal.store.portal.organisations.claimants(siret)).find(
      ({ createdBy }) => createdBy === owner.person.id,
    );
    if (organisation === undefined) throw new Error('the organisation was not added');
    const { request } = await submitted(organisation, owner);
    await portal.mails();
    await prove(request.id);
    const { organisations, memberships, invitations } = portal.store.portal;
    expect((await organisations.findProven(siret))?.id).toBe(organisation.id);
    expect(await organisations.claimants(siret)).toEqual([]);
    expect((await memberships.list(organisation.id)).map(({ person }) => person.id)).toEqual([
      owner.person.id,
    ]);
    for (const { id } of claimants) {
      expect(await organisations.find(id)).not.toHaveProperty('siret');
      expect(await invitations.openOf(id)).toEqual([]);
    }
    const notices = (await portal.mails()).filter(({ text }) => text.includes('que Faux avait indiqué'));
    expect(notices.map(({ to }) => to).sort()).toEqual(impostors.map(({ person }) => person.email).sort());
    const first = impostors.find(({ person }) => person.id === claimants[0]?.createdBy);
    const page = await first?.browser.get(`/organisations/${claimants[0]?.id}`);
    expect(page?.text).toContain('appartient à une autre');
  });

  it('cannot be proven a second time, nor after it was lost', async () => {
    const { owner, organisation } = await unproven();
    const { request } = await submitted(organisation, owner);
    const proven = await portal.organisation({ siret: organisation.siret ?? '' });
    const page = await reviewer.browser.get(`/review/${request.id}/organisation`);
    expect(page.text).toContain('Une autre organisation est déjà vérifiée pour ce SIRET');
    expect(page.html).not.toContain('name="looked"');
    expect((await approve(request.id)).html).not.toContain('name="confirm"');
    await portal.store.portal.organisations.dropSiret(organisation.id);
    const lost = await reviewer.browser.get(`/review/${request.id}/organisation`);
    expect(lost.text).toContain('n’a plus de SIRET');
    expect((await portal.store.portal.organisations.findProven(proven.siret ?? ''))?.id).toBe(proven.id);
  });

  it('can be named by one account for five unproven organisations at most', async () => {
    const who = await portal.as();
    const sirets = ['1', '2', '3', '4', '5', '6'].map((digit) => {
      const body = `998877665544${digit}`;
      return `${body}${(10 - (luhnSum(`${body}0`) % 10)) % 10}`;
    });
    const answers = [];
    for (const otherSiret of sirets) answers.push(await add(who, otherSiret, 'Une de plus'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 422]);
    expect(answers.at(-1)?.text).toContain('Vous avez déjà ajouté 5 organisations');
    expect(await portal.store.portal.organisations.countUnprovenBy(who.person.id)).toBe(5);
    // Removed organisations no longer count towards the limit of unproven ones, but still towards the limit of a day.
    for (const otherSiret of sirets) {
      for (const { id } of await portal.store.portal.organisations.claimants(otherSiret)) {
        await portal.store.portal.organisations.setRemoved(id, 1);
      }
    }
    const limited = await add(who, sirets[5] ?? '', 'Encore');
    expect(limited.status).toBe(429);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('attack 24: credentials of an organisation that is not proven, or no longer', () => {
  const hub = { platform: 'standard', environment: 'integration' } as const;
  const publish = async (scene: IntegrationScene) => {
    const { browser } = await scene.member();
    const base = `/services/${scene.service.id}/standard/integration`;
    const review = await browser.submit(await browser.get(`${base}/registration`), goodForm);
    return { browser, base, end: await browser.submit(review, {}, { form: '/publish' }) };
  };

  it('are not published, whatever habilitation the registration has', async () => {
    const scene = await createIntegrationScene(await createPortalInWorld(), { proven: false });
    await scene.habilitate('standard');
    const { end } = await publish(scene);
    expect(end.status).toBe(409);
    expect(end.text).toContain('Cette organisation n’est pas encore vérifiée');
    expect(await scene.store.registrations.listPublished(hub)).toEqual([]);
    await scene.close();
  });

  it('end when the organisation loses its SIRET, on the hub too, and an operator cannot resume them', async () => {
    const scene = await createIntegrationScene(await createPortalInWorld());
    const { clientRegistrations, clientSecrets, registrationDrafts, organisations } = scene.store.portal;
    await scene.habilitate('standard');
    const { browser, base } = await publish(scene);
    await browser.submit(await browser.get(`${base}/secrets`), { label: 'a' }, { form: '/secrets"' });
    const access = await clientRegistrations.findFor(scene.service.id, hub);
    const current = () => registrationDrafts.current(scene.service.id, hub);
    expect(await current()).toMatchObject({ status: 'active', auth: { secretHashes: [{}] } });
    await scene.store.portal.transaction((tables) =>
      takeCredentials(tables, scene.deps, { organisationId: scene.organisation.id, reason: 'Perdu' }),
    );
    expect(await current()).toMatchObject({ status: 'suspended', auth: { secretHashes: [] } });
    expect(await clientSecrets.valid(access?.id ?? '', scene.clock.now())).toEqual([]);
    await organisations.setBlocked(scene.organisation.id, { atMs: 1, reason: 'Fraude' });
    const operator = await scene.as({ platformRoles: ['operator'] });
    const page = await operator.browser.get(`/administration/services/${access?.id}`);
    const resumed = await operator.browser.submit(page, { reason: 'Encore' }, { form: '/resume' });
    expect(resumed.status).toBe(409);
    expect(await current()).toMatchObject({ status: 'suspended' });
    await scene.close();
  });
});

describe('attack 24: invitations', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await createTestPortal();
  });
  afterAll(() => portal.close());

  const link = async (
    organisation: Organisation,
    email: string,
    more: { role: string; invitedBy: string },
  ) => {
    const secret = randomBytes(32).toString('base64url');
    await portal.store.portal.invitations.create({
      secret,
      organisationId: organisation.id,
      email,
      lifetimeMs: 3_600_000,
      ...more,
      role: more.role as 'reader',
    });
    return `/invitations/${secret}`;
  };
  const roleOf = async (organisation: Organisation, who: TestPerson) =>
    (await portal.store.portal.memberships.list(organisation.id)).find(
      ({ person }) => person.id === who.person.id,
    )?.role;

  it.each(partnerRoles.flatMap((held) => partnerRoles.map((offered) => [held, offered] as const)))(
    'a %s who accepts an invitation as %s keeps the role with more rights',
    async (held, offered) => {
      const organisation = await portal.organisation();
      const owner = await portal.as({ organisation });
      const member = await portal.as({ organisation, role: held });
      const invited = { role: offered, invitedBy: owner.person.id };
      const page = await member.browser.get(await link(organisation, member.person.email, invited));
      await member.browser.submit(page);
      const greater = [held, offered].sort((a, b) => partnerRoles.indexOf(a) - partnerRoles.indexOf(b))[0];
      expect(await roleOf(organisation, member)).toBe(greater);
    },
  );

  it.each([
    ['is removed', '/remove"', {}],
    ['is given another role', '/role"', { role: 'contributor' }],
  ])('of an owner who %s are withdrawn with it', async (_, form, fields) => {
    const organisation = await portal.organisation();
    const owner = await portal.as({ organisation });
    const leaving = await portal.as({ organisation });
    const friend = await portal.as();
    const path = await link(organisation, friend.person.email, {
      role: 'owner',
      invitedBy: leaving.person.id,
    });
    const kept = await portal.as();
    const other = await link(organisation, kept.person.email, { role: 'reader', invitedBy: owner.person.id });
    const page = await owner.browser.get(`/organisations/${organisation.id}/members/${leaving.person.id}`);
    await owner.browser.submit(page, fields, { form });
    expect((await friend.browser.get(path)).status).toBe(404);
    expect((await kept.browser.get(other)).status).toBe(200);
  });

  it('of an owner who leaves or hands over are withdrawn with it', async () => {
    for (const how of ['/leave"', '/hand-over"']) {
      const organisation = await portal.organisation();
      const leaving = await portal.as({ organisation });
      const newOwner = await portal.as({ organisation });
      const friend = await portal.as();
      const invited = { role: 'owner', invitedBy: leaving.person.id };
      const path = await link(organisation, friend.person.email, invited);
      const home = `/organisations/${organisation.id}`;
      const where = how === '/leave"' ? home : `${home}/members/${newOwner.person.id}`;
      await leaving.browser.submit(await leaving.browser.get(where), {}, { form: how });
      expect([how, (await friend.browser.get(path)).status]).toEqual([how, 404]);
    }
  });

  it('give no membership when their sender is no longer an owner, whatever the stored row says', async () => {
    const organisation = await portal.organisation();
    await portal.as({ organisation });
    const gone = await portal.as();
    const friend = await portal.as();
    const path = await link(organisation, friend.person.email, { role: 'owner', invitedBy: gone.person.id });
    const page = await friend.browser.get(path);
    expect((await friend.browser.submit(page)).status).toBe(404);
    expect(await roleOf(organisation, friend)).toBeUndefined();
  });

  it('of an organisation that is blocked or removed cannot be accepted', async () => {
    const organisation = await portal.organisation();
    const owner = await portal.as({ organisation });
    const friend = await portal.as();
    const invited = { role: 'reader', invitedBy: owner.person.id };
    const path = await link(organisation, friend.person.email, invited);
    const { organisations } = portal.store.portal;
    await organisations.setBlocked(organisation.id, { atMs: 1, reason: 'Fraude' });
    expect((await friend.browser.get(path)).status).toBe(404);
    await organisations.setBlocked(organisation.id, undefined);
    expect((await friend.browser.get(path)).status).toBe(200);
    await organisations.setRemoved(organisation.id, 1);
    expect((await friend.browser.get(path)).status).toBe(404);
  });
});
