import { expect, it } from 'vitest';
import type { TraceEntry } from './durable/trace.ts';
import { createTraceWriter } from './trace-writer.ts';

const entry: TraceEntry = {
  atMs: 1,
  hub: { platform: 'plus', environment: 'integration' },
  clientId: 'c',
  endpoint: 'token',
  occurrenceId: 'o',
  outcome: 'accepted',
  checks: [],
};

it('entries recorded together are written together', async () => {
  const batches: number[] = [];
  const writer = createTraceWriter({ append: async (entries) => void batches.push(entries.length) });
  for (let n = 0; n < 3; n += 1) writer.record(entry);
  await writer.flush();
  expect(batches).toEqual([3]);
  await writer.close();
});

it('an unreachable store loses the entries and affects nothing else', async () => {
  const writer = createTraceWriter({ append: () => Promise.reject(new Error('away')) });
  expect(() => writer.record(entry)).not.toThrow();
  await writer.flush();
  expect(writer.dropped()).toBe(1);
});

it('memory is bounded while the store is slow', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const writer = createTraceWriter({ append: () => promise, maxBatch: 1, maxQueue: 5 });
  for (let n = 0; n < 100; n += 1) writer.record(entry);
  expect(writer.dropped()).toBe(94);
  resolve();
  await writer.close();
});
