import { createManualClock, type ManualClock } from '@garance/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DurableStore } from '../durable/contract.ts';
import type { DurableBench } from './durable-bench.ts';
import { describeHubKeys, describeProviders, describeSecrets } from './durable-keys.ts';
import { describeLoginCounts } from './durable-login-counts.ts';
import { describeOutbox } from './durable-outbox.ts';
import { describeChoicePages, describeProviderRefusals } from './durable-provider-pages.ts';
import { describeChanges, describeSignIns, describeSubjectOverrides } from './durable-records.ts';
import { describeRegistrations } from './durable-registrations.ts';

/**
 * The contract tests of a durable adapter.
 *
 * @param open opens a store over an empty database that uses the given clock
 */
export function durableContract(name: string, open: (clock: ManualClock) => Promise<DurableStore>): void {
  describe(`durable store: ${name}`, () => {
    const clock = createManualClock(Date.UTC(2026, 0, 5, 9, 0, 0));
    let opened: DurableStore | undefined;
    let serial = 0;
    const bench: DurableBench = {
      clock,
      store: () => {
        if (opened === undefined) throw new Error('the store is not open');
        return opened;
      },
      id: (label) => {
        serial += 1;
        return `${label}-${serial}`;
      },
    };
    beforeAll(async () => {
      opened = await open(clock);
    });
    afterAll(async () => opened?.close());

    it('answers a ping', async () => {
      await expect(bench.store().ping()).resolves.toBeUndefined();
    });
    describeRegistrations(bench);
    describeProviders(bench);
    describeChoicePages(bench);
    describeProviderRefusals(bench);
    describeHubKeys(bench);
    describeSecrets(bench);
    describeSubjectOverrides(bench);
    describeSignIns(bench);
    describeLoginCounts(bench);
    describeOutbox(bench);
    describeChanges(bench);
  });
}
