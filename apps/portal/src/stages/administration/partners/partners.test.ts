import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Organisation } from '../../../objects/account/tables/accounts.ts';
import {
  createIntegrationScene,
  createPortalInWorld,
  goodForm,
  type PortalInWorld,
} from '../../../objects/registration/testing/integration-scene.ts';
import type { TestPerson } from '../../../testing/portal-fixture.ts';

const hub = { platform: 'standard', environment: 'integration' } as const;

describe('organisations and people in the administration', () => {
  let portal: PortalInWorld;
  let operator: TestPerson;
  beforeAll(async () => {
    portal = await createPortalInWorld();
    operator = await portal.as({ platformRoles: ['operator'], name: 'Une Opératrice' });
  });
  afterAll(() => portal.close());

  const tables = () => portal.store.portal;
  const lastAct = async () => (await tables().audit.list({ limit: 1 }))[0];
  const pathOf = ({ id }: { readonly id: string }) => `/administration/organisations/${id}`;
  const act = async (path: string, fields: Record<string, string> = {}) => {
    const page = await operator.browser.get(path);
    return operator.browser.submit(page, fields, { form: `action="${path}"` });
  };
  const rolesIn = async ({ id }: Organisation) =>
    Object.fromEntries((await tables().memberships.list(id)).map(({ person, role }) => [person.email, role]));

  describe('organisations', () => {
    it('are found by the beginning of their name or SIRET and by their state, page by page', async () => {
      for (let n = 0; n < 30; n += 1)
        await portal.organisation({ name: `Zone ${String(n).padStart(2, '0')}` });
      const claimed = await portal.organisation({ name: 'Zone à vérifier', proven: false });
      const first = await operator.browser.get('/administration/organisations?text=zone');
      expect(first.text).toContain('Zone 00');
      expect(first.text).not.toContain('Zone 29');
      const next = /href="([^"]+)"[^>]*>Page suivante/.exec(first.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
      const second = await operator.browser.get(next);
      expect(second.text).toContain('Zone 29');
      expect(second.text).not.toContain('Zone 00');
      expect(second.text).toContain('Revenir au début');
      const unproven = await operator.browser.get('/administration/organisations?text=zone&state=unproven');
      expect(unproven.text).toContain('Zone à vérifier');
      expect(unproven.text).not.toContain('Zone 00');
      const bySiret = await operator.browser.get(`/administration/organisations?text=${claimed.siret}`);
      expect(bySiret.text).toContain('Zone à vérifier');
      const nothing = await operator.browser.get('/administration/organisations?text=nulle');
      expect(nothing.text).toContain('Aucune organisation ne correspond');
    });

    it('show their members, services, proof, and other organisations with the SIRET', async () => {
      const organisation = await portal.organisation({ name: 'Ville prouvée' });
      const owner = await portal.as({ organisation, name: 'Camille Propriétaire' });
      const impostor = await portal.organisation({
        name: 'Ville indiquée',
        proven: false,
        siret: organisation.siret ?? '',
      });
      const page = await operator.browser.get(pathOf(organisation));
      expect(page.text).toContain('Une personne de l’équipe a vérifié, le 3 novembre 2026');
      expect(page.text).toContain(owner.person.email);
      expect(page.text).toContain('Ville indiquée');
      expect(page.text).not.toContain('Vérifier l’organisation');
      const other = await operator.browser.get(pathOf(impostor));
      expect(other.text).toContain('Organisation vérifiée pour ce SIRET Ville prouvée');
      const again = await act(`${pathOf(impostor)}/prove`, { reason: 'Vu', looked: 'yes' });
      expect(again.status).toBe(409);
      expect(again.text).toContain('Une autre organisation a déjà été vérifiée');
    });

    it('are verified when the operator states the evidence', async () => {
      const organisation = await portal.organisation({ proven: false });
      const silent = await act(`${pathOf(organisation)}/prove`, { reason: '' });
      expect(silent.status).toBe(422);
      expect(silent.text).toContain('Cochez la case une fois que vous avez vérifié');
      const done = await act(`${pathOf(organisation)}/prove`, { reason: 'Appel au standard', looked: 'yes' });
      expect(done.text).toContain('L’organisation est vérifiée');
      expect(await lastAct()).toMatchObject({
        action: 'organisation.prove',
        detail: { by: 'officer', reason: 'Appel au standard' },
      });
    });

    it('are blocked at once with their services, and unblocked without them; members get the reason', async () => {
      const scene = await createIntegrationScene(portal);
      const { organisation, service } = scene;
      await scene.habilitate('standard');
      const member = await scene.member();
      const form = await member.browser.get(`/services/${service.id}/standard/integration/registration`);
      await member.browser.submit(await member.browser.submit(form, goodForm), {}, { form: '/publish' });
      const status = async () => (await tables().registrationDrafts.current(service.id, hub))?.status;
      expect(await status()).toBe('active');
      await portal.mails();
      expect((await act(`${pathOf(organisation)}/block`)).text).toContain('À remplir : Raison');
      expect(await status()).toBe('active');
      const done = await act(`${pathOf(organisation)}/block`, { reason: 'SIRET usurpé' });
      expect(done.text).toContain('L’organisation est bloquée');
      expect(done.text).toContain('Raison : SIRET usurpé');
      expect(await status()).toBe('suspended');
      expect((await member.browser.get(`/services/${service.id}`)).status).toBe(404);
      const list = await member.browser.get('/organisations');
      expect(list.text).toContain('L’équipe a bloqué cette organisation : SIRET usurpé');
      const mails = (await portal.mails()).filter(({ to }) => to === member.person.email);
      expect(mails.map(({ text }) => text).join()).toContain('SIRET usurpé');

      expect((await act(`${pathOf(organisation)}/unblock`, { reason: 'Erreur' })).text).toContain(
        'n’est plus bloquée',
      );
      expect((await member.browser.get(`/services/${service.id}`)).status).toBe(200);
      expect(await status()).toBe('suspended');
      const acts = await tables().audit.list({ limit: 20, filter: { objectId: organisation.id } });
      expect(acts.map(({ action, detail }) => [action, detail?.reason])).toEqual(
        expect.arrayContaining([
          ['organisation.block', 'SIRET usurpé'],
          ['organisation.unblock', 'Erreur'],
        ]),
      );
    });

    it('are handed over to a person with an account; former owners become contributors, and all are notified', async () => {
      const organisation = await portal.organisation();
      const owner = await portal.as({ organisation });
      const newOwner = await portal.as();
      const unknown = await act(`${pathOf(organisation)}/hand-over`, {
        email: 'personne@nulle-part.example',
        reason: 'Départ',
      });
      expect(unknown.status).toBe(422);
      expect(unknown.html).toContain('personne@nulle-part.example');
      await portal.mails();
      const fields = { email: newOwner.person.email.toUpperCase(), reason: 'Départ de l’ancienne équipe' };
      expect((await act(`${pathOf(organisation)}/hand-over`, fields)).text).toContain('confiée');
      expect(await rolesIn(organisation)).toEqual({
        [newOwner.person.email]: 'owner',
        [owner.person.email]: 'contributor',
      });
      expect((await portal.mails()).map(({ to }) => to).sort()).toEqual(
        [newOwner.person.email, owner.person.email].sort(),
      );
      expect(await lastAct()).toMatchObject({
        action: 'membership.role',
        actor: operator.person.id,
        detail: { reason: 'Départ de l’ancienne équipe' },
      });
    });

    it('lose a member with a reason, but not their last owner', async () => {
      const organisation = await portal.organisation();
      const owner = await portal.as({ organisation });
      const member = await portal.as({ organisation, role: 'technical-contact' });
      const remove = (who: TestPerson, reason = 'Compte compromis') =>
        act(`${pathOf(organisation)}/members/${who.person.id}/remove`, { reason });
      expect((await remove(member, '')).status).toBe(422);
      await portal.mails();
      expect((await remove(member)).text).toContain('retirée de l’organisation');
      expect(await rolesIn(organisation)).toEqual({ [owner.person.email]: 'owner' });
      expect((await portal.mails())[0]?.text).toContain('Raison donnée : Compte compromis');
      expect(await lastAct()).toMatchObject({
        action: 'membership.remove',
        detail: { person: member.person.id, reason: 'Compte compromis' },
      });
      expect((await remove(owner)).status).toBe(409);
      expect(await rolesIn(organisation)).toEqual({ [owner.person.email]: 'owner' });
    });

    it('are removed for ever after a confirmation: services closed, members removed, the SIRET free', async () => {
      const scene = await createIntegrationScene(portal);
      const { organisation, service } = scene;
      await scene.habilitate('standard');
      const owner = await scene.member('owner');
      const form = await owner.browser.get(`/services/${service.id}/standard/integration/registration`);
      await owner.browser.submit(await owner.browser.submit(form, goodForm), {}, { form: '/publish' });
      const remove = `${pathOf(organisation)}/remove`;
      expect((await act(remove, { reason: 'Fraude' })).text).toContain('Cochez la case pour confirmer');
      expect((await act(remove, { reason: 'Fraude', confirm: 'yes' })).text).toContain('supprimée');
      expect(await rolesIn(organisation)).toEqual({});
      expect((await tables().clientRegistrations.findFor(service.id, hub))?.state).toBe('revoked');
      expect((await owner.browser.get(`/services/${service.id}`)).status).toBe(404);
      expect(await tables().organisations.findProven(organisation.siret ?? '')).toBeUndefined();
      expect((await operator.browser.get(remove)).status).toBe(409);
      expect(await lastAct()).toMatchObject({ action: 'organisation.remove', detail: { reason: 'Fraude' } });
    });

    it('attack 26: are not changed by an operator who belongs to one, nor proven by one who made it', async () => {
      const organisation = await portal.organisation({ proven: false });
      const both = await portal.as({ organisation, platformRoles: ['operator'] });
      const made = await portal.organisation({ proven: false, createdBy: both.person.id });
      for (const path of [
        `${pathOf(organisation)}/prove`,
        `${pathOf(organisation)}/block`,
        `${pathOf(made)}/prove`,
      ]) {
        const page = await both.browser.get(path);
        expect([path, page.status]).toEqual([path, 403]);
        expect(page.text).toContain('un collègue de l’équipe doit s’en charger');
      }
      await tables().organisations.setBlocked(organisation.id, { atMs: 1, reason: 'Fraude' });
      expect((await both.browser.get(`${pathOf(organisation)}/unblock`)).status).toBe(403);
    });
  });

  describe('people', () => {
    const personPath = (who: TestPerson) => `/administration/people/${who.person.id}`;

    it('are found by address and by words of their name, and shown with their organisations and roles', async () => {
      const organisation = await portal.organisation({ name: 'Ville de Camille' });
      const who = await portal.as({
        organisation,
        name: 'Camille Introuvable',
        email: 'c.introuvable@x.example',
      });
      for (const text of ['introuvable', 'c.introuvable@', 'cam intro']) {
        const list = await operator.browser.get(`/administration/people?text=${encodeURIComponent(text)}`);
        expect([text, list.text.includes('Camille Introuvable')]).toEqual([text, true]);
      }
      const none = await operator.browser.get('/administration/people?text=zzz');
      expect(none.text).toContain('Personne ne correspond');
      const page = await operator.browser.get(personPath(who));
      expect(page.text).toContain('Ville de Camille propriétaire');
      expect(page.text).toContain('Sessions ouvertes 1');
    });

    it('lose every session and open invitation at once when blocked, until unblocked', async () => {
      const organisation = await portal.organisation();
      const who = await portal.as({ organisation });
      const elsewhere = await portal.as({ email: who.person.email });
      await tables().invitations.create({
        secret: 'x',
        organisationId: organisation.id,
        email: 'complice@evil.example',
        role: 'owner',
        invitedBy: who.person.id,
        lifetimeMs: 3_600_000,
      });
      expect((await who.browser.get('/account')).url).toBe('/account');
      expect((await act(`${personPath(who)}/block`)).status).toBe(422);
      await portal.mails();
      const done = await act(`${personPath(who)}/block`, { reason: 'Compte volé' });
      expect(done.text).toContain('bloquée et ses sessions ont pris fin');
      for (const { browser } of [who, elsewhere]) {
        expect((await browser.get('/account')).url).toContain('/sign-in');
      }
      expect(await tables().portalSessions.ofPerson(who.person.id)).toEqual([]);
      expect(await tables().invitations.openOf(organisation.id)).toEqual([]);
      expect((await portal.mails())[0]?.text).toContain('Raison donnée : Compte volé');
      expect(await lastAct()).toMatchObject({ action: 'person.block', detail: { reason: 'Compte volé' } });
      const list = await operator.browser.get('/administration/people?state=blocked');
      expect(list.text).toContain(who.person.email);

      await act(`${personPath(who)}/unblock`, { reason: 'Rendu' });
      expect((await who.browser.get('/account')).url).toContain('/sign-in');
      expect(await lastAct()).toMatchObject({ action: 'person.unblock', detail: { reason: 'Rendu' } });
      const back = await portal.as({ email: who.person.email });
      expect((await back.browser.get(`/organisations/${organisation.id}`)).status).toBe(200);
    });

    it('cannot sign in with a code that was sent before they were blocked', async () => {
      const who = await portal.as();
      const browser = portal.browser();
      const codePage = await browser.submit(await browser.get('/sign-in'), { email: who.person.email });
      const code = /\b(\d{6})\b/.exec((await portal.mails()).at(-1)?.text ?? '')?.[1] ?? '';
      await act(`${personPath(who)}/block`, { reason: 'Compte volé' });
      expect((await browser.submit(codePage, { code })).status).toBe(403);
      expect((await browser.get('/account')).url).toContain('/sign-in');
    });

    it('when removed leave what they did, and neither name nor address', async () => {
      const organisation = await portal.organisation();
      const other = await portal.as({ organisation });
      const who = await portal.as({ organisation, name: 'À Oublier', email: 'oublier@x.example' });
      await portal.mails();
      expect((await act(`${personPath(who)}/remove`, { reason: 'Demande' })).status).toBe(422);
      const done = await act(`${personPath(who)}/remove`, { reason: 'Demande', confirm: 'yes' });
      expect(done.text).toContain('Le compte est supprimé');
      expect((await portal.mails()).map(({ to }) => to)).toEqual(['oublier@x.example']);
      expect(await rolesIn(organisation)).toEqual({ [other.person.email]: 'owner' });
      expect((await who.browser.get('/account')).url).toContain('/sign-in');
      expect((await operator.browser.get(personPath(who))).status).toBe(404);
      expect(await tables().people.findByEmail('oublier@x.example')).toBeUndefined();
      expect(await lastAct()).toMatchObject({ action: 'person.remove', objectId: who.person.id });
    });

    it('are not removed while they are the last owner of an organisation with other members', async () => {
      const organisation = await portal.organisation();
      const owner = await portal.as({ organisation });
      await portal.as({ organisation, role: 'reader' });
      const refused = await act(`${personPath(owner)}/remove`, { reason: 'Demande', confirm: 'yes' });
      expect(refused.status).toBe(409);
      expect(refused.text).toContain('garde toujours un propriétaire');
      expect(await tables().people.find(owner.person.id)).not.toHaveProperty('removedAtMs');
    });

    it('are not removed while they have a role of the team: the page says what comes first', async () => {
      const colleague = await portal.as({ platformRoles: ['operator'] });
      const page = await operator.browser.get(personPath(colleague));
      expect(page.text).toContain('retirez-lui d’abord ses rôles');
      for (const verb of ['block', 'remove']) {
        const refused = await act(`${personPath(colleague)}/${verb}`, { reason: 'Coup', confirm: 'yes' });
        expect([verb, refused.status]).toEqual([verb, 409]);
      }
      expect((await colleague.browser.get('/administration')).status).toBe(200);
    });
  });
});
