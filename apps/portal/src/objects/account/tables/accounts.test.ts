import { randomBytes } from 'node:crypto';
import { createManualClock } from '@garance/core';
import { createVault, type DatabaseConnection } from '@garance/store';
import { dumpTables, testDatabases } from '@garance/store/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOf } from '../../journal/hash-of.ts';
import { platformMigrations } from '../../migrations/portal-migrations.ts';
import { buildPlatformStore, type PlatformStore, type PortalStore } from '../../portal-store.ts';

const nowMs = 1_000_000;

describe.each(testDatabases(platformMigrations))('accounts at rest, on $name', ({ connect }) => {
  let connection: DatabaseConnection;
  let store: PlatformStore;
  let portal: PortalStore;
  beforeAll(async () => {
    connection = await connect();
    const clock = createManualClock(nowMs);
    store = buildPlatformStore(connection, { vault: createVault(randomBytes(32)), clock });
    portal = store.portal;
  });
  afterAll(() => store.close());

  it('a database dump reveals no session, one-time code, TOTP secret, invitation link or challenge (security.md 19)', async () => {
    const person = await portal.people.create({ email: 'w@itness.example', name: 'Witness', locale: 'fr' });
    const organisation = await portal.organisations.create({
      siret: '13002526500013',
      name: 'W',
      address: 'W',
    });
    const planted = {
      session: randomBytes(32).toString('base64url'),
      browser: randomBytes(32).toString('base64url'),
      email: 'planted.person@address.example',
      code: '704213',
      totp: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
      invitation: randomBytes(32).toString('base64url'),
      challenge: randomBytes(32).toString('base64url'),
    };
    await portal.portalSessions.begin({
      secret: planted.session,
      personId: person.id,
      method: 'mail-code',
      atMs: nowMs,
      secondFactor: false,
      device: '',
    });
    const code = { email: planted.email, code: planted.code, tries: 5, expiresAtMs: nowMs + 1000 };
    await portal.signInCodes.put({ ...code, browserSecret: planted.browser });
    await portal.signInCodes.put({ ...code, browserSecret: randomBytes(32).toString('base64url') });
    await portal.totpFactors.putPending(person.id, planted.totp);
    await portal.totpFactors.confirm(person.id, 1);
    await portal.invitations.create({
      secret: planted.invitation,
      organisationId: organisation.id,
      email: 'i@nvited.example',
      role: 'reader',
      invitedBy: 'system',
      lifetimeMs: 1000,
    });
    const errand = { browserSecret: planted.browser, purpose: 'passkey-sign-in' };
    await portal.browserErrands.put({ ...errand, value: planted.challenge, expiresAtMs: nowMs + 1000 });
    const dump = await dumpTables(connection);
    const all = [...dump.values()].join('\n');
    expect(all).toContain('w@itness.example');
    for (const table of ['portal_session', 'sign_in_code', 'totp', 'invitation', 'browser_errand']) {
      expect(dump.get(table)?.length, `${table} holds something`).toBeGreaterThan(0);
    }
    for (const [name, value] of Object.entries(planted)) {
      if (name !== 'code') expect(all.includes(value), name).toBe(false);
      expect(all.includes(Buffer.from(value).toString('base64url').slice(2, -2)), name).toBe(false);
    }
    // Six digits may occur by chance in longer numbers, so the code is searched for as a whole value and as its hash
    // without a key.
    expect(dump.get('sign_in_code')).not.toMatch(/\b704213\b/);
    expect(all).not.toContain(hashOf('sign-in-code', planted.code));
    const hashes = await sql<{ hash: string }>`select code_hash as hash from sign_in_code`.execute(
      connection.db,
    );
    expect(new Set(hashes.rows.map(({ hash }) => hash)).size).toBe(2);
    expect(await portal.totpFactors.find(person.id)).toBe(planted.totp);
    expect(await portal.browserErrands.take(errand, nowMs)).toBe(planted.challenge);
    expect(await portal.browserErrands.take(errand, nowMs)).toBeUndefined();
  });

  it('a sealed TOTP secret copied to another person’s row does not open there', async () => {
    const honest = await portal.people.create({ email: 'h@onest.example', name: 'H', locale: 'fr' });
    const thief = await portal.people.create({ email: 't@hief.example', name: 'T', locale: 'fr' });
    for (const { id } of [honest, thief]) {
      await portal.totpFactors.putPending(id, `SECRET${id.slice(0, 2)}`);
      await portal.totpFactors.confirm(id, 1);
    }
    await sql`update totp set sealed_secret = (select sealed_secret from totp where person_id = ${honest.id})
      where person_id = ${thief.id}`.execute(connection.db);
    await expect(portal.totpFactors.find(thief.id)).rejects.toMatchObject({ code: 'store.unreadable' });
  });

  it('the first acceptance of the terms of use is kept, by person and version', async () => {
    const { id: personId } = await portal.people.create({ email: 'c@gu.example', name: 'C', locale: 'fr' });
    await portal.termsAcceptances.record({ personId, version: '2026-01', acceptedAtMs: 1 });
    await portal.termsAcceptances.record({ personId, version: '2026-01', acceptedAtMs: 2 });
    await portal.termsAcceptances.record({ personId, version: '2026-02', acceptedAtMs: 3 });
    expect(await portal.termsAcceptances.ofPerson(personId)).toEqual([
      { personId, version: '2026-02', acceptedAtMs: 3 },
      { personId, version: '2026-01', acceptedAtMs: 1 },
    ]);
    expect(await portal.termsAcceptances.has(personId, '2025-01')).toBe(false);
  });

  it('of many concurrent creations of one person one is made, and all return it', async () => {
    const people = await Promise.all(
      Array.from({ length: 20 }, () =>
        portal.people.create({ email: 'Same@X.example', name: 'S', locale: 'en' }),
      ),
    );
    expect(new Set(people.map(({ id }) => id)).size).toBe(1);
  });

  it('search reads pages of 10,000 organisations by an index', async () => {
    await sql`insert into organisation (id, siret, name, address, created_at_ms)
      select 'o' || n, lpad(n::text, 14, '0'), 'Commune ' || n, '', 0 from generate_series(1, 10000) n`.execute(
      connection.db,
    );
    await sql`analyze organisation`.execute(connection.db);
    const first = await portal.organisations.search({ limit: 20 });
    const last = first.at(-1);
    const second = await portal.organisations.search({
      limit: 20,
      ...(last !== undefined && { after: last }),
    });
    expect(new Set([...first, ...second].map(({ id }) => id)).size).toBe(40);
    expect((await portal.organisations.search({ text: 'commune 999', limit: 20 })).length).toBe(11);
    expect((await portal.organisations.search({ text: '100%', limit: 20 })).length).toBe(0);
    const plan = await sql<{ 'QUERY PLAN': string }>`explain select * from organisation
      where (lower(name), id) > ('commune 5', 'o5') order by lower(name), id limit 20`.execute(connection.db);
    expect(plan.rows.map((row) => row['QUERY PLAN']).join()).toContain('organisation_by_name');
  });
});
