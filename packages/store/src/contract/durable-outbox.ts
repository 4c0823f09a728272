import { describe, expect, it } from 'vitest';
import type { DurableBench } from './durable-bench.ts';
import { aMail } from './durable-fixtures.ts';

const hourMs = 3_600_000;

export function describeOutbox(bench: DurableBench): void {
  describe('the outbox', () => {
    describeClaims(bench);
    describeEnds(bench);
  });
}

/** Removes all mails, so that each test begins with an empty outbox. */
async function empty({ store, clock }: DurableBench): Promise<void> {
  await store().outbox.dropExpired(clock.now() + 48 * hourMs);
}

function describeClaims(bench: DurableBench): void {
  const { store, clock, id } = bench;
  it('returns the whole mail, with a Message-ID that does not reveal its id', async () => {
    const mail = aMail(id('mail'), clock.now() + hourMs, { to: 'é@example.org' });
    await store().outbox.enqueue(mail);
    const [claimed] = await store().outbox.claim(10, 60);
    expect(claimed).toMatchObject({ ...mail, attempt: 1 });
    expect(claimed?.messageId).toMatch(/^<[0-9a-f]{40}@[a-z.]+>$/);
    await empty(bench);
  });
  it('queues a mail once, however often it is enqueued', async () => {
    const mail = aMail(id('mail'), clock.now() + hourMs);
    await store().outbox.enqueue(mail);
    await store().outbox.enqueue(mail);
    expect(await store().outbox.claim(10, 60)).toHaveLength(1);
    await empty(bench);
  });
  it('gives the longest due first, independent of their ids', async () => {
    // PostgreSQL may choose another plan after five times.
    for (let time = 0; time < 8; time += 1) {
      const ids = Array.from({ length: 9 }, () => id('mail'));
      for (const mailId of ids) {
        await store().outbox.enqueue(aMail(mailId, clock.now() + hourMs));
        clock.advance(1);
      }
      expect((await store().outbox.claim(10, 60)).map((mail) => mail.id)).toEqual(ids);
      await empty(bench);
    }
  });
  it('gives each mail to one of ten workers that claim concurrently', async () => {
    const ids = Array.from({ length: 30 }, () => id('mail'));
    for (const mailId of ids) await store().outbox.enqueue(aMail(mailId, clock.now() + hourMs));
    const claims = await Promise.all(Array.from({ length: 10 }, () => store().outbox.claim(5, 60)));
    const claimed = claims.flat().map((mail) => mail.id);
    expect(new Set(claimed).size).toBe(claimed.length);
    const rest = (await store().outbox.claim(30, 60)).map((mail) => mail.id);
    expect([...claimed, ...rest].sort()).toEqual([...ids].sort());
    await empty(bench);
  });
  it('gives a mail again, under the same Message-ID, when its worker died after delivering it', async () => {
    const mail = aMail(id('mail'), clock.now() + hourMs);
    await store().outbox.enqueue(mail);
    const [first] = await store().outbox.claim(1, 60);
    clock.advance(59_999);
    expect(await store().outbox.claim(1, 60)).toEqual([]);
    clock.advance(1);
    const [second] = await store().outbox.claim(1, 60);
    expect(second).toMatchObject({ id: mail.id, messageId: first?.messageId, attempt: 2 });
    await empty(bench);
  });
}

function describeEnds(bench: DurableBench): void {
  const { store, clock, id } = bench;
  it('tells how many mails wait, and since when the longest due one', async () => {
    expect(await store().outbox.backlog(clock.now())).toEqual({ queued: 0 });
    const beganMs = clock.now();
    for (const name of ['one', 'two', 'three'])
      await store().outbox.enqueue(aMail(id(name), clock.now() + hourMs));
    expect(await store().outbox.backlog(beganMs)).toEqual({ queued: 3, dueSinceMs: beganMs });
    const [claimed] = await store().outbox.claim(3, 60);
    // Leased: a worker has them. Failed: due later.
    expect(await store().outbox.backlog(beganMs)).toEqual({ queued: 3 });
    await store().outbox.failed(claimed?.id ?? '', beganMs + 30_000);
    expect(await store().outbox.backlog(beganMs + 29_999)).toEqual({ queued: 3 });
    expect(await store().outbox.backlog(beganMs + 30_000)).toEqual({
      queued: 3,
      dueSinceMs: beganMs + 30_000,
    });
    await empty(bench);
  });
  it('deletes a mail that was sent', async () => {
    const mail = aMail(id('mail'), clock.now() + hourMs);
    await store().outbox.enqueue(mail);
    await store().outbox.claim(1, 60);
    await store().outbox.sent(mail.id);
    clock.advance(120_000);
    expect(await store().outbox.claim(10, 60)).toEqual([]);
  });
  it('keeps a mail that failed until it is due again', async () => {
    const mail = aMail(id('mail'), clock.now() + hourMs);
    await store().outbox.enqueue(mail);
    await store().outbox.claim(1, 600);
    await store().outbox.failed(mail.id, clock.now() + 30_000);
    clock.advance(29_999);
    expect(await store().outbox.claim(1, 60)).toEqual([]);
    clock.advance(1);
    expect((await store().outbox.claim(1, 60)).map((claimed) => claimed.attempt)).toEqual([2]);
    await empty(bench);
  });
  it('never gives an expired mail, and drops it', async () => {
    await store().outbox.enqueue(aMail(id('mail'), clock.now() + 10_000));
    clock.advance(10_000);
    expect(await store().outbox.claim(10, 60)).toEqual([]);
    expect(await store().outbox.dropExpired(clock.now())).toBe(1);
    expect(await store().outbox.dropExpired(clock.now())).toBe(0);
  });
  it('keeps no mail longer than a day, whatever its expiry', async () => {
    await store().outbox.enqueue(aMail(id('mail'), clock.now() + 1_000 * hourMs));
    clock.advance(24 * hourMs);
    expect(await store().outbox.claim(10, 60)).toEqual([]);
    expect(await store().outbox.dropExpired(clock.now())).toBe(1);
  });
}
