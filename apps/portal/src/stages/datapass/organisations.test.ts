/** security.md 24 for DataPass: which organisation an event concerns, and what a transfer revokes. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  sendEvent,
  type TestEvent,
  testDatapassSecret,
} from '../../objects/datapass/testing/datapass-sender.ts';
import {
  createPortalInWorld,
  goodForm,
  type PortalInWorld,
} from '../../objects/registration/testing/integration-scene.ts';
import type { HabilitationRequest } from '../../objects/request/tables/requests.ts';
import type { TestPerson } from '../../testing/portal-fixture.ts';

const siret = '98043033400022';
const applicant = 'jeanne.martin@saint-ail.example';
const t0 = Math.floor(Date.UTC(2026, 10, 1) / 1000);
const hub = { platform: 'standard', environment: 'integration' } as const;

describe('attack 24: a habilitation that arrives for a SIRET', () => {
  let portal: PortalInWorld;
  let serial = 900;
  let organisations: PortalInWorld['store']['portal']['organisations'];
  beforeAll(async () => {
    portal = await createPortalInWorld({ datapassSecret: testDatapassSecret });
    organisations = portal.store.portal.organisations;
  });
  afterAll(() => portal.close());

  const send = (
    id: number,
    event: string,
    more: Omit<TestEvent, 'event' | 'firedAt'> & { at?: number } = {},
  ) => {
    const { at = 0, ...rest } = more;
    return sendEvent(portal.app, { event, firedAt: t0 + at, id, ...rest });
  };
  const requestOf = async (id: number): Promise<HabilitationRequest> => {
    const link = await portal.store.portal.datapassRequests.find(`${id}`);
    const request = await portal.store.portal.requests.find(link?.requestId ?? '');
    if (request === undefined) throw new Error('no request');
    return request;
  };
  const claimUnverified = async (siret: string): Promise<{ who: TestPerson; id: string }> => {
    const who = await portal.as({ secondFactor: true });
    const page = await who.browser.get('/organisations/new');
    await who.browser.submit(page, { siret, name: 'Mairie de Saint-Ail', address: 'Ailleurs' });
    const made = (await organisations.claimants(siret)).find(({ createdBy }) => createdBy === who.person.id);
    return { who, id: made?.id ?? '' };
  };
  const peopleOf = async (id: string) =>
    Object.fromEntries(
      (await portal.store.portal.memberships.list(id)).map(({ person, role }) => [person.email, role]),
    );

  test('never goes to an unproven organisation that named the SIRET first: the applicant owns a new one', async () => {
    const { who, id: unverified } = await claimUnverified(siret);
    const remote = serial++;
    for (const [at, event] of ['create', 'submit', 'approve'].entries()) {
      expect((await send(remote, event, { at })).status).toBeLessThan(300);
    }
    const request = await requestOf(remote);
    expect(request.state).toBe('validated');
    expect(request.organisationId).not.toBe(unverified);
    expect(await organisations.findProven(siret)).toMatchObject({
      id: request.organisationId,
      proof: { by: 'datapass' },
    });
    expect(await peopleOf(request.organisationId)).toEqual({ [applicant]: 'owner' });
    expect(await organisations.find(unverified)).not.toHaveProperty('siret');
    for (const path of [
      `/services/${request.serviceId}`,
      `/organisations/${request.organisationId}`,
      `/services/${request.serviceId}/standard/integration/secrets`,
    ]) {
      expect([path, (await who.browser.get(path)).status]).toEqual([path, 404]);
    }
    expect(
      (await portal.mails()).some(({ to, text }) => to === who.person.email && text.includes('SIRET')),
    ).toBe(true);
  });

  test('goes to the proven organisation when there is one, whose owners decide on members', async () => {
    const organisation = await portal.organisation();
    const owner = await portal.as({ organisation });
    const remote = serial++;
    await send(remote, 'approve', {
      organization: { siret: organisation.siret },
      applicant: { email: 'agent@ville.example' },
    });
    expect((await requestOf(remote)).organisationId).toBe(organisation.id);
    expect(await peopleOf(organisation.id)).toEqual({
      [owner.person.email]: 'owner',
      'agent@ville.example': 'contributor',
    });
  });

  test('goes to the unproven one that the applicant made themselves, which is proven by it', async () => {
    const { who, id } = await claimUnverified('99900000100019');
    const remote = serial++;
    await send(remote, 'create', {
      organization: { siret: '99900000100019' },
      applicant: { email: who.person.email },
    });
    expect((await requestOf(remote)).organisationId).toBe(id);
    expect(await organisations.findProven('99900000100019')).toMatchObject({ id, proof: { by: 'datapass' } });
  });

  test('takes a request out of an unproven organisation of the time before proofs existed', async () => {
    const own = '99900000200017';
    const { id: unverified } = await claimUnverified(own);
    const organization = { siret: own };
    const remote = serial++;
    // The row as an earlier version wrote it: the applicant is a contributor of the first organisation with this SIRET.
    const maker = await portal.as({ email: 'venue@ville.example' });
    await portal.store.portal.memberships.put({
      organisationId: unverified,
      personId: maker.person.id,
      role: 'contributor',
    });
    await send(remote, 'create', { organization, applicant: { email: 'venue@ville.example' } });
    const request = await requestOf(remote);
    const proven = request.organisationId;
    await portal.store.portal.services.move(request.serviceId, unverified);
    await organisations.setRemoved(proven, 1);
    await send(remote, 'submit', { at: 5, organization, applicant: { email: 'venue@ville.example' } });
    await send(remote, 'approve', { at: 9, organization, applicant: { email: 'venue@ville.example' } });
    const moved = await requestOf(remote);
    expect(moved.state).toBe('validated');
    expect(moved.organisationId).not.toBe(unverified);
    expect(await peopleOf(moved.organisationId)).toEqual({ 'venue@ville.example': 'owner' });
    expect(await organisations.isProven(moved.organisationId)).toBe(true);
  });

  test('is not granted to a blocked organisation; the delivery can be replayed afterwards', async () => {
    const organisation = await portal.organisation();
    const organization = { siret: organisation.siret };
    const remote = serial++;
    await send(remote, 'submit', { organization });
    await organisations.setBlocked(organisation.id, { atMs: 1, reason: 'Fraude' });
    const refused = await send(remote, 'approve', { at: 5, organization });
    expect(refused).toMatchObject({ status: 409, json: { error_code: 'account.organisation_unproven' } });
    const request = await requestOf(remote);
    expect(request.state).toBe('submitted');
    expect(await portal.store.portal.habilitations.list(request.serviceId)).toEqual([]);
    await organisations.setBlocked(organisation.id, undefined);
    await send(remote, 'approve', { at: 5, organization });
    expect((await requestOf(remote)).state).toBe('validated');
  });

  test('opens one organisation from twenty concurrent events of twenty requests', async () => {
    const organization = { siret: '99900000300015' };
    const remotes = Array.from({ length: 20 }, () => serial++);
    await Promise.all(remotes.map((remote) => send(remote, 'create', { organization })));
    const ids = new Set<string>();
    for (const remote of remotes) ids.add((await requestOf(remote)).organisationId);
    expect(ids.size).toBe(1);
  });

  describe('a transfer to another organisation', () => {
    const other = { siret: '99900000400013', name: 'Métropole de Saint-Ail' };
    const newOwner = { email: 'agathe@metropole.example', given_name: 'Agathe', family_name: 'Ent' };

    test('ends the secrets of the former one and stops its clients, on the hub too; both are notified', async () => {
      const remote = serial++;
      for (const [at, event] of ['create', 'submit', 'approve'].entries()) await send(remote, event, { at });
      const { serviceId, organisationId } = await requestOf(remote);
      const former = await portal.as({ email: applicant, secondFactor: true });
      const base = `/services/${serviceId}/standard/integration`;
      const review = await former.browser.submit(await former.browser.get(`${base}/registration`), {
        ...goodForm,
        displayName: 'Inscriptions scolaires',
        scopes: ['openid', 'given_name'],
      });
      await former.browser.submit(review, {}, { form: '/publish' });
      const shown = await former.browser.get(`${base}/secrets`);
      await former.browser.submit(shown, { label: 'a' }, { form: 'integration/secrets"' });
      const { clientRegistrations, clientSecrets, registrationDrafts } = portal.store.portal;
      const access = await clientRegistrations.findFor(serviceId, hub);
      const valid = () => clientSecrets.valid(access?.id ?? '', portal.clock.now());
      expect(await valid()).toHaveLength(1);
      await portal.mails();

      await send(remote, 'transfer', { at: 60, applicant: newOwner, organization: other });
      const moved = await requestOf(remote);
      expect(moved.organisationId).not.toBe(organisationId);
      expect(await valid()).toEqual([]);
      expect(await registrationDrafts.current(serviceId, hub)).toMatchObject({
        status: 'suspended',
        organisationId: moved.organisationId,
        auth: { secretHashes: [] },
      });
      expect(await clientRegistrations.findFor(serviceId, hub)).toMatchObject({ state: 'suspended' });
      const mails = await portal.mails();
      const isNotified = (to: string, words: string) =>
        mails.some((mail) => mail.to === to && mail.text.includes(words));
      expect(isNotified(applicant, 'ne dépend plus de')).toBe(true);
      expect(isNotified(newOwner.email, 'dépend maintenant de')).toBe(true);
      expect((await former.browser.get(`/services/${serviceId}`)).status).toBe(404);

      // The new organisation registers its own addresses; then an operator resumes its sign-ins.
      const next = await portal.as({ email: newOwner.email, secondFactor: true });
      const page = await next.browser.get(`${base}/secrets`);
      await next.browser.submit(page, { label: 'b' }, { form: 'integration/secrets"' });
      expect(await valid()).toHaveLength(1);
      expect(await registrationDrafts.current(serviceId, hub)).toMatchObject({ status: 'suspended' });
      const operator = await portal.as({ platformRoles: ['operator'] });
      const service = await operator.browser.get(`/administration/services/${access?.id}`);
      await operator.browser.submit(service, { reason: 'Vérifié' }, { form: '/resume' });
      expect(await registrationDrafts.current(serviceId, hub)).toMatchObject({
        status: 'active',
        auth: { secretHashes: [{}] },
      });
    });

    test('to another person of the same organisation changes no client', async () => {
      const remote = serial++;
      const organization = { siret: '99900000500010' };
      await send(remote, 'approve', { organization });
      const { serviceId } = await requestOf(remote);
      const access = randomUUID();
      await portal.store.portal.clientRegistrations.create({
        id: access,
        serviceId,
        organisationId: (await requestOf(remote)).organisationId,
        ...hub,
        clientId: randomUUID(),
        state: 'active',
        createdAtMs: 1,
      });
      await send(remote, 'transfer', { at: 60, organization, applicant: newOwner });
      expect(await portal.store.portal.clientRegistrations.find(access)).toMatchObject({ state: 'active' });
    });
  });
});
