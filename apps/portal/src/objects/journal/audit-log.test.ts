import { randomBytes } from 'node:crypto';
import { createManualClock } from '@garance/core';
import { createVault, type DatabaseConnection } from '@garance/store';
import { testDatabases } from '@garance/store/testing';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { platformMigrations } from '../migrations/portal-migrations.ts';
import { createPortalStore, type PortalStore } from '../portal-store.ts';
import type { Tables } from '../schema.ts';
import type { AuditAnchor, AuditHead } from './audit-anchor.ts';
import { genesis, unkeyedHash } from './audit-chain.ts';
import type { AuditEntry } from './audit-entry.ts';

const entry = (number: number, changes: Partial<AuditEntry> = {}): AuditEntry => ({
  atMs: 1_767_603_600_000 + number,
  actor: `person-${number % 2}`,
  action: number % 2 === 0 ? 'request.approve' : 'secret.create',
  object: 'request',
  objectId: `request-${number}`,
  detail: { from: 'submitted', to: 'validated', count: number, last: false },
  ...changes,
});

/** Heads kept in memory, which write access to the database does not reach. */
function createMemoryAnchor() {
  const heads: AuditHead[] = [];
  const anchor: AuditAnchor = {
    record: async (more) => void heads.push(...more),
    read: async function* () {
      yield* heads;
    },
  };
  return { anchor, heads };
}

describe.each(testDatabases(platformMigrations))('the audit log, on $name', ({ connect }) => {
  let connection: DatabaseConnection;
  let db: Kysely<Tables>;
  const vault = createVault(randomBytes(32));
  const storeWith = (auditAnchor?: AuditAnchor): PortalStore =>
    createPortalStore(
      { db },
      {
        vault,
        clock: createManualClock(0),
        logger: { warn: () => {}, error: () => {} },
        mailDomain: 'garance.invalid',
        auditAnchor,
      },
    );
  let store: PortalStore;
  beforeAll(async () => {
    connection = await connect();
    db = connection.db;
    store = storeWith();
  });
  afterAll(() => connection.close());
  /** Resets the table to what the migrations leave. */
  const empty = async () => {
    await sql`delete from audit_log`.execute(db);
    await sql`delete from audit_head`.execute(db);
    await sql`delete from secret where name = 'audit-chain'`.execute(db);
    await sql`insert into audit_head (sequence, hash) values (0, repeat('0', 64))`.execute(db);
  };
  /** The first entry records the creation of the key. */
  beforeEach(async () => {
    await empty();
    await store.audit.begin(1);
    for (let number = 2; number <= 5; number += 1) {
      await store.transaction((tables) => tables.audit.append(entry(number)));
    }
  });

  test('verifies when it was not changed', async () => {
    expect(await store.audit.verify()).toEqual({ entries: 5 });
    await store.audit.begin(2);
    expect(await store.audit.verify()).toEqual({ entries: 5 });
  });

  test.each([
    ['at_ms', sql`at_ms + 1`],
    ['actor', sql`'other-person'`],
    ['action', sql`'request.refuse'`],
    ['object', sql`'service'`],
    ['object_id', sql`'request-9'`],
    ['detail', sql`'{"from":"submitted","to":"refused"}'::jsonb`],
    ['hash', sql`repeat('a', 64)`],
    ['keyed', sql`false`],
  ])('shows a changed %s at its entry', async (column, value) => {
    await sql`update audit_log set ${sql.ref(column)} = ${value} where sequence = 3`.execute(db);
    expect(await store.audit.verify()).toEqual({ entries: 2, brokenAt: 3, reason: 'entry' });
  });

  test('shows a removed entry, by the gap in the numbers and by the next hash', async () => {
    await sql`delete from audit_log where sequence = 3`.execute(db);
    expect(await store.audit.verify()).toEqual({ entries: 2, brokenAt: 4, reason: 'entry' });
    // Renumbering does not help: the following entry contains the hash of the removed one.
    await sql`update audit_log set sequence = sequence - 1 where sequence > 3`.execute(db);
    expect(await store.audit.verify()).toMatchObject({ brokenAt: 3 });
  });

  test('shows a removed first entry', async () => {
    await sql`delete from audit_log where sequence = 1`.execute(db);
    expect(await store.audit.verify()).toEqual({ entries: 0, brokenAt: 2, reason: 'entry' });
  });

  test('shows an inserted entry, even with a place made for it', async () => {
    await sql`update audit_log set sequence = sequence + 100 where sequence > 2`.execute(db);
    await sql`update audit_log set sequence = sequence - 99 where sequence > 100`.execute(db);
    await sql`insert into audit_log select 3, at_ms, actor, action, object, object_id, detail, hash, keyed
      from audit_log where sequence = 2`.execute(db);
    expect(await store.audit.verify()).toEqual({ entries: 2, brokenAt: 3, reason: 'entry' });
  });

  test('shows entries that changed places', async () => {
    await sql`update audit_log set sequence = 99 where sequence = 2`.execute(db);
    await sql`update audit_log set sequence = 2 where sequence = 3`.execute(db);
    await sql`update audit_log set sequence = 3 where sequence = 99`.execute(db);
    expect(await store.audit.verify()).toEqual({ entries: 1, brokenAt: 2, reason: 'entry' });
  });

  test('shows that its end was cut off, one entry or all of them', async () => {
    await sql`delete from audit_log where sequence = 5`.execute(db);
    expect(await store.audit.verify()).toEqual({ entries: 4, brokenAt: 5, reason: 'head' });
    await sql`delete from audit_log`.execute(db);
    expect(await store.audit.verify()).toEqual({ entries: 0, brokenAt: 1, reason: 'head' });
  });

  test('shows an entry written after its head', async () => {
    await sql`insert into audit_log select 6, at_ms, actor, action, object, object_id, detail, hash, keyed
      from audit_log where sequence = 5`.execute(db);
    expect(await store.audit.verify()).toEqual({ entries: 5, brokenAt: 6, reason: 'entry' });
  });

  describe('attack 28: changed by an attacker who can write to the database', () => {
    /** Computes the whole chain again without a key. */
    const rewrite = async () => {
      const { rows } = await sql<{ sequence: number; at_ms: number; action: string; object_id: string }>`
        select * from audit_log order by sequence`.execute(db);
      let previous = genesis;
      for (const row of rows) {
        const sequence = Number(row.sequence);
        const changed = { atMs: Number(row.at_ms), actor: 'attacker', action: row.action, object: 'request' };
        previous = unkeyedHash(previous, sequence, { ...changed, objectId: row.object_id });
        await sql`update audit_log set actor = 'attacker', object = 'request', detail = '{}', hash = ${previous},
          keyed = false where sequence = ${sequence}`.execute(db);
      }
      await sql`update audit_head set hash = ${previous}`.execute(db);
    };

    test('rewritten: entries computed without the key do not verify, nor does the head', async () => {
      await sql`update audit_log set actor = 'attacker', hash = repeat('b', 64) where sequence = 5`.execute(
        db,
      );
      await sql`update audit_head set hash = repeat('b', 64)`.execute(db);
      expect(await store.audit.verify()).toEqual({ entries: 4, brokenAt: 5, reason: 'entry' });
      await rewrite();
      expect(await store.audit.verify()).toEqual({ entries: 5, brokenAt: 6, reason: 'head' });
      // A later entry under the key does not hide the change.
      await store.audit.append(entry(6));
      expect(await store.audit.verify()).toMatchObject({ entries: 6, brokenAt: 7, reason: 'head' });
    });

    test('truncated: a head set back to an earlier entry has no valid seal', async () => {
      const { rows } = await sql<{ hash: string }>`select hash from audit_log where sequence = 4`.execute(db);
      await sql`delete from audit_log where sequence = 5`.execute(db);
      await sql`update audit_head set sequence = 4, hash = ${rows[0]?.hash}`.execute(db);
      expect(await store.audit.verify()).toEqual({ entries: 4, brokenAt: 5, reason: 'head' });
      await store.audit.append(entry(5));
      expect(await store.audit.verify()).toMatchObject({ brokenAt: 6, reason: 'head' });
    });

    test('with its head deleted: is reported as broken, and stays so', async () => {
      await sql`delete from audit_head`.execute(db);
      expect(await store.audit.verify()).toEqual({ entries: 5, brokenAt: 6, reason: 'head' });
      await store.audit.append(entry(6));
      await store.audit.begin(7);
      expect(await store.audit.verify()).toEqual({ entries: 6, brokenAt: 7, reason: 'head' });
      expect(await store.audit.head()).toBeUndefined();
    });

    test('emptied: a log with a key has at least the entry under which the key was made', async () => {
      await sql`delete from audit_log`.execute(db);
      await sql`update audit_head set sequence = 0, hash = repeat('0', 64), seal = null`.execute(db);
      expect(await store.audit.verify()).toEqual({ entries: 0, brokenAt: 1, reason: 'head' });
      await store.audit.append(entry(1));
      expect(await store.audit.verify()).toMatchObject({ brokenAt: 2, reason: 'head' });
    });

    test('emptied with its key: entries under a new key differ from the head recorded outside', async () => {
      const { anchor } = createMemoryAnchor();
      const anchored = storeWith(anchor);
      await anchored.audit.append(entry(6));
      expect(await anchored.audit.verify()).toEqual({ entries: 6 });
      await empty();
      await anchored.audit.begin(8);
      for (let number = 2; number <= 7; number += 1) await anchored.audit.append(entry(number));
      expect(await store.audit.verify()).toEqual({ entries: 7 });
      expect(await anchored.audit.verify()).toEqual({ entries: 7, brokenAt: 6, reason: 'anchor' });
    });

    test('without its key: entries under the key do not verify', async () => {
      await sql`delete from secret where name = 'audit-chain'`.execute(db);
      expect(await store.audit.verify()).toEqual({ entries: 0, brokenAt: 1, reason: 'entry' });
      await store.audit.append(entry(6));
      expect(await store.audit.verify()).toEqual({ entries: 0, brokenAt: 1, reason: 'entry' });
    });

    test('restored from an older copy with its key and head: differs from the head recorded outside', async () => {
      const { anchor, heads } = createMemoryAnchor();
      const anchored = storeWith(anchor);
      await anchored.audit.append(entry(6));
      const copy = {
        log: await sql`select * from audit_log`.execute(db),
        head: await sql<{ hash: string; seal: string }>`select hash, seal from audit_head`.execute(db),
      };
      await anchored.transaction(async (tables) => {
        await tables.audit.append(entry(7));
        await tables.audit.append(entry(8));
      });
      expect(heads.map(({ sequence }) => sequence)).toEqual([6, 7, 8]);
      expect(await anchored.audit.verify()).toEqual({ entries: 8 });
      const [head] = copy.head.rows;
      await sql`delete from audit_log where sequence > 6`.execute(db);
      await sql`update audit_head set sequence = 6, hash = ${head?.hash}, seal = ${head?.seal}`.execute(db);
      // The copy is consistent in itself.
      expect(await store.audit.verify()).toEqual({ entries: 6 });
      expect(await anchored.audit.verify()).toEqual({ entries: 6, brokenAt: 7, reason: 'anchor' });
      // Appending to the copy does not help either.
      for (let number = 7; number <= 9; number += 1) {
        await anchored.audit.append(entry(number, { actor: 'attacker' }));
      }
      expect(await anchored.audit.verify()).toEqual({ entries: 9, brokenAt: 7, reason: 'anchor' });
    });

    test('without any head outside although one is configured: is reported as broken', async () => {
      const { anchor, heads } = createMemoryAnchor();
      expect(await storeWith(anchor).audit.verify()).toEqual({ entries: 5, brokenAt: 0, reason: 'anchor' });
      // Opening the store writes the head of the previous run.
      await storeWith(anchor).audit.begin(9);
      expect(heads).toEqual([expect.objectContaining({ sequence: 5 })]);
      expect(await storeWith(anchor).audit.verify()).toEqual({ entries: 5 });
    });
  });

  describe('with entries made before the chain was keyed', () => {
    /** Entries as they were written before the chain had a key. */
    const writeUnkeyed = async (count: number) => {
      await empty();
      let previous = genesis;
      for (let number = 1; number <= count; number += 1) {
        const { atMs, actor, action, object, objectId, detail } = entry(number);
        previous = unkeyedHash(previous, number, entry(number));
        await sql`insert into audit_log (sequence, at_ms, actor, action, object, object_id, detail, hash)
          values (${number}, ${atMs}, ${actor}, ${action}, ${object}, ${objectId},
            ${JSON.stringify(detail)}::jsonb, ${previous})`.execute(db);
      }
      await sql`update audit_head set sequence = ${count}, hash = ${previous}`.execute(db);
    };

    test('closes them by one entry under the key, which contains their last hash', async () => {
      await writeUnkeyed(3);
      await store.audit.begin(4);
      expect(await store.audit.verify()).toEqual({ entries: 4 });
      const [closing] = await store.audit.list({ limit: 1 });
      expect(closing).toMatchObject({ sequence: 4, actor: 'system', action: 'audit.begin' });
      expect(closing?.detail).toMatchObject({ closes: 3, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
      await store.audit.append(entry(5));
      expect(await store.audit.verify()).toEqual({ entries: 5 });
    });

    test('shows that one of them was rewritten since, with recomputed hashes', async () => {
      await writeUnkeyed(3);
      await store.audit.begin(4);
      const third = { ...entry(3), actor: 'attacker' };
      const { rows } = await sql<{ hash: string }>`select hash from audit_log where sequence = 2`.execute(db);
      const hash = unkeyedHash(rows[0]?.hash ?? '', 3, third);
      await sql`update audit_log set actor = 'attacker', hash = ${hash} where sequence = 3`.execute(db);
      expect(await store.audit.verify()).toEqual({ entries: 3, brokenAt: 4, reason: 'entry' });
    });

    test('does not close them when their end was cut off before', async () => {
      await writeUnkeyed(3);
      await sql`delete from audit_log where sequence = 3`.execute(db);
      await store.audit.begin(4);
      expect(await store.audit.verify()).toMatchObject({ entries: 3, brokenAt: 4, reason: 'head' });
    });
  });

  test('is verified beyond its first thousand entries', async () => {
    await store.transaction(async (tables) => {
      for (let number = 6; number <= 1_003; number += 1) await tables.audit.append(entry(number));
    });
    expect(await store.audit.verify()).toEqual({ entries: 1_003 });
    await sql`update audit_log set actor = 'x' where sequence = 1002`.execute(db);
    expect(await store.audit.verify()).toEqual({ entries: 1_001, brokenAt: 1_002, reason: 'entry' });
  });

  test('does not contain entries of a transaction that was rolled back, nor is their head recorded outside', async () => {
    const { anchor, heads } = createMemoryAnchor();
    const attempt = storeWith(anchor).transaction(async (tables) => {
      await tables.audit.append(entry(6));
      throw new Error('given back');
    });
    await expect(attempt).rejects.toThrow('given back');
    expect(await store.audit.verify()).toEqual({ entries: 5 });
    expect(heads).toEqual([]);
  });

  test('continues when the outside file cannot be written', async () => {
    const { anchor } = createMemoryAnchor();
    const full = { ...anchor, record: () => Promise.reject(new Error('no space left')) };
    await storeWith(full).audit.append(entry(6));
    expect(await store.audit.verify()).toEqual({ entries: 6 });
  });

  test('is listed newest first, by pages, and searched by actor, action and object', async () => {
    const first = await store.audit.list({ limit: 2 });
    expect(first.map(({ sequence }) => sequence)).toEqual([5, 4]);
    const second = await store.audit.list({ limit: 2, before: 4 });
    expect(second.map(({ sequence }) => sequence)).toEqual([3, 2]);
    const of = async (filter: object) =>
      (await store.audit.list({ limit: 10, filter })).map(({ sequence }) => sequence);
    expect(await of({ actor: 'person-0' })).toEqual([4, 2]);
    expect(await of({ action: 'secret.create' })).toEqual([5, 3]);
    expect(await of({ objectId: 'request-3', action: '' })).toEqual([3]);
    expect(await of({ objectId: "' or true --" })).toEqual([]);
  });
});
