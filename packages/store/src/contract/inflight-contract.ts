import { createManualClock, type ManualClock } from '@garance/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InflightStore } from '../inflight/contract.ts';
import type { InflightBench } from './inflight-bench.ts';
import { describeCodesAndTokens } from './inflight-codes.ts';
import { describeTransactions } from './inflight-transactions.ts';
import { describeSingleValues } from './inflight-values.ts';

/**
 * The contract tests of an in-flight adapter.
 *
 * @param make opens an empty store that uses the given clock
 */
export function inflightContract(name: string, make: (clock: ManualClock) => Promise<InflightStore>): void {
  describe(`in-flight store: ${name}`, () => {
    const clock = createManualClock(Date.UTC(2026, 0, 5, 9, 0, 0));
    const suite = Math.random().toString(36).slice(2);
    let opened: InflightStore | undefined;
    let serial = 0;
    const bench: InflightBench = {
      clock,
      store: () => {
        if (opened === undefined) throw new Error('the store is not open');
        return opened;
      },
      id: (label) => {
        serial += 1;
        return `${label}-${suite}-${serial}`;
      },
    };
    beforeAll(async () => {
      opened = await make(clock);
    });
    afterAll(async () => opened?.close());

    it('answers a ping', async () => {
      await expect(bench.store().ping()).resolves.toBeUndefined();
    });
    it('has a constant start time', async () => {
      const epoch = await bench.store().epochSeconds();
      expect(epoch).toBe(Date.UTC(2026, 0, 5, 9, 0, 0) / 1000);
      clock.advance(60_000);
      expect(await bench.store().epochSeconds()).toBe(epoch);
    });
    describeTransactions(bench);
    describeCodesAndTokens(bench);
    describeSingleValues(bench);
  });
}
