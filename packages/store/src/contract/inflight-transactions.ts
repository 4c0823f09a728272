import { describe, expect, it } from 'vitest';
import { type InflightBench, race, racers } from './inflight-bench.ts';

export function describeTransactions({ store, clock, id }: InflightBench): void {
  describe('a transaction', () => {
    it('begins at version 1, which each put increases by one', async () => {
      const t = id('t');
      await store().createTransaction(t, { value: 'a', ttlSeconds: 60 });
      expect(await store().getTransaction(t)).toEqual({ value: 'a', version: 1 });
      expect(await store().putTransaction(t, { value: 'b', expectedVersion: 1 })).toBe(true);
      expect(await store().getTransaction(t)).toEqual({ value: 'b', version: 2 });
    });
    it('is not changed by a writer who saw an older version', async () => {
      const t = id('t');
      await store().createTransaction(t, { value: 'a', ttlSeconds: 60 });
      await store().putTransaction(t, { value: 'b', expectedVersion: 1 });
      expect(await store().putTransaction(t, { value: 'late', expectedVersion: 1 })).toBe(false);
      expect(await store().takeTransaction(t, 1)).toBe(false);
      expect(
        await store().replaceTransaction({ oldId: t, newId: id('n'), value: 'x', expectedVersion: 1 }),
      ).toBe(false);
      expect((await store().getTransaction(t))?.value).toBe('b');
    });
    it('is changed by one of fifty concurrent writers of the same version', async () => {
      const t = id('t');
      await store().createTransaction(t, { value: 'a', ttlSeconds: 60 });
      const outcomes = await race(() => store().putTransaction(t, { value: 'b', expectedVersion: 1 }));
      expect(outcomes.filter(Boolean)).toHaveLength(1);
      expect((await store().getTransaction(t))?.version).toBe(2);
    });
    it('is taken by one of fifty concurrent calls, and is gone then', async () => {
      const t = id('t');
      await store().createTransaction(t, { value: 'a', ttlSeconds: 60 });
      expect((await race(() => store().takeTransaction(t, 1))).filter(Boolean)).toHaveLength(1);
      expect(await store().getTransaction(t)).toBeUndefined();
    });
    it('moves to a new identifier atomically: the old one is invalid, and one of fifty movers succeeds', async () => {
      const t = id('t');
      await store().createTransaction(t, { value: 'a', ttlSeconds: 60 });
      const newIds = Array.from({ length: racers }, () => id('n'));
      const outcomes = await Promise.all(
        newIds.map((newId) =>
          store().replaceTransaction({ oldId: t, newId, value: newId, expectedVersion: 1 }),
        ),
      );
      const winners = newIds.filter((_, index) => outcomes[index]);
      expect(winners).toHaveLength(1);
      expect(await store().getTransaction(t)).toBeUndefined();
      const found = await Promise.all(newIds.map((newId) => store().getTransaction(newId)));
      expect(found.filter((transaction) => transaction !== undefined)).toEqual([
        { value: winners[0], version: 1 },
      ]);
    });
    it('may be given a shorter lifetime with its last value, never a longer one', async () => {
      const [short, long] = [id('t'), id('t')];
      await store().createTransaction(short, { value: 'a', ttlSeconds: 60 });
      await store().createTransaction(long, { value: 'a', ttlSeconds: 60 });
      expect(await store().putTransaction(short, { value: 'b', expectedVersion: 1, ttlSeconds: 10 })).toBe(
        true,
      );
      expect(await store().putTransaction(long, { value: 'b', expectedVersion: 1, ttlSeconds: 600 })).toBe(
        true,
      );
      expect(await store().putTransaction(long, { value: 'c', expectedVersion: 1, ttlSeconds: 10 })).toBe(
        false,
      );
      clock.advance(9_999);
      expect(await store().getTransaction(short)).toEqual({ value: 'b', version: 2 });
      clock.advance(1);
      expect(await store().getTransaction(short)).toBeUndefined();
      clock.advance(49_999);
      expect((await store().getTransaction(long))?.value).toBe('b');
      clock.advance(1);
      expect(await store().getTransaction(long)).toBeUndefined();
    });
    it('expires exactly on time, whatever was written to it', async () => {
      const [t, moved] = [id('t'), id('n')];
      await store().createTransaction(t, { value: 'a', ttlSeconds: 60 });
      clock.advance(30_000);
      await store().putTransaction(t, { value: 'b', expectedVersion: 1 });
      await store().replaceTransaction({ oldId: t, newId: moved, value: 'c', expectedVersion: 2 });
      clock.advance(29_999);
      expect(await store().getTransaction(moved)).toEqual({ value: 'c', version: 1 });
      clock.advance(1);
      expect(await store().getTransaction(moved)).toBeUndefined();
      expect(await store().putTransaction(moved, { value: 'd', expectedVersion: 1 })).toBe(false);
      expect(await store().takeTransaction(moved, 1)).toBe(false);
    });
  });
}
