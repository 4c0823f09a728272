import type { Registration } from '@garance/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  datapassBody,
  sendDelivery,
  sendEvent,
  type TestEvent,
  testDatapassSecret,
} from '../../objects/datapass/testing/datapass-sender.ts';
import type { HabilitationRequest } from '../../objects/request/tables/requests.ts';
import { createTestPortal, type TestPortal } from '../../testing/portal-fixture.ts';

let portal: TestPortal;
let serial = 100;
const t0 = Math.floor(Date.UTC(2026, 10, 1) / 1000);

beforeAll(async () => {
  portal = await createTestPortal({ config: { datapassSecret: testDatapassSecret } });
});
afterAll(() => portal.close());

/** Sends events of one new request, ten seconds apart. */
async function sendAll(...events: readonly (string | Omit<TestEvent, 'firedAt'>)[]) {
  const id = serial++;
  const answers = [];
  for (const [index, sent] of events.entries()) {
    const event = typeof sent === 'string' ? { event: sent } : sent;
    answers.push(await sendEvent(portal.app, { firedAt: t0 + index * 10, id, ...event }));
  }
  return { id, answers };
}

async function requestOf(id: number): Promise<HabilitationRequest> {
  const { datapassRequests, requests } = portal.store.portal;
  const link = await portal.store.portal.transaction((tables) => tables.datapassRequests.lock(`${id}`));
  expect(datapassRequests).toBeDefined();
  const request = await requests.find(link.requestId ?? '');
  if (request === undefined) throw new Error('no request');
  return request;
}

const stateOf = async (id: number) => (await requestOf(id)).state;
const inForce = async (request: HabilitationRequest) =>
  portal.store.portal.habilitations.inForce(request.serviceId, request.platform);

describe('every event of DataPass', () => {
  test('create makes organisation, applicant, service and draft', async () => {
    const { id } = await sendAll({ event: 'create', state: 'draft' });
    const request = await requestOf(id);
    expect(request).toMatchObject({
      state: 'draft',
      platform: 'standard',
      level: 'eidas1',
      title: 'Inscriptions scolaires',
    });
    const organisation = await portal.store.portal.organisations.findProven('98043033400022');
    expect(organisation).toMatchObject({ id: request.organisationId, name: 'Mairie de Saint-Ail' });
    const owner = await portal.store.portal.people.find(request.ownerId);
    expect(owner).toMatchObject({ email: 'jeanne.martin@saint-ail.example', name: 'Jeanne Martin' });
    expect(request.answers).toMatchObject({
      project: { name: 'Inscriptions scolaires' },
      legal: { template: 'arrete_2018', nature: 'Arrêté du 8 novembre 2018' },
      data: { scopes: ['openid', 'family_name', 'given_name', 'email'] },
      personal_data: { retention_months: '12', recipients: 'Service des écoles' },
      people: {
        technical_email: 'tech@saint-ail.example',
        controller_name: 'Rémi Traite',
        dpo_name: 'Dominique Protège',
      },
      commitments: { alternative: 'yes' },
    });
  });

  test('data without a question here is kept', async () => {
    const { id } = await sendAll('create');
    const link = await portal.store.portal.transaction((tables) => tables.datapassRequests.lock(`${id}`));
    expect(link.unmapped).toMatchObject({
      public_id: 'a90939e8-f906-4343-8996-5955257f161d',
      data: { un_champ_de_demain: 'gardé' },
      scopes: ['cnaf_identite'],
    });
  });

  test('update changes answers, and not those that are asked here only', async () => {
    const { id } = await sendAll('create');
    const before = await requestOf(id);
    await portal.store.portal.requests.update(before.id, {
      answers: { ...before.answers, data: { ...before.answers.data, purpose_email: 'écrire aux familles' } },
    });
    await sendEvent(portal.app, {
      event: 'update',
      firedAt: t0 + 50,
      id,
      fields: { description: 'Autre chose.' },
    });
    const request = await requestOf(id);
    expect(request.state).toBe('draft');
    expect(request.answers).toMatchObject({
      project: { description: 'Autre chose.' },
      data: { purpose_email: 'écrire aux familles' },
    });
  });

  test('submit, request_changes, submit again and refuse change the state', async () => {
    const { id } = await sendAll('create', 'submit');
    expect(await requestOf(id)).toMatchObject({
      state: 'submitted',
      dueOn: expect.stringMatching(/^2026-11-/),
    });
    await sendEvent(portal.app, { event: 'request_changes', firedAt: t0 + 20, id });
    expect(await stateOf(id)).toBe('changes_requested');
    await sendEvent(portal.app, { event: 'submit', firedAt: t0 + 30, id });
    expect(await stateOf(id)).toBe('submitted');
    await sendEvent(portal.app, { event: 'refuse', firedAt: t0 + 40, id });
    expect(await stateOf(id)).toBe('refused');
  });

  test('approve grants the habilitation, answers its token_id, and invites the technical contact', async () => {
    await portal.mails();
    const { id, answers } = await sendAll('create', 'submit', 'approve');
    const request = await requestOf(id);
    const habilitation = await inForce(request);
    expect(request.state).toBe('validated');
    expect(answers[2]).toEqual({ status: 201, json: { status: 'applied', token_id: habilitation?.id } });
    expect(habilitation?.scopes).toEqual(['openid', 'family_name', 'given_name', 'email']);
    const mails = await portal.mails();
    const toTech = mails.find(
      ({ to, text }) => to === 'tech@saint-ail.example' && text.includes('/invitations/'),
    );
    expect(toTech).toBeDefined();
    expect(mails.map(({ to }) => to)).toEqual(
      expect.arrayContaining(['rt@saint-ail.example', 'dpo@saint-ail.example']),
    );
  });

  test('answers 201 to an event that creates, also when repeated, and 200 to the others', async () => {
    const { id, answers } = await sendAll('create', 'update', 'submit', 'approve', 'reopen');
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 200, 201, 200]);
    const wider = { firedAt: t0 + 100, id, fields: { scopes: ['openid', 'email', 'birthdate'] } };
    await sendEvent(portal.app, { event: 'submit', ...wider });
    const approve = { event: 'approve', ...wider, firedAt: t0 + 110 };
    const renewed = await sendEvent(portal.app, approve);
    expect(renewed).toMatchObject({ status: 201, json: { token_id: expect.any(String) } });
    expect(await sendEvent(portal.app, approve)).toEqual(renewed);
  });

  test('an approval alone, of FranceConnect+, makes every transition that it implies', async () => {
    const { id, answers } = await sendAll({ event: 'approve', fields: { france_connect_eidas: 'eidas_2' } });
    const request = await requestOf(id);
    expect(request).toMatchObject({ state: 'validated', platform: 'plus', level: 'eidas2' });
    expect(answers[0]?.json).toHaveProperty('token_id');
    const history = await portal.store.portal.history.list('request', request.id);
    expect(history.map(({ event }) => event)).toEqual(['create', 'submit', 'approve']);
    expect(history.at(-1)?.actor).toBe('datapass');
  });

  test('reopen, submit and approve change the habilitation only with the approval', async () => {
    const { id } = await sendAll('create', 'submit', 'approve', 'reopen');
    const wider = { fields: { scopes: ['openid', 'email', 'birthdate'] } };
    await sendEvent(portal.app, { event: 'submit', firedAt: t0 + 100, id, ...wider });
    const request = await requestOf(id);
    expect(request.state).toBe('reopened_submitted');
    expect((await inForce(request))?.scopes).not.toContain('birthdate');
    await sendEvent(portal.app, { event: 'approve', firedAt: t0 + 110, id, ...wider });
    expect((await inForce(request))?.scopes).toEqual(['openid', 'email', 'birthdate']);
  });

  test('cancel_reopening keeps what was validated', async () => {
    const { id } = await sendAll('create', 'submit', 'approve', 'reopen');
    await sendEvent(portal.app, { event: 'update', firedAt: t0 + 50, id, fields: { intitule: 'Autre nom' } });
    expect((await requestOf(id)).title).toBe('Autre nom');
    await sendEvent(portal.app, { event: 'cancel_reopening', firedAt: t0 + 60, id });
    expect(await requestOf(id)).toMatchObject({ state: 'validated', title: 'Inscriptions scolaires' });
  });

  test('archive ends a request under review', async () => {
    const { id } = await sendAll('create', 'submit', 'archive');
    expect(await stateOf(id)).toBe('archived');
  });

  test('revoke stops the habilitation and every registration of the service', async () => {
    const { id } = await sendAll('create', 'submit', 'approve');
    const request = await requestOf(id);
    await portal.store.portal.registrations.publish(registrationOf(request));
    const revision = await portal.store.changes.revision();
    await sendEvent(portal.app, { event: 'revoke', firedAt: t0 + 100, id });
    expect(await stateOf(id)).toBe('revoked');
    expect(await inForce(request)).toBeUndefined();
    const hub = { platform: 'standard', environment: 'integration' } as const;
    const published = await portal.store.registrations.listPublished(hub);
    expect(published.find(({ serviceId }) => serviceId === request.serviceId)?.status).toBe('suspended');
    // Hubs reload within two seconds of a new revision.
    expect(await portal.store.changes.revision()).toBeGreaterThan(revision);
  });

  test('transfer hands the request to another person, or to another organisation with the service', async () => {
    const { id } = await sendAll('create', 'submit');
    const applicant = { email: 'nouvelle@saint-ail.example', given_name: 'Nour', family_name: 'Velle' };
    await sendEvent(portal.app, { event: 'transfer', firedAt: t0 + 50, id, applicant });
    const handed = await requestOf(id);
    expect((await portal.store.portal.people.find(handed.ownerId))?.email).toBe('nouvelle@saint-ail.example');
    const organization = { siret: '13002526500013', name: 'Direction interministérielle' };
    const other = { email: 'agent@dinum.example', given_name: 'Agathe', family_name: 'Ent' };
    await sendEvent(portal.app, { event: 'transfer', firedAt: t0 + 60, id, applicant: other, organization });
    const moved = await requestOf(id);
    const organisation = await portal.store.portal.organisations.findProven('13002526500013');
    expect(moved.organisationId).toBe(organisation?.id);
    expect((await portal.store.portal.services.find(moved.serviceId))?.organisationId).toBe(organisation?.id);
    expect(moved.state).toBe('submitted');
  });

  test('events caused by an automatic rule are treated like the others', async () => {
    const { id } = await sendAll('create_by_api', 'update_by_api', 'submit');
    expect(await stateOf(id)).toBe('submitted');
  });

  test('an event without meaning here is acknowledged and kept in the history', async () => {
    const { answers } = await sendAll('start_next_stage');
    expect(answers[0]).toEqual({ status: 200, json: { status: 'ignored' } });
  });

  test('the trial delivery of a new webhook is acknowledged', async () => {
    const answer = await sendDelivery(
      portal.app,
      JSON.stringify({ test: true, timestamp: '2026-11-03T10:30:00+01:00' }),
    );
    expect(answer).toEqual({ status: 200, json: { test: true } });
  });
});

describe('order and repetition of deliveries', () => {
  test('a repeated delivery gets the same answer and changes nothing', async () => {
    const { id, answers } = await sendAll('create', 'submit', 'approve');
    const before = await requestOf(id);
    const history = await portal.store.portal.history.list('request', before.id);
    await portal.mails();
    const again = await sendEvent(portal.app, { event: 'approve', firedAt: t0 + 20, id });
    expect(again).toEqual(answers[2]);
    expect(await requestOf(id)).toEqual(before);
    expect(await portal.store.portal.history.list('request', before.id)).toEqual(history);
    expect(await portal.mails()).toEqual([]);
    const [delivery] = await portal.store.portal.datapassDeliveries.list({ limit: 1, remoteId: `${id}` });
    expect(delivery?.timesReceived).toBe(2);
  });

  test('a repeated delivery gets that answer also after later events', async () => {
    const { id, answers } = await sendAll('create', 'submit', 'approve');
    const wider = { fields: { scopes: ['openid', 'birthdate'] } };
    const second = await sendEvent(portal.app, { event: 'approve', firedAt: t0 + 90, id, ...wider });
    expect(second.json.token_id).not.toBe(answers[2]?.json.token_id);
    expect(await sendEvent(portal.app, { event: 'submit', firedAt: t0 + 10, id })).toEqual(answers[1]);
    expect(await sendEvent(portal.app, { event: 'approve', firedAt: t0 + 20, id })).toEqual(answers[2]);
  });

  test('twenty concurrent repetitions of a delivery make one service and get one answer', async () => {
    const body = datapassBody({ event: 'approve', firedAt: t0, id: serial++ });
    const answers = await Promise.all(Array.from({ length: 20 }, () => sendDelivery(portal.app, body)));
    expect(new Set(answers.map(({ json }) => json.token_id)).size).toBe(1);
  });

  test('an older event does not undo a newer state', async () => {
    const { id } = await sendAll('create', 'submit', 'approve');
    const before = await requestOf(id);
    const late = await sendEvent(portal.app, {
      event: 'update',
      firedAt: t0 + 5,
      id,
      fields: { intitule: 'Ancien nom', scopes: ['openid', 'birthdate'] },
    });
    expect(late.json).toEqual({ status: 'older' });
    expect(await requestOf(id)).toEqual(before);
  });

  test('a revocation that arrives first is kept, and takes effect when the approval arrives', async () => {
    const id = serial++;
    const kept = await sendEvent(portal.app, { event: 'revoke', firedAt: t0 + 90, id });
    expect(kept.json).toEqual({ status: 'kept' });
    const approved = await sendEvent(portal.app, { event: 'approve', firedAt: t0 + 20, id });
    expect(approved.status).toBe(201);
    expect(await stateOf(id)).toBe('revoked');
    expect(await inForce(await requestOf(id))).toBeUndefined();
    const states = await portal.store.portal.datapassDeliveries.list({ limit: 9, remoteId: `${id}` });
    expect(states.map(({ state }) => state)).toEqual(['applied', 'applied']);
  });

  test('any order and repetition of the events of a request ends in the same state, answers and habilitation', async () => {
    const life = [
      { event: 'create', fields: { intitule: 'Premier nom' } },
      { event: 'update' },
      { event: 'submit' },
      { event: 'request_changes' },
      { event: 'submit', fields: { duree_conservation_donnees_caractere_personnel: 24 } },
      { event: 'approve', fields: { duree_conservation_donnees_caractere_personnel: 24 } },
      { event: 'reopen', fields: { duree_conservation_donnees_caractere_personnel: 24 } },
      { event: 'submit', fields: { scopes: ['openid', 'birthdate'] } },
      { event: 'refuse', fields: { scopes: ['openid', 'birthdate'] } },
    ];
    const outcome = async (order: readonly number[]) => {
      const id = serial++;
      for (const index of order) {
        await sendEvent(portal.app, { firedAt: t0 + index, id, event: '', ...life[index] });
      }
      const request = await requestOf(id);
      const habilitation = await inForce(request);
      const { state, answers, level, platform, title } = request;
      return {
        state,
        answers,
        level,
        platform,
        title,
        scopes: habilitation?.scopes,
        snapshot: habilitation?.snapshot,
      };
    };
    const indexes = life.map((_, index) => index);
    const expected = await outcome(indexes);
    expect(expected.state).toBe('validated');
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...indexes, ...indexes], { minLength: indexes.length * 2 }),
        async (order) => {
          expect(await outcome(order)).toEqual(expected);
        },
      ),
      { numRuns: 12 },
    );
  });
});

describe('security.md 17: a delivery without a valid signature changes nothing', () => {
  const body = datapassBody({ event: 'approve', firedAt: t0, id: 77_777 });
  const attempts: readonly (readonly [string, string | Buffer, Record<string, string>])[] = [
    ['an altered byte', body.replace('Saint-Ail', 'Saint-Aix'), { 'x-hub-signature-256': '' }],
    ['an empty signature', body, { 'x-hub-signature-256': '' }],
    ['a signature without its prefix', body, { 'x-hub-signature-256': 'a'.repeat(64) }],
    ['another algorithm', body, { 'x-hub-signature-256': `sha1=${'a'.repeat(40)}` }],
    ['a signature of the right length', body, { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }],
  ];
  test.each(attempts)('%s', async (_name, sent, headers) => {
    expect((await sendDelivery(portal.app, sent, headers)).status).toBe(403);
    expect(await portal.store.portal.datapassDeliveries.list({ limit: 1, remoteId: '77777' })).toEqual([]);
  });

  test('one byte changed under the signature of the original', async () => {
    const { signBody } = await import('../../objects/datapass/signature.ts');
    const altered = Buffer.from(body);
    altered[altered.length - 3] = (altered[altered.length - 3] ?? 0) ^ 1;
    const headers = { 'x-hub-signature-256': signBody(testDatapassSecret, body) };
    expect((await sendDelivery(portal.app, altered, headers)).status).toBe(403);
  });

  test('no signature at all', async () => {
    const response = await portal.app.inject({
      method: 'POST',
      url: '/datapass/webhook',
      headers: { 'content-type': 'application/json' },
      payload: body,
    });
    expect(response.statusCode).toBe(403);
  });

  test('any signature, on a portal without a secret', async () => {
    const closed = await createTestPortal();
    expect((await sendDelivery(closed.app, body)).status).toBe(404);
    await closed.close();
  });
});

describe('security.md 15: bodies of the wrong size, type or form', () => {
  test('10 MB is refused before it is read', async () => {
    const answer = await sendDelivery(portal.app, `"${'a'.repeat(10 * 1024 * 1024)}"`);
    expect(answer.status).toBe(413);
  });

  test('another content type is refused', async () => {
    const answer = await sendDelivery(portal.app, 'event=approve', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(answer.status).toBe(415);
  });

  test.each([
    ['not JSON', '{', 'body'],
    ['not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'body'],
    ['another form', '[]', 'body'],
    [
      'without applicant',
      JSON.stringify({ event: 'approve', fired_at: 1, data: { id: 1, organization: { siret: '1' } } }),
      'data.applicant',
    ],
  ] as const)('%s is refused by naming its field, and never its value', async (_name, sent, field) => {
    const answer = await sendDelivery(portal.app, sent);
    expect(answer.status).toBe(400);
    expect(answer.json.error_code).toBe('datapass.payload_unreadable');
    expect(answer.json.error_description).toContain(field);
  });

  test('an event from the far future is refused: it would hide all later ones', async () => {
    const firedAt = Math.floor(portal.clock.now() / 1000) + 2 * 24 * 3600;
    const answer = await sendEvent(portal.app, { event: 'create', firedAt, id: serial++ });
    expect(answer.json.error_code).toBe('datapass.fired_in_the_future');
  });

  test('an invalid SIRET is refused, kept in the history, and judged anew when it comes again', async () => {
    const id = serial++;
    const event = { event: 'create', firedAt: t0, id, organization: { siret: '123' } };
    expect((await sendEvent(portal.app, event)).status).toBe(422);
    expect((await sendEvent(portal.app, event)).status).toBe(422);
    const [delivery] = await portal.store.portal.datapassDeliveries.list({ limit: 1, remoteId: `${id}` });
    expect(delivery).toMatchObject({ state: 'refused', error: 'datapass.siret_invalid', timesReceived: 2 });
  });

  test('other routes still read their own bodies', async () => {
    const response = await portal.app.inject({
      method: 'POST',
      url: '/sign-in',
      headers: { 'content-type': 'application/json' },
      payload: '{}',
    });
    expect(response.statusCode).not.toBe(200);
  });
});

test('security.md 19: bodies and unmapped fields are encrypted at rest', async () => {
  await sendAll('create');
  const [delivery] = await portal.store.portal.datapassDeliveries.list({ limit: 1 });
  expect(JSON.stringify(delivery)).not.toContain('saint-ail.example');
});

function registrationOf(request: HabilitationRequest): Omit<Registration, 'version'> {
  return {
    id: `registration-${request.id}`,
    serviceId: request.serviceId,
    organisationId: request.organisationId,
    platform: 'standard',
    environment: 'integration',
    clientId: `client-${request.id}`,
    status: 'active',
    type: 'public',
    displayName: 'Inscriptions scolaires',
    redirectUris: ['https://ecole.saint-ail.example/retour'],
    postLogoutRedirectUris: [],
    auth: { method: 'client_secret_post', secretHashes: [], assertionAudience: 'issuer' },
    keys: { kind: 'none' },
    idToken: { signingAlg: 'ES256' },
    userinfo: { signingAlg: 'ES256' },
    scopes: ['openid', 'email'],
    amrAllowed: false,
    pkce: 'optional',
    par: 'optional',
    profile: 'franceconnect',
    idpHintAllowed: false,
    sector: { algorithm: 'g1', id: `sector-${request.id}` },
    sessionLengthSeconds: 3600,
  };
}
