import { randomBytes } from 'node:crypto';
import { createManualClock } from '@garance/core';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testDatabases } from '../contract/test-databases.ts';
import type { DatabaseConnection } from '../durable/connection.ts';
import type { Tables } from '../durable/schema.ts';
import { createVault } from '../vault.ts';
import type { AuditEntry } from './audit-log.ts';
import { createPortalStore, type PortalStore } from './portal-store.ts';

const entry = (number: number, changes: Partial<AuditEntry> = {}): AuditEntry => ({
  atMs: 1_767_603_600_000 + number,
  actor: `person-${number % 2}`,
  action: number % 2 === 0 ? 'request.approve' : 'secret.create',
  object: 'request',
  objectId: `request-${number}`,
  detail: { from: 'submitted', to: 'validated', count: number, last: false },
  ...changes,
});

describe.each(testDatabases)('the audit log, on $name', ({ connect }) => {
  let connection: DatabaseConnection;
  let db: Kysely<Tables>;
  let store: PortalStore;
  beforeAll(async () => {
    connection = await connect();
    db = connection.db;
    store = createPortalStore({
      db,
      vault: createVault(randomBytes(32)),
      clock: createManualClock(0),
      logger: { warn: () => {}, error: () => {} },
      mailDomain: 'garance.invalid',
    });
  });
  afterAll(() => connection.close());
  beforeEach(async () => {
    await sql`delete from audit_log`.execute(db);
    await sql`update audit_head set sequence = 0, hash = repeat('0', 64)`.execute(db);
    for (let number = 1; number <= 5; number += 1) {
      await store.transaction((tables) => tables.audit.append(entry(number)));
    }
  });

  test('is whole when nobody has touched it, and when it is empty', async () => {
    expect(await store.audit.verify()).toEqual({ entries: 5 });
    await sql`delete from audit_log`.execute(db);
    await sql`update audit_head set sequence = 0, hash = repeat('0', 64)`.execute(db);
    expect(await store.audit.verify()).toEqual({ entries: 0 });
  });

  test.each([
    ['at_ms', sql`at_ms + 1`],
    ['actor', sql`'somebody-else'`],
    ['action', sql`'request.refuse'`],
    ['object', sql`'service'`],
    ['object_id', sql`'request-9'`],
    ['detail', sql`'{"from":"submitted","to":"refused"}'::jsonb`],
    ['hash', sql`repeat('a', 64)`],
  ])('shows a changed %s at its entry', async (column, value) => {
    await sql`update audit_log set ${sql.ref(column)} = ${value} where sequence = 3`.execute(db);
    expect(await store.audit.verify()).toEqual({ entries: 2, brokenAt: 3 });
  });

  test('shows a removed entry, by the gap and by what follows', async () => {
    await sql`delete from audit_log where sequence = 3`.execute(db);
    expect(await store.audit.verify()).toEqual({ entries: 2, brokenAt: 4 });
    // Closing the gap does not help: what follows was chained to what is gone.
    await sql`update audit_log set sequence = sequence - 1 where sequence > 3`.execute(db);
    expect(await store.audit.verify()).toMatchObject({ brokenAt: 3 });
  });

  test('shows a removed first entry', async () => {
    await sql`delete from audit_log where sequence = 1`.execute(db);
    expect(await store.audit.verify()).toEqual({ entries: 0, brokenAt: 2 });
  });

  test('shows an inserted entry, even with a place made for it', async () => {
    await sql`update audit_log set sequence = sequence + 100 where sequence > 2`.execute(db);
    await sql`update audit_log set sequence = sequence - 99 where sequence > 100`.execute(db);
    await sql`insert into audit_log select 3, at_ms, actor, action, object, object_id, detail, hash
      from audit_log where sequence = 2`.execute(db);
    expect(await store.audit.verify()).toEqual({ entries: 2, brokenAt: 3 });
  });

  test('shows entries that changed places', async () => {
    await sql`update audit_log set sequence = 99 where sequence = 2`.execute(db);
    await sql`update audit_log set sequence = 2 where sequence = 3`.execute(db);
    await sql`update audit_log set sequence = 3 where sequence = 99`.execute(db);
    expect(await store.audit.verify()).toEqual({ entries: 1, brokenAt: 2 });
  });

  test('shows that its end was cut off, one entry or all of them', async () => {
    await sql`delete from audit_log where sequence = 5`.execute(db);
    expect(await store.audit.verify()).toEqual({ entries: 4, brokenAt: 5 });
    await sql`delete from audit_log`.execute(db);
    expect(await store.audit.verify()).toEqual({ entries: 0, brokenAt: 1 });
  });

  test('shows an entry written behind its head', async () => {
    await sql`insert into audit_log select 6, at_ms, actor, action, object, object_id, detail, hash
      from audit_log where sequence = 5`.execute(db);
    expect(await store.audit.verify()).toEqual({ entries: 5, brokenAt: 6 });
  });

  test('is verified beyond its first thousand entries', async () => {
    await store.transaction(async (tables) => {
      for (let number = 6; number <= 1_003; number += 1) await tables.audit.append(entry(number));
    });
    expect(await store.audit.verify()).toEqual({ entries: 1_003 });
    await sql`update audit_log set actor = 'x' where sequence = 1002`.execute(db);
    expect(await store.audit.verify()).toEqual({ entries: 1_001, brokenAt: 1_002 });
  });

  test('does not hold what was given back with its transaction', async () => {
    const given = store.transaction(async (tables) => {
      await tables.audit.append(entry(6));
      throw new Error('given back');
    });
    await expect(given).rejects.toThrow('given back');
    expect(await store.audit.verify()).toEqual({ entries: 5 });
  });

  test('is listed newest first, by pages, and found by who, what and which', async () => {
    const first = await store.audit.list({ limit: 2 });
    expect(first.map(({ sequence }) => sequence)).toEqual([5, 4]);
    const second = await store.audit.list({ limit: 2, before: 4 });
    expect(second.map(({ sequence }) => sequence)).toEqual([3, 2]);
    const of = async (filter: object) =>
      (await store.audit.list({ limit: 10, filter })).map(({ sequence }) => sequence);
    expect(await of({ actor: 'person-0' })).toEqual([4, 2]);
    expect(await of({ action: 'secret.create' })).toEqual([5, 3, 1]);
    expect(await of({ objectId: 'request-3', action: '' })).toEqual([3]);
    expect(await of({ objectId: "' or true --" })).toEqual([]);
  });
});
