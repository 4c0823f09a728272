import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { buildServer } from './build-server.ts';
import { createPino } from './logging.ts';

const logger = createPino({ name: 'test', level: 'silent' });
/** Longer than a test may take, so that only the closing of the server ends a connection. */
const timeouts = { headersMs: 200_000, requestMs: 200_000, keepAliveMs: 200_000, checkMs: 100_000 };

/** A server that answers `/slow` when the test releases it. */
async function start() {
  const app = buildServer({ name: 'test', logger, issuerOrigin: 'http://127.0.0.1', timeouts });
  const reached = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  app.get('/slow', async () => {
    reached.resolve();
    await release.promise;
    return { done: true };
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  return { app, reached: reached.promise, release: release.resolve };
}

async function open(server: { readonly app: Awaited<ReturnType<typeof start>>['app'] }): Promise<Socket> {
  const { port } = server.app.server.address() as AddressInfo;
  const accepted = once(server.app.server, 'connection');
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await accepted;
  return socket;
}

/** What a client has sent when the server closes. */
const unfinished: readonly (readonly [string, string])[] = [
  ['nothing, as a browser that connects in advance', ''],
  ['a part of a header', 'GET /slow HTTP/1.1\r\nHost: x'],
  ['a whole answered request', 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['an answered request and a part of the next', 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /slow'],
];

describe('a server that closes', { timeout: 10_000 }, () => {
  it.each(unfinished)('does not wait for a connection that has sent %s', async (_name, sent) => {
    const server = await start();
    const socket = await open(server);
    const ended = once(socket, 'close');
    if (sent.includes('/healthz')) {
      socket.write(sent);
      await once(socket, 'data');
    } else {
      socket.resume();
      await new Promise((resolve) => socket.write(sent, resolve));
    }
    await server.app.close();
    await ended;
  });

  it('answers the requests under way, and closes their connections then', async () => {
    const server = await start();
    const socket = await open(server);
    const unused = await open(server);
    const ended = once(socket, 'close');
    socket.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n');
    await server.reached;
    const closed = server.app.close();
    const answer = once(socket, 'data');
    unused.resume();
    await once(unused, 'close');
    expect(socket.destroyed).toBe(false);
    server.release();
    expect(String(await answer)).toContain('200 OK');
    await closed;
    await ended;
  });
});
