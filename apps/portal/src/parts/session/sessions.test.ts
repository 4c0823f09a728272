import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestPortal, type TestPortal } from '../../testing/portal-fixture.ts';
import { absoluteLimitMs, createSessionReader, idleLimitMs, newSessionSecret } from './sessions.ts';

describe('sessions of the partner space', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await createTestPortal();
  });
  afterAll(() => portal.close());

  const read = (secret: string) => createSessionReader(portal.deps).findActor(secret);

  it('are found by the secret only, with the person’s present rights', async () => {
    const organisation = await portal.organisation();
    const owner = await portal.as({ organisation, name: 'Alix Propriétaire' });
    const { person, sessionSecret } = await portal.as({
      organisation,
      role: 'contributor',
      platformRoles: ['operator'],
    });
    expect(await read(sessionSecret)).toMatchObject({
      personId: person.id,
      memberships: [{ organisationId: organisation.id, role: 'contributor' }],
      platformRoles: ['operator'],
      secondFactor: true,
    });
    expect(await read(owner.sessionSecret)).toMatchObject({ secondFactor: false, platformRoles: [] });
    await portal.store.portal.memberships.remove(organisation.id, person.id);
    await portal.store.portal.platformRoles.remove(person.id, 'operator');
    expect(await read(sessionSecret)).toMatchObject({ memberships: [], platformRoles: [] });
    expect(await read(newSessionSecret())).toBeUndefined();
  });

  it('end when idle, use prolongs them up to their absolute age', async () => {
    const idle = await portal.as();
    const used = await portal.as();
    portal.clock.advance(idleLimitMs - 1);
    expect(await read(used.sessionSecret)).toBeDefined();
    portal.clock.advance(1);
    expect(await read(idle.sessionSecret)).toBeUndefined();
    for (let age = idleLimitMs; age < absoluteLimitMs - 1; age += idleLimitMs / 2) {
      expect(await read(used.sessionSecret)).toBeDefined();
      portal.clock.advance(Math.min(idleLimitMs / 2, absoluteLimitMs - 1 - age));
    }
    expect(await read(used.sessionSecret)).toBeDefined();
    portal.clock.advance(1);
    expect(await read(used.sessionSecret)).toBeUndefined();
  });

  it('end at the next request when the person is blocked meanwhile (security.md 12)', async () => {
    const { person, sessionSecret } = await portal.as();
    expect(await read(sessionSecret)).toBeDefined();
    await portal.store.portal.people.setBlocked(person.id, portal.clock.now());
    expect(await read(sessionSecret)).toBeUndefined();
    await portal.store.portal.people.setBlocked(person.id, undefined);
    expect(await read(sessionSecret)).toBeDefined();
  });
});
