import { createManualClock, type ManualClock } from '@garance/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSignal } from './contract/durable-bench.ts';
import { aMail } from './contract/durable-fixtures.ts';
import { openLeasedStore } from './contract/leased-database.ts';
import type { DurableStore, OutboxMail } from './durable/contract.ts';
import { createOutboxWorker, retryDelayMs } from './outbox-worker.ts';
import { createVault } from './vault.ts';

const hourMs = 3_600_000;

/** A mail server whose answers the test sets. */
function createMailServer() {
  const delivered: OutboxMail[] = [];
  const state: { failure: Error | undefined } = { failure: undefined };
  const send = async (mail: OutboxMail): Promise<void> => {
    if (state.failure !== undefined) throw state.failure;
    delivered.push(mail);
  };
  return { delivered, state, send };
}

function createLog() {
  const lines: string[] = [];
  const write = (fields: Readonly<Record<string, unknown>>, message: string): void => {
    lines.push(`${message} ${JSON.stringify(fields)}`);
  };
  return { lines, logger: { warn: write, error: write } };
}

describe('outbox worker', () => {
  const clock: ManualClock = createManualClock(Date.UTC(2026, 0, 5));
  let opened: DurableStore | undefined;
  const outbox = () => {
    if (opened === undefined) throw new Error('the store is not open');
    return opened.outbox;
  };
  const workerTo = (send: (mail: OutboxMail) => Promise<void>, logger = createLog().logger) =>
    createOutboxWorker({ outbox: outbox(), send, clock, logger, pollMs: 1, batch: 3 });
  beforeAll(async () => {
    const vault = createVault(new Uint8Array(32).fill(2));
    opened = await openLeasedStore({ vault, clock, mailDomain: 'mail.example' });
  });
  afterAll(async () => opened?.close());

  it('delivers everything that is due, each mail once, and leaves nothing behind', async () => {
    const server = createMailServer();
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    for (const id of ids) await outbox().enqueue(aMail(id, clock.now() + hourMs));
    const worker = workerTo(server.send);
    expect(await worker.drainOnce()).toEqual({ sent: 7, failed: 0, dropped: 0 });
    expect(server.delivered.map((mail) => mail.id).sort()).toEqual(ids);
    clock.advance(hourMs / 2);
    expect(await worker.drainOnce()).toEqual({ sent: 0, failed: 0, dropped: 0 });
  });
  it('delivers after an hour without mail server, under one Message-ID, at growing intervals', async () => {
    const server = createMailServer();
    const worker = workerTo(server.send);
    await outbox().enqueue(aMail('late', clock.now() + 24 * hourMs));
    server.state.failure = new Error('connection refused');
    const begin = clock.now();
    let attempts = 0;
    while (clock.now() - begin < hourMs) {
      attempts += (await worker.drainOnce()).failed;
      clock.advance(10_000);
    }
    expect(attempts).toBe(7);
    server.state.failure = undefined;
    clock.advance(hourMs);
    expect((await worker.drainOnce()).sent).toBe(1);
    expect(server.delivered.map((mail) => [mail.id, mail.attempt])).toEqual([['late', 8]]);
  });
  it('repeats under the same Message-ID what was delivered by a worker that died before recording it', async () => {
    const server = createMailServer();
    const dying = { ...outbox(), sent: () => Promise.reject(new Error('killed')) };
    await outbox().enqueue(aMail('twice', clock.now() + hourMs));
    const log = createLog();
    const first = createOutboxWorker({
      outbox: dying,
      send: server.send,
      clock,
      logger: log.logger,
      leaseSeconds: 60,
    });
    await expect(first.drainOnce()).rejects.toThrow('killed');
    const second = workerTo(server.send);
    expect((await second.drainOnce()).sent).toBe(0);
    clock.advance(60_000);
    expect((await second.drainOnce()).sent).toBe(1);
    expect(server.delivered).toHaveLength(2);
    expect(server.delivered[0]?.messageId).toMatch(/@mail\.example>$/);
    expect(server.delivered[1]?.messageId).toBe(server.delivered[0]?.messageId);
  });
  it('drops expired mails instead of delivering them', async () => {
    const server = createMailServer();
    await outbox().enqueue(aMail('expired', clock.now() + 1_000));
    clock.advance(1_000);
    expect(await workerTo(server.send).drainOnce()).toEqual({ sent: 0, failed: 0, dropped: 1 });
    expect(server.delivered).toEqual([]);
  });
  it('logs a failure without address, subject or the server’s message', async () => {
    const server = createMailServer();
    server.state.failure = Object.assign(new Error('550 camille@example.org unknown'), { code: 'EENVELOPE' });
    const log = createLog();
    await outbox().enqueue(aMail('logged', clock.now() + 1_000));
    await workerTo(server.send, log.logger).drainOnce();
    expect(log.lines.join()).toContain('EENVELOPE');
    expect(log.lines.join()).not.toMatch(/camille|example\.org|550|connectée|Bonjour/);
    clock.advance(1_000);
    await outbox().dropExpired(clock.now());
  });
  it('works between start and stop, also after a failure of the database', async () => {
    const server = createMailServer();
    const sent = createSignal();
    let failures = 1;
    const flaky = {
      ...outbox(),
      dropExpired: (nowMs: number) => {
        failures -= 1;
        return failures >= 0 ? Promise.reject(new Error('down')) : outbox().dropExpired(nowMs);
      },
    };
    const send = async (mail: OutboxMail) => {
      await server.send(mail);
      sent.fire();
    };
    const worker = createOutboxWorker({ outbox: flaky, send, clock, logger: createLog().logger, pollMs: 1 });
    worker.start();
    worker.start();
    await outbox().enqueue(aMail('running', clock.now() + hourMs));
    await sent.next();
    await worker.stop();
    await outbox().enqueue(aMail('stopped', clock.now() + hourMs));
    expect(server.delivered.map((mail) => mail.id)).toEqual(['running']);
    expect((await workerTo(server.send).drainOnce()).sent).toBe(1);
  });
});

describe('the delay before another attempt', () => {
  it('doubles from half a minute to two hours', () => {
    expect([1, 2, 3, 8, 9, 10, 1_000].map((attempt) => retryDelayMs(attempt) / 1_000)).toEqual([
      30, 60, 120, 3_840, 7_200, 7_200, 7_200,
    ]);
  });
});
