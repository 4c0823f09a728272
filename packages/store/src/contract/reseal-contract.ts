import { randomBytes } from 'node:crypto';
import { createManualClock } from '@garance/core';
import { sql } from 'kysely';
import { describe, expect, it, vi } from 'vitest';
import type { DatabaseConnection } from '../durable/connection.ts';
import { buildDurableStore } from '../durable/open-durable-store.ts';
import { resealColumns } from '../durable/reseal.ts';
import { hubSealedColumns } from '../durable/sealed-columns.ts';
import { createVault } from '../vault.ts';
import { hubs } from './durable-bench.ts';
import { aHubKey, aMail, aProvider } from './durable-fixtures.ts';
import { countOpened, sealedValues } from './sealed-values.ts';

/**
 * Contract of a change of the master key over a database of the hub's tables.
 * @param isShared whether several connections use the database
 */
export function describeResealing(
  name: string,
  connect: () => Promise<DatabaseConnection>,
  isShared: boolean,
): void {
  const clock = createManualClock(1_000_000);
  const [former, next] = [randomBytes(32), randomBytes(32)];

  async function filled() {
    const connection = await connect();
    const before = buildDurableStore(connection, { vault: createVault(former), clock });
    for (let number = 0; number < 7; number += 1) {
      await before.secrets.getOrCreate(`secret ${number}`, () => randomBytes(32));
      await before.hubKeys.insert(aHubKey(hubs.plusProduction, `kid-${number}`));
      await before.providers.put(aProvider({ id: `provider-${number}` }));
      await before.outbox.enqueue(aMail(`mail-${number}`, clock.now() + 3_600_000));
    }
    await before.hubKeys.insert(aHubKey(hubs.plusProduction, 'gone'));
    await before.hubKeys.update(hubs.plusProduction, 'gone', { state: 'removed' });
    return {
      connection,
      before,
      seal: (vault = createVault(next, former)) => ({ db: connection.db, vault }),
    };
  }
  const total = (
    counts: Awaited<ReturnType<typeof resealColumns>>,
    what: 'resealed' | 'current' | 'unreadable',
  ) => counts.reduce((sum, { [what]: count }) => sum + count, 0);

  describe(`resealing under another master key: ${name}`, () => {
    it('leaves nothing that the former key opens, everything readable, and nothing to do the second time', async () => {
      const { connection, before, seal } = await filled();
      expect(await countOpened(connection, hubSealedColumns, former)).toEqual({ opened: 28, all: 28 });
      const keys = await before.hubKeys.list(hubs.plusProduction);
      const first = await resealColumns({ ...seal(), batch: 3 }, hubSealedColumns);
      expect([total(first, 'resealed'), total(first, 'current'), total(first, 'unreadable')]).toEqual([
        28, 0, 0,
      ]);
      expect(await countOpened(connection, hubSealedColumns, former)).toEqual({ opened: 0, all: 28 });
      expect(await countOpened(connection, hubSealedColumns, next)).toEqual({ opened: 28, all: 28 });
      const after = buildDurableStore(connection, { vault: createVault(next), clock });
      expect(await after.hubKeys.list(hubs.plusProduction)).toEqual(keys);
      const again = await resealColumns(seal(), hubSealedColumns);
      expect([total(again, 'resealed'), total(again, 'current')]).toEqual([0, 28]);
      await after.close();
    });

    it('does not overwrite concurrent changes, and processes with both keys can read all the time', async () => {
      const { connection, seal } = await filled();
      const both = buildDurableStore(connection, { vault: createVault(next, former), clock });
      const waiting = buildDurableStore(connection, { vault: createVault(former, next), clock });
      await resealColumns(
        {
          ...seal(),
          batch: 2,
          onBatch: async () => {
            await both.providers.put(aProvider({ id: 'provider-6', clientSecret: 'changed meanwhile' }));
            for (const store of [both, waiting]) {
              expect(await store.hubKeys.list(hubs.plusProduction)).toHaveLength(7);
              expect(await store.providers.list(hubs.standardIntegration)).toHaveLength(7);
            }
          },
        },
        hubSealedColumns,
      );
      const kept = await both.providers.list(hubs.standardIntegration);
      expect(kept.find(({ id }) => id === 'provider-6')?.clientSecret).toBe('changed meanwhile');
      expect(await countOpened(connection, hubSealedColumns, former)).toMatchObject({ opened: 0 });
      await both.close();
    });

    // With one connection, nothing changes between the reading and the writing of a row.
    if (isShared) {
      it('waits for a row that is being changed, and keeps the value written there', async () => {
        const { connection, seal } = await filled();
        const held = Promise.withResolvers<void>();
        const written = createVault(next).seal('secret', 'written meanwhile', 'secret 3');
        const isHeld = Promise.withResolvers<void>();
        const writer = connection.db.transaction().execute(async (trx) => {
          await sql`update secret set sealed_value = ${written} where name = 'secret 3'`.execute(trx);
          isHeld.resolve();
          await held.promise;
        });
        await isHeld.promise;
        const resealing = resealColumns(seal(), hubSealedColumns);
        await vi.waitFor(async () => {
          const { rows } = await sql`select 1 from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`.execute(connection.db);
          expect(rows).toHaveLength(1);
        }, 20_000);
        held.resolve();
        await writer;
        const [counts] = await resealing;
        expect(counts).toEqual({ table: 'secret', resealed: 6, current: 1, unreadable: 0 });
        const left = await sealedValues(connection, hubSealedColumns);
        expect(left.map(({ sealed }) => sealed)).toContain(written);
        await connection.close();
      });
    }

    it('counts what neither key opens, and leaves it unchanged', async () => {
      const { connection, seal } = await filled();
      const foreign = createVault(randomBytes(32)).seal('secret', 'x', 'secret 3');
      await sql`update secret set sealed_value = ${foreign} where name = 'secret 3'`.execute(connection.db);
      const counts = await resealColumns(seal(), hubSealedColumns);
      expect(counts[0]).toEqual({ table: 'secret', resealed: 6, current: 0, unreadable: 1 });
      const left = await sealedValues(connection, hubSealedColumns);
      expect(left.map(({ sealed }) => sealed)).toContain(foreign);
      await connection.close();
    });
  });
}
