import { randomBytes, randomUUID } from 'node:crypto';
import { createManualClock, type ScenarioResult, summarise } from '@garance/core';
import { createVault, type DatabaseConnection } from '@garance/store';
import { testDatabases } from '@garance/store/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { platformMigrations } from '../../migrations/portal-migrations.ts';
import { createPortalStore, type PortalStore } from '../../portal-store.ts';
import type { NewRun } from './qualification-runs.ts';

const at = Date.UTC(2026, 0, 5, 9);
const text = { fr: 'x', en: 'x' };
const result: ScenarioResult = {
  id: 'accept.plain',
  family: 'accept',
  level: 'standard',
  title: text,
  clause: 'c',
  does: text,
  expects: text,
  verdict: 'passed',
  findings: [],
  observed: [{ atMs: 1, who: 'hub', text: 'authorize' }],
  pageText: 'a\u0000b\ud800',
  advice: text,
  durationMs: 12.5,
};

describe.each(testDatabases(platformMigrations))('runs of the suite, on $name', ({ connect }) => {
  let connection: DatabaseConnection;
  let store: PortalStore;

  beforeAll(async () => {
    connection = await connect();
    store = createPortalStore(connection, {
      vault: createVault(randomBytes(32)),
      clock: createManualClock(at),
      logger: { warn: () => {}, error: () => {} },
      mailDomain: 'garance.invalid',
    });
  });
  afterAll(() => connection.close());

  async function aService(): Promise<string> {
    const id = randomUUID();
    const service = { id, organisationId: 'o', name: 'S', kind: 'public', eligibility: {} } as const;
    await store.services.create({ ...service, createdAtMs: at });
    return id;
  }
  const aRun = (serviceId: string, changes: Partial<NewRun> = {}): NewRun => ({
    id: randomUUID(),
    serviceId,
    platform: 'standard',
    cause: 'person',
    requestedBy: 'person-1',
    addresses: { loginUrl: 'https://service.example/' },
    queuedAtMs: at,
    ...changes,
  });
  const runs = () => store.qualificationRuns;
  /** Empties the queue, so that no test sees runs of another. */
  async function drain(): Promise<readonly string[]> {
    const taken: string[] = [];
    for (;;) {
      const run = await runs().claim(at, at + 1000);
      if (run === undefined) return taken;
      taken.push(run.id);
    }
  }

  test('a service has one waiting or running run for a platform, and only one of its platforms runs', async () => {
    await drain();
    const serviceId = await aService();
    const first = aRun(serviceId);
    const plus = aRun(serviceId, { platform: 'plus', queuedAtMs: at + 1 });
    expect(await runs().enqueue(first)).toBe(true);
    expect(await runs().enqueue(aRun(serviceId))).toBe(false);
    expect(await runs().enqueue(plus)).toBe(true);
    expect(await drain()).toEqual([first.id]);
    expect(await runs().finish({ id: first.id, state: 'failed', atMs: at })).toBe(true);
    expect(await drain()).toEqual([plus.id]);
    expect(await runs().finish({ id: first.id, state: 'finished', atMs: at })).toBe(false);
    expect(await runs().countSince(serviceId, at - 1)).toBe(2);
    expect(await runs().countSince(serviceId, at)).toBe(1);
  });

  test('each waiting run is taken by one of many concurrent workers', async () => {
    await drain();
    const requested = [aRun(await aService()), aRun(await aService())];
    for (const run of requested) await runs().enqueue(run);
    const taken = await Promise.all(Array.from({ length: 6 }, () => runs().claim(at, at + 1000)));
    const ids = taken.flatMap((run) => (run === undefined ? [] : [run.id]));
    expect(new Set([...ids, ...(await drain())])).toEqual(new Set(requested.map(({ id }) => id)));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('a run whose worker has gone is interrupted, and no other', async () => {
    await drain();
    const [gone, alive] = [aRun(await aService()), aRun(await aService())];
    for (const run of [gone, alive]) await runs().enqueue(run);
    await drain();
    expect(await runs().renew(alive.id, at + 9000)).toBe('go-on');
    await runs().interruptLost(at + 5000);
    expect((await runs().find(gone.id))?.state).toBe('interrupted');
    expect((await runs().find(alive.id))?.state).toBe('running');
    expect(await runs().renew(gone.id, at + 9000)).toBe('lost');
  });

  test('a waiting run is cancelled at once, a running one is asked to stop', async () => {
    await drain();
    const [waits, running] = [aRun(await aService()), aRun(await aService(), { queuedAtMs: at - 5 })];
    await runs().enqueue(running);
    await drain();
    await runs().enqueue(waits);
    await runs().cancel(waits.id, at);
    await runs().cancel(running.id, at);
    expect((await runs().find(waits.id))?.state).toBe('cancelled');
    expect((await runs().find(running.id))?.state).toBe('running');
    expect(await runs().renew(running.id, at + 1)).toBe('cancel');
  });

  test('keeps each result with its picture, also text that the database would refuse', async () => {
    await drain();
    const run = aRun(await aService());
    await runs().enqueue(run);
    await drain();
    const screenshot = Uint8Array.of(0, 137, 80, 255);
    await runs().putResult(run.id, 1, { ...result, id: 'accept.z', screenshot });
    await runs().putResult(run.id, 2, result);
    await runs().putResult(run.id, 3, { ...result, verdict: 'failed' });
    expect((await runs().results(run.id)).map(({ id, verdict }) => [id, verdict])).toEqual([
      ['accept.z', 'passed'],
      ['accept.plain', 'failed'],
    ]);
    const found = await runs().result(run.id, 'accept.z');
    expect(found).toEqual({ ...result, id: 'accept.z', pageText: 'a\ufffdb\ufffd', screenshot });
    expect((await runs().resultsInFull(run.id))[0]?.screenshot).toEqual(screenshot);
    await runs().noteProgress(run.id, { done: 2, total: 9 });
    const summary = summarise([result]);
    const head = {
      ...({ schema: 'garance-qualification-1', suiteVersion: '1', platform: 'standard' } as const),
      ...{ serviceId: run.serviceId, clientId: 'c', registrationId: 'r', registrationVersion: 1 },
      ...({ loginUrl: 'https://x.example/', mode: 'browser', coverage: 'whole' } as const),
      ...{ startedAtMs: at, finishedAtMs: at + 1, summary },
    } as const;
    await runs().finish({ id: run.id, state: 'finished', atMs: at + 1, head, jws: 'a.b.c' });
    expect(await runs().find(run.id)).toMatchObject({
      state: 'finished',
      done: 2,
      total: 9,
      head,
      jws: 'a.b.c',
    });
    expect(await runs().forget(at + 2)).toBeGreaterThan(0);
    expect(await runs().find(run.id)).toBeUndefined();
    expect(await runs().results(run.id)).toEqual([]);
  });

  test('pages of a history follow one another without gap', async () => {
    const serviceId = await aService();
    for (let index = 0; index < 5; index += 1) {
      const run = aRun(serviceId, { queuedAtMs: at + index });
      await runs().enqueue(run);
      await runs().cancel(run.id, at);
    }
    const first = await runs().list(serviceId, 'standard', { limit: 2 });
    const last = first.at(-1);
    const before = { atMs: last?.queuedAtMs ?? 0, id: last?.id ?? '' };
    const second = await runs().list(serviceId, 'standard', { limit: 9, before });
    expect([...first, ...second].map(({ queuedAtMs }) => queuedAtMs - at)).toEqual([4, 3, 2, 1, 0]);
  });

  test('keeps the addresses of a service for its next run', async () => {
    const serviceId = await aService();
    const place = { serviceId, platform: 'plus', by: 'p', atMs: at } as const;
    expect(await store.qualificationTargets.find(serviceId, 'plus')).toBeUndefined();
    await store.qualificationTargets.put({ ...place, addresses: { loginUrl: 'a' } });
    await store.qualificationTargets.put({ ...place, addresses: { loginUrl: 'b' } });
    expect(await store.qualificationTargets.find(serviceId, 'plus')).toEqual({
      addresses: { loginUrl: 'b' },
      version: 2,
    });
  });
});
