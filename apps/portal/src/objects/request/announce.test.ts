import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestPortal, type TestPortal } from '../../testing/portal-fixture.ts';
import { readPayload } from '../datapass/payload.ts';
import { decideRequestIn } from './decide.ts';
import { aFilledRequest } from './testing/filled-request.ts';

let portal: TestPortal;
beforeAll(async () => {
  portal = await createTestPortal();
  const endpoint = {
    id: 'listening',
    url: 'https://si.example/hook',
    events: ['create', 'submit'],
    createdAtMs: 1,
  };
  await portal.store.portal.webhookEndpoints.create(endpoint, 'a secret');
});
afterAll(() => portal.close());

const owner = { roles: ['owner'], secondFactor: false } as const;

async function aRequest() {
  const organisation = await portal.organisation();
  const { person } = await portal.as({ organisation, name: 'Camille De La Rue' });
  return { person, organisation, ...(await aFilledRequest(portal, { organisation, ownerId: person.id })) };
}

async function callsAbout(requestId: string) {
  const calls = await portal.store.portal.webhookCalls.claim({
    nowMs: portal.clock.now(),
    limit: 100,
    leaseMs: 0,
  });
  return calls.filter(({ objectId }) => objectId === requestId);
}

describe('an event of a request', () => {
  test('is queued in the form that our own webhook accepts', async () => {
    const { request, organisation, person } = await aRequest();
    const [call] = await callsAbout(request.id);
    const read = readPayload(Buffer.from(call?.payload ?? ''));
    if (read.kind !== 'event') throw new Error('unreadable');
    expect(read.payload).toMatchObject({
      event: 'create',
      fired_at: Math.floor(portal.clock.now() / 1000),
      model_id: request.id,
      data: {
        state: 'draft',
        organization: { siret: organisation.siret },
        applicant: { email: person.email, given_name: 'Camille', family_name: 'De La Rue' },
        data: {
          intitule: 'Carte de stationnement',
          scopes: ['openid', 'given_name', 'email'],
          france_connect_eidas: 'eidas_1',
          contact_technique_given_name: 'Sacha',
        },
      },
    });
  });

  test('is sent to the endpoints that subscribed to it, and to no others', async () => {
    const { request, person } = await aRequest();
    const decision = { requestId: request.id, actor: person.id, authorization: owner };
    await portal.store.portal.transaction(async (tables) => {
      await decideRequestIn(tables, portal.deps, { ...decision, event: 'archive' });
    });
    expect((await callsAbout(request.id)).map(({ event }) => event)).toEqual(['create']);
  });

  test('leaves no call behind when its transaction is rolled back', async () => {
    const { request, person } = await aRequest();
    const decision = { requestId: request.id, actor: person.id, authorization: owner };
    const broken = portal.store.portal.transaction(async (tables) => {
      await decideRequestIn(tables, portal.deps, { ...decision, event: 'submit' });
      throw new Error('power cut');
    });
    await expect(broken).rejects.toThrow('power cut');
    expect((await callsAbout(request.id)).map(({ event }) => event)).toEqual(['create']);
  });
});
