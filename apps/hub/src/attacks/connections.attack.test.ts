/** Attack on connections: clients that hold connections of a listening hub open, or send bodies without end. */
import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createTestHub, type TestHub } from '../testing/hub-fixture.ts';

const host = '127.0.0.1';
const form = 'content-type: application/x-www-form-urlencoded';
const bodyLimit = 65_536;
const posts = ['/authorize', '/token', '/par', '/userinfo', '/token/revocation', '/session/end'];

/** Listens on a free port of loopback. */
async function listening(hub: TestHub): Promise<number> {
  await hub.app.listen({ host, port: 0 });
  return (hub.app.server.address() as AddressInfo).port;
}

/** Opens a connection and sends these bytes only. */
async function open(port: number, bytes: string): Promise<Socket> {
  const socket = connect(port, host);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  if (bytes !== '') socket.write(bytes);
  return socket;
}

/** Everything received until the server closes the connection. */
async function exchange(port: number, head: string, body: Iterable<string>): Promise<string> {
  const socket = await open(port, head);
  let answer = '';
  socket.on('data', (chunk: Buffer) => {
    answer += chunk.toString();
  });
  // A server that closes while a client still writes makes the client's socket fail: that counts as closed too.
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  for (const part of body) {
    if (socket.destroyed || answer !== '') break;
    if (socket.write(part)) continue;
    await Promise.race([new Promise<void>((resolve) => socket.once('drain', () => resolve())), closed]);
  }
  await closed;
  return answer;
}

const post = (path: string, length: number) =>
  `POST /api/v2${path} HTTP/1.1\r\nhost: hub\r\n${form}\r\ncontent-length: ${length}\r\nconnection: close\r\n\r\n`;

/** Checks that a citizen and a service get their answers meanwhile. */
async function expectServed(hub: TestHub, port: number): Promise<void> {
  const origin = `http://${host}:${port}/api/v2`;
  const query = new URLSearchParams(hub.service('public').request());
  const beganMs = performance.now();
  const [page, token] = await Promise.all([
    fetch(`${origin}/authorize?${query}`, { redirect: 'manual' }),
    fetch(`${origin}/token`, { method: 'POST', body: new URLSearchParams({ client_id: 'unknown-client' }) }),
  ]);
  expect([page.status, token.status]).toEqual([303, 400]);
  expect(page.headers.get('location')).toContain('/interaction/');
  // Far below the time that a held connection may last, and far above what a busy machine takes.
  expect(performance.now() - beganMs).toBeLessThan(15_000);
}

describe('attack 15: 1,000 connections that are kept open', () => {
  const kinds: readonly (readonly [string, string])[] = [
    ['silent', ''],
    ['in the middle of a header', 'GET /api/v2/authorize?state=x HTTP/1.1\r\nhost: hub\r\nx-slow: '],
    ['in the middle of a body', `${post('/token', 60_000)}client_id=`],
    ['idle after an answer', 'GET /healthz HTTP/1.1\r\nhost: hub\r\n\r\n'],
  ];

  it('do not keep other citizens from signing in, and each is closed in time', async () => {
    await using hub = await createTestHub();
    const port = await listening(hub);
    const sockets = await Promise.all(
      Array.from({ length: 1_000 }, (_, index) => open(port, kinds[index % kinds.length]?.[1] ?? '')),
    );
    try {
      expect(sockets.filter((socket) => socket.readyState === 'open')).toHaveLength(1_000);
      await expectServed(hub, port);
      const { headersTimeout, requestTimeout, keepAliveTimeout } = hub.app.server;
      const ends = [headersTimeout, requestTimeout, keepAliveTimeout];
      expect(ends.every((ms) => ms > 0 && ms <= 70_000)).toBe(true);
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  });
});

describe('attack 15: bodies of 64 KB', () => {
  const filled = (length: number) => `x=${'y'.repeat(length - 2)}`;

  it.each(posts)(
    '200 at once at %s are answered with short responses, and other requests are served',
    async (path) => {
      await using hub = await createTestHub();
      const port = await listening(hub);
      const send = () => exchange(port, post(path, bodyLimit), [filled(bodyLimit)]);
      const sending = Promise.all(Array.from({ length: 200 }, send));
      await expectServed(hub, port);
      const answers = await sending;
      for (const answer of answers) {
        // A logout request that names no person or service is answered by the confirmation page.
        expect(answer.slice(0, 12)).toMatch(path === '/session/end' ? / 200/ : / 4\d\d/);
        expect(answer.length).toBeLessThan(20_000);
      }
    },
  );

  it.each(posts)('one byte more at %s is refused by its size', async (path) => {
    await using hub = await createTestHub();
    const port = await listening(hub);
    const answer = await exchange(port, post(path, bodyLimit + 1), [filled(bodyLimit + 1)]);
    expect(answer).toContain('HTTP/1.1 413');
  });

  it.each(posts)('a body without end at %s is cut off', async (path) => {
    await using hub = await createTestHub();
    const port = await listening(hub);
    const head = `POST /api/v2${path} HTTP/1.1\r\nhost: hub\r\n${form}\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n`;
    let sent = 0;
    function* chunks() {
      for (; sent < 50_000_000; sent += 16_384) yield `4000\r\n${'x'.repeat(16_384)}\r\n`;
    }
    expect(await exchange(port, head, chunks())).toContain('HTTP/1.1 413');
    expect(sent).toBeLessThan(20_000_000);
  });
});
