import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createManualClock, type ManualClock } from '@garance/core';
import { createVault } from '@garance/store';
import { createOutbound, type Outbound } from '@garance/web/outbound';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openLeasedPlatformStore } from '../../../testing/leased-store.ts';
import type { PlatformStore } from '../../portal-store.ts';
import { signBody } from '../signature.ts';
import { attemptsAtMost, createWebhookWorker, retryAfterMs } from './worker.ts';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let store: PlatformStore;
let clock: ManualClock;
let server: Server;
let outbound: Outbound;
let received: Received[];
let answer: { status: number; headers?: Record<string, string> };
let lines: string[];

let serial = 0;

beforeAll(async () => {
  clock = createManualClock(Date.UTC(2026, 10, 3, 9));
  store = await openLeasedPlatformStore({ vault: createVault(new Uint8Array(32).fill(3)), clock });
});
afterAll(() => store.close());
beforeEach(async () => {
  serial += 1;
  received = [];
  lines = [];
  answer = { status: 200 };
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(answer.status, answer.headers).end('{"token_id":"theirs"}');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  outbound = createOutbound({ policy: { allowHttp: true, allowPrivateAddresses: true } });
});
afterEach(async () => {
  await outbound.close();
  await new Promise((resolve) => server.close(resolve));
});

const port = () => (server.address() as AddressInfo).port;
const secret = 'a secret of the other system, long enough';
const payload = '{"event":"approve","data":{"applicant":{"email":"camille@mairie.example"}}}';
const logger = {
  warn: (...words: unknown[]) => void lines.push(JSON.stringify(words)),
  error: (...words: unknown[]) => void lines.push(JSON.stringify(words)),
};
const workerOver = (guard: Outbound) =>
  createWebhookWorker({ store: store.portal, outbound: guard, clock, logger });

/** Ids are prefixed for each test because all share the store. */
const own = (name: string) => `${name}-${serial}`;

async function queueCall(id = own('call'), url = `http://127.0.0.1:${port()}/hook?key=in-the-address`) {
  await store.portal.transaction(async (tables) => {
    const stored = await tables.webhookEndpoints.find(own('endpoint'));
    if (stored === undefined) {
      const endpoint = { id: own('endpoint'), url, events: ['approve'], createdAtMs: clock.now() };
      await tables.webhookEndpoints.create(endpoint, secret);
    }
    await tables.webhookCalls.enqueue({
      id,
      endpointId: own('endpoint'),
      event: 'approve',
      objectId: 'request-1',
      payload,
      createdAtMs: clock.now(),
    });
  });
}

describe('outgoing webhooks', () => {
  test('are queued once for one event, and delivered once, signed over the exact bytes', async () => {
    await queueCall();
    await queueCall();
    expect(await workerOver(outbound).drainOnce()).toEqual({ delivered: 1, failed: 0 });
    expect(await workerOver(outbound).drainOnce()).toEqual({ delivered: 0, failed: 0 });
    expect(received).toHaveLength(1);
    expect(received[0]?.body).toBe(payload);
    expect(received[0]?.headers['x-hub-signature-256']).toBe(signBody(secret, payload));
    expect(received[0]?.headers['content-type']).toBe('application/json');
    expect((await store.portal.webhookCalls.find(own('call')))?.state).toBe('delivered');
  });

  test('are retried after 30 s, 60 s, 120 s, and end as failed after the tenth failure', async () => {
    answer = { status: 500 };
    await queueCall();
    const worker = workerOver(outbound);
    for (let attempt = 1; attempt <= attemptsAtMost; attempt += 1) {
      expect(await worker.drainOnce()).toEqual({ delivered: 0, failed: 1 });
      const wait = retryAfterMs(attempt);
      if (wait === undefined) break;
      clock.advance(wait - 1);
      expect(await worker.drainOnce()).toEqual({ delivered: 0, failed: 0 });
      clock.advance(1);
    }
    expect((await store.portal.webhookCalls.find(own('call')))?.state).toBe('failed');
    expect(await store.portal.webhookCalls.attempts(own('call'))).toHaveLength(attemptsAtMost);
    expect([1, 2, 3].map(retryAfterMs)).toEqual([30_000, 60_000, 120_000]);
  });

  test('that wait are counted with the moment since which the oldest is due, without those of a disabled endpoint', async () => {
    const { webhookCalls, webhookEndpoints } = store.portal;
    const before = await webhookCalls.backlog(clock.now());
    const dueSinceMs = clock.now();
    await queueCall(own('one'));
    await queueCall(own('two'));
    clock.advance(5_000);
    expect(await webhookCalls.backlog(clock.now())).toEqual({ queued: before.queued + 2, dueSinceMs });
    answer = { status: 500 };
    await workerOver(outbound).drainOnce();
    // Both wait for their next attempt: none is due.
    expect(await webhookCalls.backlog(clock.now())).toEqual({ queued: before.queued + 2 });
    await webhookEndpoints.setEnabled(own('endpoint'), false);
    expect(await webhookCalls.backlog(clock.now())).toEqual({ queued: before.queued });
  });

  test('are sent again after they ended as failed when an operator asks for it', async () => {
    answer = { status: 500 };
    await queueCall();
    await workerOver(outbound).drainOnce();
    answer = { status: 204 };
    await store.portal.webhookCalls.replay(own('call'), clock.now());
    expect(await workerOver(outbound).drainOnce()).toEqual({ delivered: 1, failed: 0 });
    const attempts = await store.portal.webhookCalls.attempts(own('call'));
    expect(attempts.map(({ status }) => status)).toEqual([500, 204]);
  });

  test('are sent once each with two workers at once', async () => {
    for (let index = 0; index < 25; index += 1) await queueCall(own(`call-${index}`));
    await Promise.all([workerOver(outbound).drainOnce(), workerOver(outbound).drainOnce()]);
    expect(received).toHaveLength(25);
  });

  test('are sent by another worker once the lease of one that died is over', async () => {
    await queueCall();
    await store.portal.webhookCalls.claim({ nowMs: clock.now(), limit: 10, leaseMs: 70_000 });
    expect(await workerOver(outbound).drainOnce()).toEqual({ delivered: 0, failed: 0 });
    clock.advance(70_000);
    expect(await workerOver(outbound).drainOnce()).toEqual({ delivered: 1, failed: 0 });
  });

  test('are not sent to a disabled endpoint', async () => {
    await queueCall();
    await store.portal.webhookEndpoints.setEnabled(own('endpoint'), false);
    expect(await workerOver(outbound).drainOnce()).toEqual({ delivered: 0, failed: 0 });
  });

  test('security.md 11: an address in a private network is refused at each call, whatever it was when it was entered', async () => {
    const guard = createOutbound({ policy: { allowHttp: true, allowPrivateAddresses: false } });
    await queueCall();
    expect(await workerOver(guard).drainOnce()).toEqual({ delivered: 0, failed: 1 });
    await guard.close();
    expect(received).toHaveLength(0);
    const [attempt] = await store.portal.webhookCalls.attempts(own('call'));
    expect(attempt?.failure).toBe('blocked-address');
  });

  test('security.md 11: a redirect is a failure and is not followed', async () => {
    answer = { status: 307, headers: { location: `http://127.0.0.1:${port()}/elsewhere` } };
    await queueCall();
    await workerOver(outbound).drainOnce();
    expect(received).toHaveLength(1);
    const [attempt] = await store.portal.webhookCalls.attempts(own('call'));
    expect(attempt?.failure).toBe('redirect');
  });

  test('security.md 18: the log carries no address, secret, signature or personal data', async () => {
    answer = { status: 500 };
    await queueCall();
    await workerOver(outbound).drainOnce();
    expect(lines).toHaveLength(1);
    for (const trace of ['in-the-address', secret, 'sha256=', 'camille', '127.0.0.1', 'theirs']) {
      expect(lines.join('\n')).not.toContain(trace);
    }
  });
});
