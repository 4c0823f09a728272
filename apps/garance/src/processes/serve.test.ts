import type { AddressInfo } from 'node:net';
import { systemClock } from '@garance/core';
import { buildServer, createPino } from '@garance/web/server';
import { describe, expect, it, vi } from 'vitest';
import type { Configuration } from './config/schema.ts';
import { closeWithin, createDrain, listenOn, processChecks } from './serve.ts';

const bound = { maxClockDifferenceSeconds: 5 } as Configuration;
const store = { ping: async () => {}, readClock: async () => systemClock.now() };
const checksOf = (readClock: typeof store.readClock) =>
  processChecks({ ...store, readClock }, bound, createDrain());
const checkAt = (differenceMs: number) => checksOf(async () => systemClock.now() + differenceMs).clock();

describe('fault 7: the clock of a node differs from the database’s', () => {
  it.each([4_900, -4_900, 0])('passes with a clock %i ms from the database’s', async (differenceMs) => {
    await expect(checkAt(differenceMs)).resolves.toBeUndefined();
  });

  it.each([5_200, -5_200, 300_000, Number.NaN])('fails with a clock %i ms from it', async (differenceMs) => {
    await expect(checkAt(differenceMs)).rejects.toThrow('clocks');
  });

  it('does not judge the clock when the database is down', async () => {
    const checks = checksOf(() => Promise.reject(new Error('away')));
    await expect(checks.clock()).resolves.toBeUndefined();
  });

  it('says nothing of the clock when the database hangs, before the check itself is given up', async () => {
    vi.useFakeTimers();
    const holds = checksOf(() => new Promise(() => {})).clock();
    const limit = new Promise((_resolve, reject) => setTimeout(() => reject(new Error('late')), 2_000));
    vi.advanceTimersByTime(1_999);
    await expect(Promise.race([holds, limit])).resolves.toBeUndefined();
    vi.useRealTimers();
  });
});

describe('readiness of a process', () => {
  it('ends at the first signal', async () => {
    const drain = createDrain();
    const { draining } = processChecks(store, bound, drain);
    await expect(draining()).resolves.toBeUndefined();
    drain.begin();
    await expect(draining()).rejects.toThrow();
  });

  it('fails without the database', async () => {
    const away = { ...store, ping: () => Promise.reject(new Error('away')) };
    await expect(processChecks(store, bound, createDrain())['durable-store']()).resolves.toBeUndefined();
    await expect(processChecks(away, bound, createDrain())['durable-store']()).rejects.toThrow('away');
  });
});

describe('the end of a server', () => {
  const logger = createPino({ name: 'test', level: 'silent' });

  /** A server with one request under way. */
  async function withRequest() {
    const app = buildServer({ name: 'test', logger, issuerOrigin: 'http://127.0.0.1' });
    const reached = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    app.get('/slow', async () => {
      reached.resolve();
      await release.promise;
      return { done: true };
    });
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const answer = fetch(`http://127.0.0.1:${port}/slow`);
    await reached.promise;
    return { app, answer, release: release.resolve, port };
  }

  it('waits for a request under way, but not for its connection', async () => {
    const { app, answer, release } = await withRequest();
    const closed = closeWithin(app, { deadlineMs: 30_000, logger });
    release();
    expect((await answer).status).toBe(200);
    await closed;
  });

  it('closes the connection of a request that is not answered by the deadline', async () => {
    const { app, answer } = await withRequest();
    const refused = expect(answer).rejects.toThrow();
    await closeWithin(app, { deadlineMs: 20, logger });
    await refused;
  });

  it('names the setting of an address that is in use', async () => {
    const { app, answer, release, port } = await withRequest();
    const other = buildServer({ name: 'other', logger, issuerOrigin: 'http://127.0.0.1' });
    await expect(listenOn('listen', other, { host: '127.0.0.1', port })).rejects.toThrow(
      `listen: cannot listen on 127.0.0.1 port ${port} (EADDRINUSE)`,
    );
    release();
    await answer;
    await closeWithin(app, { deadlineMs: 20, logger });
  });
});
