import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { createCountWriter } from './count-writer.ts';
import type { LoginCount } from './durable/contract.ts';

type Step = Omit<LoginCount, 'count'>;

const step = (changes: Partial<Step> = {}): Step => ({
  hourMs: 3_600_000,
  hub: { platform: 'plus', environment: 'integration' },
  clientId: 'c',
  providerId: 'p',
  step: 'token',
  outcome: 'accepted',
  duration: '10ms',
  ...changes,
});

/** A store that sums counts, and is unreachable for the first `failures` batches. */
function createSink(failures = 0) {
  const sums = new Map<string, number>();
  const batches: (readonly LoginCount[])[] = [];
  let left = failures;
  return {
    sums,
    batches,
    add: async (counts: readonly LoginCount[]) => {
      if (left > 0) {
        left -= 1;
        throw new Error('away');
      }
      batches.push(counts);
      for (const count of counts) sums.set(count.step, (sums.get(count.step) ?? 0) + count.count);
    },
  };
}

describe('the writer of counts', () => {
  it('sums counts in memory and writes one row per different count', async () => {
    const sink = createSink();
    const writer = createCountWriter({ add: sink.add });
    for (let n = 0; n < 100; n += 1) writer.record(step());
    writer.record(step({ clientId: 'd' }));
    await writer.flush();
    expect(sink.batches.map((batch) => batch.map(({ clientId, count }) => [clientId, count]))).toEqual([
      [
        ['c', 100],
        ['d', 1],
      ],
    ]);
    await writer.flush();
    expect(sink.batches).toHaveLength(1);
    await writer.close();
  });

  test.prop([fc.array(fc.constantFrom('authorize', 'token', 'flush')), fc.integer({ min: 0, max: 3 })])(
    'loses no count while the store is temporarily unreachable',
    async (calls, failures) => {
      const sink = createSink(failures);
      const writer = createCountWriter({ add: sink.add });
      for (const call of calls) {
        if (call === 'flush') await writer.flush();
        else writer.record(step({ step: call }));
      }
      for (let n = 0; n <= failures; n += 1) await writer.flush();
      for (const name of ['authorize', 'token']) {
        expect(sink.sums.get(name) ?? 0).toBe(calls.filter((call) => call === name).length);
      }
      expect(writer.dropped()).toBe(0);
    },
  );

  it('has bounded memory while the store is unreachable', async () => {
    const writer = createCountWriter({ add: () => Promise.reject(new Error('away')), maxKeys: 5 });
    for (let n = 0; n < 100; n += 1) writer.record(step({ clientId: `c${n}` }));
    await writer.flush();
    writer.record(step({ clientId: 'c0' }));
    expect(writer.dropped()).toBe(95);
    await writer.close();
  });

  it('writes waiting counts when it is closed, and counts nothing afterwards', async () => {
    const sink = createSink();
    const writer = createCountWriter({ add: sink.add });
    writer.record(step());
    await writer.close();
    writer.record(step());
    await writer.flush();
    expect([sink.sums.get('token'), writer.dropped()]).toEqual([1, 1]);
  });
});
