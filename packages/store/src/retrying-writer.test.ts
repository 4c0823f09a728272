import { createManualClock } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { createSignal } from './contract/durable-bench.ts';
import { aSignIn } from './contract/durable-fixtures.ts';
import type { SignInEvent } from './durable/contract.ts';
import { createRetryingWriter } from './retrying-writer.ts';

/** A database whose answers the test sets. */
function createDatabase() {
  const batches: string[][] = [];
  const arrived = createSignal();
  const answers: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const append = (events: readonly SignInEvent[]): Promise<void> => {
    batches.push(events.map((event) => event.id));
    return new Promise((resolve, reject) => {
      answers.push({ resolve, reject });
      arrived.fire();
    });
  };
  return { append, batches, arrived, answer: (index: number) => answers[index] };
}
const unavailable = { code: 'store.unavailable' };
const settled = (promise: Promise<unknown>) =>
  promise.then(
    () => 'written',
    () => 'refused',
  );

describe('sign-in writer', () => {
  const clock = createManualClock(0);

  it('acknowledges an event only once it is durable', async () => {
    const database = createDatabase();
    const writer = createRetryingWriter({ append: database.append, clock });
    let acknowledged = false;
    const write = writer.write(aSignIn('a')).then(() => {
      acknowledged = true;
    });
    await database.arrived.next();
    expect(acknowledged).toBe(false);
    database.answer(0)?.resolve();
    await write;
    expect(acknowledged).toBe(true);
    await writer.close();
  });
  it('writes events together that arrive together', async () => {
    const batches: string[][] = [];
    const append = async (events: readonly SignInEvent[]) => {
      batches.push(events.map((event) => event.id));
    };
    const writer = createRetryingWriter({ append, clock, maxBatch: 100 });
    await Promise.all(['a', 'b', 'c'].map((id) => writer.write(aSignIn(id))));
    expect(batches).toEqual([['a', 'b', 'c']]);
    await writer.close();
  });
  it('does not wait for further events: a single one is written at the end of its turn', async () => {
    const database = createDatabase();
    const writer = createRetryingWriter({ append: database.append, clock });
    const write = writer.write(aSignIn('alone'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(database.batches).toEqual([['alone']]);
    database.answer(0)?.resolve();
    await write;
    await writer.close();
  });
  it('writes events that arrive during a batch in the next one', async () => {
    const database = createDatabase();
    const writer = createRetryingWriter({ append: database.append, clock });
    const first = writer.write(aSignIn('a'));
    await database.arrived.next();
    const later = [writer.write(aSignIn('b'))];
    await new Promise((resolve) => setImmediate(resolve));
    later.push(writer.write(aSignIn('c')));
    expect(database.batches).toEqual([['a']]);
    database.answer(0)?.resolve();
    await first;
    await database.arrived.next();
    expect(database.batches).toEqual([['a'], ['b', 'c']]);
    database.answer(1)?.resolve();
    await Promise.all(later);
    await writer.close();
  });
  it('never exceeds the size of a batch, writes one at a time, and keeps the order', async () => {
    const batches: string[][] = [];
    let [under, most] = [0, 0];
    const append = async (events: readonly SignInEvent[]) => {
      under += 1;
      most = Math.max(most, under);
      await new Promise((resolve) => setImmediate(resolve));
      batches.push(events.map((event) => event.id));
      under -= 1;
    };
    const writer = createRetryingWriter({ append, clock, maxBatch: 7 });
    const ids = Array.from({ length: 50 }, (_, index) => `e${index}`);
    await Promise.all(ids.map((id) => writer.write(aSignIn(id))));
    expect(batches.flat()).toEqual(ids);
    expect(Math.max(...batches.map((batch) => batch.length))).toBe(7);
    expect(most).toBe(1);
    await writer.close();
  });
  it('rejects every write of a failed batch, and continues with the next batch', async () => {
    const database = createDatabase();
    const writer = createRetryingWriter({ append: database.append, clock });
    const first = Promise.all(['a', 'b'].map((id) => settled(writer.write(aSignIn(id)))));
    await database.arrived.next();
    database.answer(0)?.reject(new Error('connection lost'));
    expect(await first).toEqual(['refused', 'refused']);
    const second = writer.write(aSignIn('c'));
    await database.arrived.next();
    database.answer(1)?.resolve();
    await expect(second).resolves.toBeUndefined();
    await writer.close();
  });
  it('gives the cause of a failure by code, without the event', async () => {
    const append = () => Promise.reject(new Error('x'));
    const writer = createRetryingWriter({ append, clock });
    const error: unknown = await writer.write(aSignIn('a')).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject(unavailable);
    expect(String(error)).not.toContain('ab'.repeat(32));
    await writer.close();
  });
  it('retries for the configured time when no login waits', async () => {
    const time = createManualClock(0);
    const database = createDatabase();
    const writer = createRetryingWriter({ append: database.append, clock: time, retryForMs: 60_000 });
    const kept = settled(writer.write(aSignIn('kept')));
    await database.arrived.next();
    database.answer(0)?.reject(new Error('down'));
    await database.arrived.next();
    expect(database.batches).toEqual([['kept'], ['kept']]);
    database.answer(1)?.resolve();
    expect(await kept).toBe('written');
    const rejected = settled(writer.write(aSignIn('given up')));
    await database.arrived.next();
    time.advance(60_000);
    database.answer(2)?.reject(new Error('down'));
    expect(await rejected).toBe('refused');
    await writer.close();
  });
  it('rejects at once when its queue is full, so that an unreachable database does not fill the memory', async () => {
    const database = createDatabase();
    const writer = createRetryingWriter({ append: database.append, clock, maxBatch: 2, maxQueue: 3 });
    const writes = Array.from({ length: 5 }, (_, index) => settled(writer.write(aSignIn(`e${index}`))));
    expect(writer.waiting().events).toBe(3);
    await expect(writer.write(aSignIn('too many'))).rejects.toMatchObject(unavailable);
    for (let index = 0; index < 3; index += 1) {
      await database.arrived.next();
      database.answer(index)?.resolve();
    }
    expect(await Promise.all(writes)).toEqual(Array.from({ length: 5 }, () => 'written'));
    await writer.close();
  });
  it('reports the length of its queue and the age of the oldest event', async () => {
    const time = createManualClock(0);
    const database = createDatabase();
    const writer = createRetryingWriter({ append: database.append, clock: time, maxBatch: 1 });
    const writes = ['under way', 'waiting'].map((id) => writer.write(aSignIn(id)));
    time.advance(1_500);
    expect(writer.waiting()).toEqual({ events: 1, oldestMs: 1_500 });
    await database.arrived.next();
    database.answer(0)?.resolve();
    await database.arrived.next();
    database.answer(1)?.resolve();
    await Promise.all(writes);
    expect(writer.waiting()).toEqual({ events: 0, oldestMs: 0 });
    await writer.close();
  });
  it('writes its queue when it is closed, and rejects later events', async () => {
    const batches: string[][] = [];
    const append = async (events: readonly SignInEvent[]) => {
      batches.push(events.map((event) => event.id));
    };
    const writer = createRetryingWriter({ append, clock, maxBatch: 2 });
    const writes = [writer.write(aSignIn('a'))];
    const closing = writer.close();
    await expect(writer.write(aSignIn('late'))).rejects.toMatchObject(unavailable);
    await Promise.all([...writes, closing]);
    expect(batches).toEqual([['a']]);
  });
  it('closes although the database is down', async () => {
    const append = () => Promise.reject(new Error('down'));
    const writer = createRetryingWriter({ append, clock, retryForMs: 3_600_000 });
    const write = settled(writer.write(aSignIn('a')));
    await writer.close();
    expect(await write).toBe('refused');
  });
});
