import { randomBytes, randomUUID } from 'node:crypto';
import { createManualClock } from '@garance/core';
import { createVault } from '@garance/store';
import { testDatabases, type WatchedConnection, watchQueries } from '@garance/store/testing';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { up } from '../../migrations/0016-organisations.ts';
import { platformMigrations } from '../../migrations/portal-migrations.ts';
import {
  buildPlatformStore,
  type PlatformStore,
  type PortalStore,
  withPortalTables,
} from '../../portal-store.ts';
import type { Tables } from '../../schema.ts';
import { organisationState } from './organisations.ts';

const nowMs = 1_000_000;
const siret = '13002526500013';

describe.each(testDatabases(platformMigrations))('organisations, on $name', ({ connect }) => {
  let connection: WatchedConnection;
  let store: PlatformStore;
  let portal: PortalStore;
  beforeAll(async () => {
    connection = watchQueries(await connect());
    store = buildPlatformStore(connection, {
      vault: createVault(randomBytes(32)),
      clock: createManualClock(nowMs),
    });
    portal = store.portal;
  });
  afterAll(() => store.close());

  const make = (name: string, more: { siret?: string; createdBy?: string } = {}) =>
    portal.organisations.create({ siret, name, address: '', ...more });

  it('several unproven ones may name one SIRET; at most one of those is proven and not removed', async () => {
    const first = await make('First');
    const second = await make('Second');
    expect((await portal.organisations.claimants(siret)).map(({ name }) => name).sort()).toEqual([
      'First',
      'Second',
    ]);
    expect(await portal.organisations.findProven(siret)).toBeUndefined();
    await portal.organisations.prove(first.id, 'officer', nowMs);
    expect(await portal.organisations.findProven(siret)).toMatchObject({
      id: first.id,
      proof: { by: 'officer', atMs: nowMs },
    });
    await expect(portal.organisations.prove(second.id, 'datapass', nowMs)).rejects.toThrow();
    expect((await portal.organisations.claimants(siret)).map(({ id }) => id)).toEqual([second.id]);
    await portal.organisations.setRemoved(first.id, nowMs);
    await portal.organisations.prove(second.id, 'datapass', nowMs);
    expect((await portal.organisations.findProven(siret))?.id).toBe(second.id);
    await portal.organisations.setRemoved(second.id, nowMs);
  });

  it('of twenty concurrent proofs of one SIRET one is kept', async () => {
    const own = '99900000100019';
    const made = await Promise.all(Array.from({ length: 20 }, (_, n) => make(`P${n}`, { siret: own })));
    const outcomes = await Promise.all(
      made.map(({ id }) =>
        portal.transaction(async ({ organisations }) => {
          await organisations.holdSiret(own);
          if ((await organisations.findProven(own)) !== undefined) return false;
          await organisations.prove(id, 'professional', nowMs);
          return true;
        }),
      ),
    );
    expect(outcomes.filter(Boolean)).toHaveLength(1);
  });

  it('is proven only while it is neither blocked nor removed', async () => {
    const { id } = await make('Third');
    const { isProven } = portal.organisations;
    expect(await isProven(id)).toBe(false);
    await portal.organisations.prove(id, 'officer', nowMs);
    expect(await isProven(id)).toBe(true);
    await portal.organisations.setBlocked(id, { atMs: nowMs, reason: 'Because' });
    expect(await isProven(id)).toBe(false);
    await portal.organisations.setBlocked(id, undefined);
    expect(await isProven(id)).toBe(true);
    await portal.organisations.setRemoved(id, nowMs);
    expect(await isProven(id)).toBe(false);
    expect(await isProven(randomUUID())).toBe(false);
  });

  it('can lose its SIRET only while it is unproven', async () => {
    const claimant = await make('Claimant');
    const proven = await make('Proven');
    await portal.organisations.prove(proven.id, 'officer', nowMs);
    for (const { id } of [claimant, proven]) await portal.organisations.dropSiret(id);
    expect(await portal.organisations.find(claimant.id)).not.toHaveProperty('siret');
    expect(await portal.organisations.find(proven.id)).toMatchObject({ siret });
    await portal.organisations.setRemoved(proven.id, nowMs);
  });

  it('a membership of a blocked or removed organisation is not active', async () => {
    const person = await portal.people.create({ email: 'a@ctive.example', name: 'A', locale: 'fr' });
    const { id } = await make('Active');
    await portal.memberships.put({ organisationId: id, personId: person.id, role: 'owner' });
    const isActive = async () =>
      (await portal.memberships.ofPerson(person.id)).map((membership) => membership.isActive);
    expect(await isActive()).toEqual([true]);
    await portal.organisations.setBlocked(id, { atMs: nowMs, reason: 'Because' });
    expect(await isActive()).toEqual([false]);
    await portal.organisations.setBlocked(id, undefined);
    await portal.organisations.setRemoved(id, nowMs);
    expect(await isActive()).toEqual([false]);
  });

  it('counts the unproven organisations that one person made', async () => {
    const by = randomUUID();
    const [first, two] = [await make('One', { createdBy: by }), await make('Two', { createdBy: by })];
    await make('Foreign', { createdBy: randomUUID() });
    expect(await portal.organisations.countUnprovenBy(by)).toBe(2);
    await portal.organisations.setRemoved(first.id, nowMs);
    await portal.organisations.prove(two.id, 'officer', nowMs);
    expect(await portal.organisations.countUnprovenBy(by)).toBe(0);
    await portal.organisations.setRemoved(two.id, nowMs);
  });

  it('is searched by state, the same as the organisation has', async () => {
    const states = ['unproven', 'proven', 'blocked', 'removed'] as const;
    const all = await portal.organisations.search({ limit: 100 });
    for (const state of states) {
      const found = await portal.organisations.search({ state, limit: 100 });
      expect(found.map(({ id }) => id)).toEqual(
        all.filter((organisation) => organisationState(organisation) === state).map(({ id }) => id),
      );
    }
  });

  it('the employer named by the professional account is the latest one, with its date', async () => {
    const { professionalIdentities: identities, people } = portal;
    const { id } = await people.create({ email: 'p@ro.example', name: 'P', locale: 'fr' });
    const identity = { issuer: 'https://pro.example', subject: 's' };
    await identities.add({ ...identity, personId: id });
    expect(await identities.worksAt(id, siret, 0)).toBe(false);
    await identities.noteSiret(identity, siret, 1000);
    expect(await identities.worksAt(id, siret, 999)).toBe(true);
    expect(await identities.worksAt(id, siret, 1000)).toBe(false);
    expect(await identities.worksAt(id, '99900000100019', 0)).toBe(false);
    await identities.noteSiret(identity, undefined, 2000);
    expect(await identities.worksAt(id, siret, 0)).toBe(false);
  });

  it('invitations sent by a person, of an organisation, or both are withdrawn together', async () => {
    const [first, second] = [await make('Here'), await make('There')];
    const [a, b] = [randomUUID(), randomUUID()];
    const invite = async (organisationId: string, invitedBy: string) =>
      portal.invitations.create({
        secret: randomBytes(32).toString('base64url'),
        organisationId,
        email: `${randomUUID()}@x.example`,
        role: 'reader',
        invitedBy,
        lifetimeMs: 1000,
      });
    for (const place of [first, second]) for (const by of [a, b]) await invite(place.id, by);
    const open = async () => [
      (await portal.invitations.openOf(first.id)).length,
      (await portal.invitations.openOf(second.id)).length,
    ];
    expect(await portal.invitations.withdrawAll({ organisationId: first.id, invitedBy: a })).toBe(1);
    expect(await open()).toEqual([1, 2]);
    expect(await portal.invitations.withdrawAll({ invitedBy: a })).toBe(1);
    expect(await open()).toEqual([1, 1]);
    expect(await portal.invitations.withdrawAll({ organisationId: second.id })).toBe(1);
    expect(await open()).toEqual([1, 0]);
  });

  it('a person who is removed keeps neither name nor address, and the address can be used again', async () => {
    const before = await portal.people.create({ email: 'gone@x.example', name: 'Gone', locale: 'fr' });
    await portal.people.remove(before.id, nowMs, 'Asked for');
    expect(await portal.people.find(before.id)).toMatchObject({
      email: `removed-${before.id}@removed.invalid`,
      blockedAtMs: nowMs,
      removedAtMs: nowMs,
    });
    expect((await portal.people.search({ text: 'gone', limit: 5 })).length).toBe(0);
    const after = await portal.people.create({ email: 'gone@x.example', name: 'New', locale: 'fr' });
    expect(after.id).not.toBe(before.id);
  });

  it.each([
    ['person.one@x.example', 'beginning of the address'],
    ['PERSON.one', 'in any case'],
    ['leroy', 'a word of the name'],
    ['Ler Zo', 'beginnings of words of the name'],
  ])('people are found by %s: %s', async (text) => {
    await portal.people.create({ email: 'person.one@x.example', name: 'Zoé Leroy', locale: 'fr' });
    expect((await portal.people.search({ text, limit: 5 })).map(({ email }) => email)).toEqual([
      'person.one@x.example',
    ]);
  });

  it.each(['%', '_erson', "'", 'x & !y', ':*'])('people are not found by %s', async (text) => {
    expect(await portal.people.search({ text, limit: 5 })).toEqual([]);
  });

  it('lists of ten thousand organisations and people are answered by an index', async () => {
    await sql`insert into organisation (id, siret, name, address, created_at_ms)
      select 'o' || n, lpad(n::text, 14, '0'), 'Commune ' || n, '', 0 from generate_series(1, 10000) n`.execute(
      connection.db,
    );
    await sql`insert into person (id, email, name, locale, created_at_ms)
      select 'p' || n, 'person' || n || '@x.example', 'Camille Essai' || n, 'fr', 0
      from generate_series(1, 10000) n`.execute(connection.db);
    await connection.analyze();
    const { organisations, people, clientRegistrations, invitations } = portal;
    const queries = [
      () => organisations.search({ text: 'commune 4711', limit: 26 }),
      () => organisations.search({ text: '00000000004711', limit: 26 }),
      () => organisations.findProven('00000000004711'),
      () => organisations.claimants('00000000004711'),
      () => organisations.countUnprovenBy('p1'),
      () => people.search({ limit: 26, after: 'person5@x.example' }),
      () => people.search({ text: 'person4711', limit: 26 }),
      () => people.search({ text: 'essai4711', limit: 26 }),
      () => clientRegistrations.ofOrganisation('o1'),
      () => invitations.openOf('o1'),
    ];
    for (const work of queries) {
      const plans = (await connection.plansOf(work)).flatMap(({ plan }) => plan).join('\n');
      expect(plans).not.toMatch(/Seq Scan on (organisation|person)\b/);
    }
  });
});

describe.each(testDatabases(platformMigrations))(
  'organisations made before proofs existed, on $name',
  ({ connect }) => {
    it('are proven by a habilitation in force only; their creator is read from the audit log', async () => {
      const connection = await connect();
      // The transaction is rolled back, so that the database keeps its schema.
      const error = new Error('given back');
      const work = connection.db.transaction().execute(async (db) => {
        await expectProven(withPortalTables(db));
        throw error;
      });
      await expect(work).rejects.toBe(error);
      await connection.close();
    });

    async function expectProven(db: Kysely<Tables>): Promise<void> {
      // Undoes the migration, inserts rows of the earlier schema and runs the migration over them.
      for (const statement of [
        'drop index organisation_of_siret',
        'drop index organisation_creator',
        'alter table organisation drop constraint organisation_proof, drop constraint organisation_proven_siret',
        `alter table organisation drop column proven_at_ms, drop column proven_by, drop column created_by,
        drop column blocked_at_ms, drop column block_reason, drop column removed_at_ms`,
        'alter table organisation alter column siret set not null',
        'alter table organisation add constraint organisation_siret_key unique (siret)',
        'drop index person_email_prefix',
        'drop index person_name_words',
        'alter table person drop column block_reason, drop column removed_at_ms',
        'alter table professional_identity drop column siret, drop column siret_at_ms',
        'drop index invitation_inviter',
        'drop index access_organisation',
      ]) {
        await sql.raw(statement).execute(db);
      }
      const habilitations = { granted: '', superseded: ', superseded_at_ms', revoked: ', revoked_at_ms' };
      let serial = 10_000_000_000_000;
      for (const [name, column] of Object.entries({ ...habilitations, nothing: undefined })) {
        serial += 1;
        await sql`insert into organisation (id, siret, name, address, created_at_ms)
        values (${name}, ${`${serial}`}, ${name}, '', 0)`.execute(db);
        await sql`insert into service (id, organisation_id, name, kind, eligibility, search_text, created_at_ms)
        values (${name}, ${name}, ${name}, 'public', '{}', '', 0)`.execute(db);
        await sql`insert into request (id, service_id, organisation_id, platform, state, version, answers, step_edits,
          title, search_text, owner_id, common_identifier, created_at_ms, updated_at_ms, ordered_at_ms, clock_used_days)
        values (${name}, ${name}, ${name}, 'standard', 'validated', 1, '{}', '{}', '', '', 'p', false, 0, 0, 0, 0)`.execute(
          db,
        );
        if (column === undefined) continue;
        await sql`insert into habilitation (id, request_id, service_id, platform, level, scopes, type,
          common_identifier, snapshot, validated_at_ms${sql.raw(column)})
        values (${name}, ${name}, ${name}, 'standard', 'eidas1', '[]', 'public', false, '{}', 42
          ${sql.raw(column === '' ? '' : ', 43')})`.execute(db);
      }
      await sql`insert into audit_log (sequence, at_ms, actor, action, object, object_id, detail, hash)
      values (1, 0, 'maker', 'organisation.create', 'organisation', 'granted', '{}', '')`.execute(db);
      await up(db as unknown as Kysely<unknown>);
      const { rows } = await sql<{
        id: string;
        proven_by: string | null;
        at: unknown;
        created_by: string | null;
      }>`
      select id, proven_by, proven_at_ms as at, created_by from organisation order by id`.execute(db);
      expect(rows.map((row) => ({ ...row, at: row.at === null ? null : Number(row.at) }))).toEqual([
        { id: 'granted', proven_by: 'habilitation', at: 42, created_by: 'maker' },
        ...['nothing', 'revoked', 'superseded'].map((id) => ({
          id,
          proven_by: null,
          at: null,
          created_by: null,
        })),
      ]);
    }
  },
);
