import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { LoginCount } from '../durable/contract.ts';
import { type DurableBench, hubs } from './durable-bench.ts';

const hourMs = 3_600_000;
const hub = hubs.plusProduction;

export function describeLoginCounts({ store, id }: DurableBench): void {
  const count = (changes: Partial<LoginCount> = {}): LoginCount => ({
    hourMs: 500_000 * hourMs,
    hub,
    clientId: 'client',
    providerId: 'alpha',
    step: 'token',
    outcome: 'accepted',
    duration: '10ms',
    count: 1,
    ...changes,
  });
  const range = { hub, fromMs: 0, toMs: 1_000_000 * hourMs };

  describe('counts of logins', () => {
    it('add up, by the requested columns', async () => {
      const clientId = id('client');
      const own = { ...range, clientIds: [clientId] };
      await store().loginCounts.add([
        count({ clientId }),
        count({ clientId, count: 4, outcome: 'token.pkce_failed' }),
      ]);
      await store().loginCounts.add([count({ clientId, count: 2 }), count({ clientId: id('client') })]);
      await store().loginCounts.add([count({ clientId, hub: hubs.standardProduction })]);
      await store().loginCounts.add([]);
      expect(await store().loginCounts.sum(own, ['outcome'])).toEqual([
        { outcome: 'accepted', count: 3 },
        { outcome: 'token.pkce_failed', count: 4 },
      ]);
      expect(
        await store().loginCounts.sum(own, ['hourMs', 'step', 'duration', 'providerId', 'clientId']),
      ).toEqual([
        {
          hourMs: 500_000 * hourMs,
          step: 'token',
          duration: '10ms',
          providerId: 'alpha',
          clientId,
          count: 7,
        },
      ]);
      expect(await store().loginCounts.sum(own, [])).toEqual([{ count: 7 }]);
      expect(await store().loginCounts.sum({ ...range, clientIds: [] }, [])).toEqual([]);
    });

    it('are read by hours, from the first to before the last', async () => {
      const clientId = id('client');
      const at = (hour: number) => count({ clientId, hourMs: hour * hourMs, count: hour });
      await store().loginCounts.add([at(10), at(11), at(12)]);
      const between = { hub, fromMs: 11 * hourMs, toMs: 12 * hourMs, clientIds: [clientId] };
      expect(await store().loginCounts.sum(between, ['hourMs'])).toEqual([
        { hourMs: 11 * hourMs, count: 11 },
      ]);
    });

    it('are written all or none', async () => {
      const clientId = id('client');
      const wrong = count({ clientId, hourMs: 1 });
      const many = Array.from({ length: 1_500 }, (_, n) => count({ clientId, step: `s${n}` }));
      await expect(store().loginCounts.add([...many, wrong])).rejects.toThrow();
      expect(await store().loginCounts.sum({ ...range, clientIds: [clientId] }, [])).toEqual([]);
      await store().loginCounts.add(many);
      expect(await store().loginCounts.sum({ ...range, clientIds: [clientId] }, [])).toEqual([
        { count: 1_500 },
      ]);
    });

    it('of two nodes that write the same rows concurrently, in different orders, add up', async () => {
      const clientId = id('client');
      const rows = Array.from({ length: 20 }, (_, n) => count({ clientId, step: `s${n}` }));
      await Promise.all(
        Array.from({ length: 10 }, (_, node) =>
          store().loginCounts.add(node % 2 === 0 ? rows : [...rows].reverse()),
        ),
      );
      expect(await store().loginCounts.sum({ ...range, clientIds: [clientId] }, [])).toEqual([
        { count: 200 },
      ]);
    });

    it('are deleted when they are old, in limited numbers', async () => {
      const clientId = id('client');
      const at = (hour: number) => count({ clientId, hourMs: hour * hourMs });
      await store().loginCounts.add([at(-3), at(-2), at(-1), at(0)]);
      const own = { ...range, fromMs: -9 * hourMs, clientIds: [clientId] };
      expect(await store().loginCounts.purge(-hourMs, 1)).toBe(1);
      expect(await store().loginCounts.purge(-hourMs)).toBe(1);
      expect(await store().loginCounts.purge(-hourMs)).toBe(0);
      expect((await store().loginCounts.sum(own, ['hourMs'])).map((row) => row.hourMs / hourMs)).toEqual([
        -1, 0,
      ]);
    });

    const step = fc.record({
      step: fc.constantFrom('authorize', 'token'),
      outcome: fc.constantFrom('accepted', 'token.pkce_failed'),
      hour: fc.integer({ min: 1, max: 3 }),
      count: fc.integer({ min: 1, max: 1_000 }),
      batch: fc.integer({ min: 0, max: 3 }),
    });
    test.prop([fc.array(step, { maxLength: 30 })], { numRuns: 15 })(
      'add up to the same sums in any order and batches',
      async (steps) => {
        const clientId = id('client');
        for (const batch of [2, 0, 3, 1]) {
          const written = steps.filter((entry) => entry.batch === batch);
          await store().loginCounts.add(
            written.map(({ hour, batch: _batch, ...columns }) =>
              count({ ...columns, clientId, hourMs: hour * hourMs }),
            ),
          );
        }
        const expected = new Map<string, number>();
        for (const { step: name, outcome, hour, count: more } of steps) {
          const key = `${hour * hourMs} ${name} ${outcome}`;
          expected.set(key, (expected.get(key) ?? 0) + more);
        }
        const own = { ...range, clientIds: [clientId] };
        const sums = await store().loginCounts.sum(own, ['hourMs', 'step', 'outcome']);
        const found = sums.map((row) => [`${row.hourMs} ${row.step} ${row.outcome}`, row.count] as const);
        expect(new Map(found)).toEqual(expected);
        expect(found).toHaveLength(expected.size);
      },
    );
  });
}
