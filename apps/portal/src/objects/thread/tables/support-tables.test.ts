import { randomBytes, randomUUID } from 'node:crypto';
import { createManualClock } from '@garance/core';
import { buildDurableStore, createVault, type DatabaseConnection } from '@garance/store';
import { aDraft, aMail, aSignIn, testDatabases } from '@garance/store/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { platformMigrations } from '../../migrations/portal-migrations.ts';
import { createPortalStore, type PortalStore } from '../../portal-store.ts';
import type { NewThread } from './threads.ts';

const at = Date.UTC(2026, 0, 5, 9);
const hub = { platform: 'standard', environment: 'integration' } as const;

describe.each(testDatabases(platformMigrations))(
  'tables of support and administration, on $name',
  ({ connect }) => {
    let connection: DatabaseConnection;
    let store: PortalStore;
    let personId: string;
    let otherId: string;

    beforeAll(async () => {
      connection = await connect();
      store = createPortalStore(connection, {
        vault: createVault(randomBytes(32)),
        clock: createManualClock(at),
        logger: { warn: () => {}, error: () => {} },
        mailDomain: 'garance.invalid',
      });
      const person = (email: string) => store.people.create({ email, name: 'Camille', locale: 'fr' });
      personId = (await person('one@example.org')).id;
      otherId = (await person('two@example.org')).id;
    });
    afterAll(() => connection.close());

    async function aThread(changes: Partial<NewThread> = {}): Promise<string> {
      const id = randomUUID();
      const subject = 'Clé refusée';
      await store.threads.create({
        id,
        openedBy: personId,
        subject,
        state: 'open',
        createdAtMs: at,
        ...changes,
      });
      return id;
    }

    test('a thread changes state once per version, and keeps the time of its first answer', async () => {
      const id = await aThread();
      const change = { id, from: 'open', version: 1, to: 'answered', atMs: at + 10 } as const;
      expect(await store.threads.setState(change)).toBe(true);
      expect(await store.threads.setState(change)).toBe(false);
      await store.threads.noteFirstAnswer(id, at + 10);
      const next = { id, from: 'answered', version: 2, to: 'waiting', atMs: at + 20 } as const;
      expect(await store.threads.setState(next)).toBe(true);
      await store.threads.noteFirstAnswer(id, at + 20);
      expect(await store.threads.find(id)).toMatchObject({
        state: 'waiting',
        version: 3,
        waitingSinceMs: at + 20,
        firstAnswerAtMs: at + 10,
      });
    });

    test('a thread keeps its place in the queue when its author writes again', async () => {
      const id = await aThread();
      const again = { id, from: 'open', version: 1, to: 'open', atMs: at + 1_000 } as const;
      expect(await store.threads.setState(again)).toBe(true);
      expect(await store.threads.find(id)).toMatchObject({ version: 2, waitingSinceMs: at });
    });

    test('the queue lists the longest waiting first, by pages, by state and by words of subject and organisation', async () => {
      const state = 'closed';
      const [first, second, third] = [
        await aThread({ state, createdAtMs: at - 30, foundBy: 'Mairie de Vaucresson' }),
        await aThread({ state, createdAtMs: at - 20, subject: 'Jeton illisible' }),
        await aThread({ state, createdAtMs: at - 10 }),
      ];
      const ids = async (query: object) =>
        (await store.threads.queue({ state, limit: 10, ...query })).map(({ id }) => id);
      expect(await ids({})).toEqual([first, second, third]);
      expect(await ids({ after: { atMs: at - 30, id: first } })).toEqual([second, third]);
      expect(await ids({ text: 'jetón ILLIS' })).toEqual([second]);
      expect(await ids({ text: 'vaucresson' })).toEqual([first]);
      expect(await ids({ text: "' | !x:*" })).toEqual([]);
      expect((await store.threads.countByState()).get('closed')).toBe(3);
    });

    test('a person sees their own threads without organisation and those of their organisations, and none of one they left', async () => {
      const own = await aThread({ openedBy: otherId, createdAtMs: at + 1 });
      const theirs = await aThread({
        openedBy: otherId,
        organisationId: 'organisation-a',
        createdAtMs: at + 2,
      });
      const colleagues = await aThread({ organisationId: 'organisation-a', createdAtMs: at + 3 });
      await aThread({ organisationId: 'organisation-b' });
      const listed = async (organisationIds: readonly string[], more = {}) =>
        (await store.threads.visibleTo({ personId: otherId, organisationIds, limit: 10, ...more })).map(
          ({ id }) => id,
        );
      expect(await listed(['organisation-a'])).toEqual([colleagues, theirs, own]);
      expect(await listed(['organisation-a'], { after: { atMs: at + 3, id: colleagues } })).toEqual([
        theirs,
        own,
      ]);
      expect(await listed([])).toEqual([own]);
    });

    test('an incident is announced, changed and ended under one id; the newest is first', async () => {
      const incident = {
        id: randomUUID(),
        kind: 'incident',
        title: { fr: 'Panne', en: 'Outage' },
        text: { fr: 'Nous cherchons.', en: 'We are looking.' },
        beginsAtMs: at,
        announcedBy: personId,
      } as const;
      await store.incidents.put(incident);
      const later = { ...incident, id: randomUUID(), kind: 'maintenance', beginsAtMs: at + 5 } as const;
      await store.incidents.put(later);
      await store.incidents.put({ ...incident, endsAtMs: at + 9 });
      expect(await store.incidents.list(10)).toEqual([later, { ...incident, endsAtMs: at + 9 }]);
      expect(await store.incidents.find(incident.id)).toEqual({ ...incident, endsAtMs: at + 9 });
    });

    describe('requests that need a second operator', () => {
      const ask = async () => {
        const id = randomUUID();
        const detail = { hub: 'plus/production' };
        await store.approvals.ask({
          id,
          action: 'hub-keys.rotate',
          objectId: 'plus/production',
          detail,
          requestedBy: personId,
          requestedAtMs: at,
        });
        return id;
      };

      test('are decided once, by another operator', async () => {
        const id = await ask();
        expect((await store.approvals.open()).map((approval) => approval.id)).toContain(id);
        const decision = { by: otherId, atMs: at + 1, verdict: 'approved' } as const;
        expect(await store.approvals.decide(id, decision)).toBe(true);
        expect(await store.approvals.decide(id, { ...decision, verdict: 'refused' })).toBe(false);
        expect((await store.approvals.find(id))?.decision).toEqual(decision);
        expect((await store.approvals.open()).map((approval) => approval.id)).not.toContain(id);
      });

      test('are never decided by their author, and the database has the same rule', async () => {
        const id = await ask();
        const alone = { by: personId, atMs: at, verdict: 'approved' } as const;
        expect(await store.approvals.decide(id, alone)).toBe(false);
        const around = sql`update approval set decided_by = asked_by, decided_at_ms = 1, verdict = 'approved'
        where id = ${id}`.execute(connection.db);
        await expect(around).rejects.toThrow();
      });
    });

    test('figures count sign-ins by day, service, provider and level, of one hub or all', async () => {
      const day = 24 * 3600 * 1000;
      const { signIns } = buildDurableStore(connection, {
        vault: createVault(randomBytes(32)),
        clock: createManualClock(at),
      });
      await signIns.append([
        aSignIn('a', { atMs: at, providerId: 'impots' }),
        aSignIn('b', { atMs: at + day, providerId: 'poste', level: 'eidas3' }),
        aSignIn('c', { atMs: at + day, providerId: 'impots' }),
        aSignIn('d', { atMs: at + day, hub, level: 'eidas1' }),
        aSignIn('e', { atMs: at + 2 * day }),
      ]);
      const range = { fromMs: at, toMs: at + 2 * day } as const;
      expect(await store.figures.perDay(range)).toEqual([
        { key: '2026-01-05', count: 1 },
        { key: '2026-01-06', count: 3 },
      ]);
      expect(await store.figures.by('provider_id', { ...range, environment: 'production' })).toEqual([
        { key: 'impots', count: 2 },
        { key: 'poste', count: 1 },
      ]);
      expect(await store.figures.by('level', { ...range, platform: 'standard' })).toEqual([
        { key: 'eidas1', count: 1 },
      ]);
      expect(await signIns.forget(at + day)).toBe(1);
      expect(await store.figures.by('service_id', { ...range, toMs: at + 9 * day })).toEqual([
        { key: 'service', count: 4 },
      ]);
    });

    test('figures count authorization requests by outcome', async () => {
      const entry = { atMs: at, hub, clientId: 'c', endpoint: 'authorize', occurrenceId: 'o', checks: [] };
      await store.trace.append([
        { ...entry, outcome: 'accepted' },
        { ...entry, outcome: 'accepted' },
        { ...entry, outcome: 'authorize.scope_missing' },
        { ...entry, outcome: 'token.pkce_failed', endpoint: 'token' },
      ]);
      expect(await store.figures.outcomes({ fromMs: at, toMs: at + 1 })).toEqual([
        { key: 'accepted', count: 2 },
        { key: 'authorize.scope_missing', count: 1 },
      ]);
    });

    test('figures count the mails that wait, and those that failed', async () => {
      await store.outbox.enqueue(aMail('waits', at + 3_600_000));
      await store.outbox.enqueue(aMail('failed', at + 3_600_000));
      const [claimed] = await store.outbox.claim(1, 60);
      await store.outbox.failed(claimed?.id ?? '', at + 60_000);
      expect(await store.figures.waitingMails(at)).toEqual({ count: 2, retried: 1 });
    });

    test('published registrations are found by client id and by words of their name, by pages of their hub', async () => {
      await store.registrations.publish(
        aDraft({ id: 'r1', clientId: 'c-1', displayName: 'Portail des familles' }),
      );
      await store.registrations.publish(
        aDraft({ id: 'r2', clientId: 'c-2', displayName: 'Démarches en ligne' }),
      );
      await store.registrations.publish(
        aDraft({ id: 'r2', clientId: 'c-2', displayName: 'Démarches & familles' }),
      );
      await store.registrations.publish(aDraft({ id: 'r3', clientId: 'c-3', platform: 'plus' }));
      await store.registrations.setStatus('r2', 'suspended');
      const ids = async (query: object) =>
        (await store.registrationSearch.list({ hub, limit: 10, ...query })).map(({ id }) => id);
      expect(await ids({})).toEqual(['r1', 'r2']);
      expect(await ids({ after: 'c-1' })).toEqual(['r2']);
      expect(await ids({ text: 'FAMIL' })).toEqual(['r1', 'r2']);
      expect(await ids({ text: 'démar' })).toEqual(['r2']);
      expect(await ids({ text: 'c-1' })).toEqual(['r1']);
      expect(await ids({ text: "!') -- :*" })).toEqual([]);
      expect(await ids({ status: 'suspended' })).toEqual(['r2']);
      expect(await store.registrationSearch.find('r2')).toMatchObject({ version: 2, status: 'suspended' });
    });

    test('an overriding subject is stored together with the approval that allows it, or not at all', async () => {
      const override = {
        environment: 'production',
        personFingerprint: 'f',
        sectorId: 's',
        sub: 'old',
      } as const;
      const undone = store.transaction(async (tables) => {
        await tables.subjectOverrides.put(override);
        throw new Error('given back');
      });
      await expect(undone).rejects.toThrow('given back');
      expect((await store.subjectOverrides.list('production')).size).toBe(0);
      await store.transaction((tables) => tables.subjectOverrides.put(override));
      expect(await store.subjectOverrides.list('production')).toEqual(new Map([['f|s', 'old']]));
    });
  },
);

describe.each(testDatabases(platformMigrations))('a queue with 10,000 threads, on $name', ({ connect }) => {
  test('reads each page by its index', async () => {
    const connection = await connect();
    const { db } = connection;
    await sql`insert into person (id, email, name, locale, created_at_ms) values ('p', 'p@x.fr', 'P', 'fr', 0)`.execute(
      db,
    );
    await sql`insert into support_thread
      select 't' || i, 'o' || i % 50, null, 'p', 'Sujet', 'open', 1, 'sujet ' || i, i, i, null
      from generate_series(1, 10000) i`.execute(db);
    await sql`analyze support_thread`.execute(db);
    const plan = async (where: string) => {
      const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${sql.raw(where)}`.execute(db);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    };
    const page = `select * from support_thread where state = 'open' and (waiting_since_ms, id) > (5000, 't') order by waiting_since_ms, id limit 25`;
    expect(await plan(page)).toMatch(/Index Scan using support_thread_queue/);
    const own = `select * from support_thread where organisation_id = 'o7' order by created_at_ms desc, id desc limit 25`;
    expect(await plan(own)).toMatch(/support_thread_organisation/);
    await connection.close();
  });
});
