import type { LookupAddress } from 'node:dns';
import { afterAll, describe, expect, it } from 'vitest';
import type { ResolveAll } from './guarded-lookup.ts';
import { createOutbound, type OutboundOptions } from './outbound.ts';
import { OutboundError, type OutboundFailure } from './outbound-error.ts';
import { startLoopbackServer } from './testing/loopback-server.ts';

const closers: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closers) await close();
});

function outbound(options: Partial<OutboundOptions> = {}) {
  const made = createOutbound({ policy: { allowHttp: true, allowPrivateAddresses: true }, ...options });
  closers.push(made.close);
  return made;
}

/** All ports, so that a refusal is due to the address. */
const ports = Array.from({ length: 65_535 }, (_, index) => index + 1);
const strict = { allowHttp: true, allowPrivateAddresses: false, ports };
const bounds = { timeoutMs: 5_000, maxBytes: 1_000 };

async function reasonOf(promise: Promise<unknown>): Promise<OutboundFailure | undefined> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return error instanceof OutboundError ? error.reason : undefined;
  }
}

/** Answers each query with the next of `answers`; the last one repeatedly. */
function changingAnswer(answers: readonly (readonly string[])[]): ResolveAll & { queries(): number } {
  let queries = 0;
  const resolve: ResolveAll = (_hostname, callback) => {
    const answer = answers[Math.min(queries, answers.length - 1)] ?? [];
    queries += 1;
    const addresses: LookupAddress[] = answer.map((address) => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }));
    callback(null, addresses);
  };
  return Object.assign(resolve, { queries: () => queries });
}

describe('an outbound request', () => {
  it('sends method, headers and body, and returns status, headers and body', async () => {
    await using server = await startLoopbackServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        response.writeHead(201, { 'content-type': 'text/plain', 'x-several': ['a', 'b'] });
        response.end(
          `${request.method} ${request.url} ${request.headers.accept} ${request.headers['x-own']} ${body}`,
        );
      });
    });
    const answer = await outbound().request({
      url: `${server.url}/path?q=1`,
      method: 'POST',
      headers: { 'x-own': 'yes' },
      body: 'été',
      accept: 'text/plain',
      ...bounds,
    });
    expect(answer).toMatchObject({ status: 201, body: 'POST /path?q=1 text/plain yes été' });
    expect(answer.headers).toMatchObject({ 'content-type': 'text/plain', 'x-several': 'a, b' });
  });

  it('keeps connections for the next requests to the same origin', async () => {
    await using server = await startLoopbackServer((_request, response) => response.end('ok'));
    const client = outbound();
    for (let call = 0; call < 10; call += 1) await client.request({ url: server.url, ...bounds });
    // Two in turn: one may still be finishing its answer when the next request starts.
    expect(server.connections()).toBeLessThanOrEqual(2);
  });

  it.each([
    'http://127.0.0.1:PORT/',
    'http://[::1]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f.1:PORT/',
    'http://0177.0.0.1:PORT/',
    'http://127.1:PORT/',
    'http://0.0.0.0:PORT/',
    'http://169.254.169.254/latest/meta-data/',
    'http://①②⑦.0.0.1:PORT/',
  ])('never reaches a forbidden literal address: %s', async (template) => {
    await using server = await startLoopbackServer((_request, response) => response.end('reached'));
    const client = outbound({ policy: strict });
    const url = template.replace('PORT', String(server.port));
    expect(await reasonOf(client.request({ url, ...bounds }))).toBe('blocked-address');
    expect(server.connections()).toBe(0);
  });

  it('never reaches a forbidden address behind a name', async () => {
    await using server = await startLoopbackServer((_request, response) => response.end('reached'));
    const client = outbound({ policy: strict, lookup: changingAnswer([['127.0.0.1']]) });
    const url = `http://innocent.example:${server.port}/`;
    expect(await reasonOf(client.request({ url, ...bounds }))).toBe('blocked-address');
    expect(server.connections()).toBe(0);
  });

  it('refuses localhost as the system resolves it', async () => {
    await using server = await startLoopbackServer((_request, response) => response.end('reached'));
    const url = `http://localhost:${server.port}/`;
    expect(await reasonOf(outbound({ policy: strict }).request({ url, ...bounds }))).toBe('blocked-address');
    expect(server.connections()).toBe(0);
  });

  it('refuses a DNS answer that contains one forbidden address among allowed ones', async () => {
    await using server = await startLoopbackServer((_request, response) => response.end('reached'));
    for (const answer of [
      ['93.184.216.34', '127.0.0.1'],
      ['127.0.0.1', '93.184.216.34'],
      ['93.184.216.34', '::ffff:127.0.0.1'],
      [],
    ]) {
      const client = outbound({ policy: strict, lookup: changingAnswer([answer]) });
      const url = `http://mixed.example:${server.port}/`;
      expect(await reasonOf(client.request({ url, ...bounds }))).toBe('blocked-address');
    }
    expect(server.connections()).toBe(0);
  });

  it('connects to the address that was checked, whatever the name resolves to later (DNS rebinding)', async () => {
    await using vetted = await startLoopbackServer((_request, response) => response.end('vetted'), {
      host: '127.0.0.2',
    });
    await using other = await startLoopbackServer((_request, response) => response.end('other'), {
      host: '127.0.0.1',
      port: vetted.port,
    });
    const lookup = changingAnswer([['127.0.0.2'], ['127.0.0.1']]);
    const answer = await outbound({ lookup }).request({
      url: `http://rebinding.example:${vetted.port}/`,
      ...bounds,
    });
    expect(answer.body).toBe('vetted');
    expect(lookup.queries()).toBe(1);
    expect(other.connections()).toBe(0);
  });

  it('checks again for every new connection', async () => {
    await using server = await startLoopbackServer((_request, response) => {
      response.writeHead(200, { connection: 'close' }).end('ok');
    });
    const client = outbound({ lookup: changingAnswer([['127.0.0.1'], ['169.254.169.254']]) });
    const url = `http://rebinding.example:${server.port}/`;
    expect((await client.request({ url, ...bounds })).status).toBe(200);
    expect(await reasonOf(client.request({ url, ...bounds }))).toBe('blocked-address');
  });

  it.each([
    ['plain http where it is not allowed', 'http://example.org/'],
    ['another scheme', 'ftp://example.org/'],
    ['a file', 'file:///etc/passwd'],
    ['data', 'data:text/plain,x'],
    ['credentials in the URL', 'https://user:secret@example.org/'],
    ['what is no URL', 'not a url'],
  ])('refuses %s', async (_what, url) => {
    const client = outbound({ policy: { allowHttp: false, allowPrivateAddresses: true } });
    expect(await reasonOf(client.request({ url, ...bounds }))).toBe('blocked-scheme');
  });

  it.each([
    ['https://public.example:22/', undefined],
    ['https://public.example:8443/', undefined],
    ['https://public.example:444/', [443]],
    ['http://public.example/', undefined],
    ['http://public.example:443/', [80]],
    ['https://8.8.8.8:53/', undefined],
    ['https://public.example/', [8443]],
  ])('attack 11: does not connect to the port of %s when %j are allowed', async (url, allowed) => {
    const lookup = changingAnswer([['93.184.216.34']]);
    const client = outbound({
      policy: {
        allowHttp: true,
        allowPrivateAddresses: false,
        ...(allowed !== undefined && { ports: allowed }),
      },
      lookup,
    });
    expect(await reasonOf(client.request({ url, ...bounds }))).toBe('blocked-port');
    // The name is not resolved at all.
    expect(lookup.queries()).toBe(0);
  });

  it('attack 11: connects to a port that is allowed, and to any on one’s own machine', async () => {
    await using server = await startLoopbackServer((_request, response) => response.end('ok'));
    const own = { allowHttp: true, allowPrivateAddresses: true };
    const listed = outbound({ policy: { ...own, ports: [server.port] } });
    expect((await listed.request({ url: server.url, ...bounds })).body).toBe('ok');
    expect((await outbound({ policy: own }).request({ url: server.url, ...bounds })).body).toBe('ok');
    const other = outbound({ policy: { ...own, ports: [443] } });
    expect(await reasonOf(other.request({ url: server.url, ...bounds }))).toBe('blocked-port');
  });

  it.each([301, 302, 303, 307, 308, 304])('does not follow a redirect (%i)', async (status) => {
    await using target = await startLoopbackServer((_request, response) => response.end('target'));
    await using server = await startLoopbackServer((_request, response) => {
      response.writeHead(status, { location: target.url }).end();
    });
    expect(await reasonOf(outbound().request({ url: server.url, ...bounds }))).toBe('redirect');
    expect(target.requests()).toBe(0);
  });

  it('takes a body of exactly the allowed size', async () => {
    await using server = await startLoopbackServer((_request, response) => response.end('x'.repeat(1_000)));
    expect((await outbound().request({ url: server.url, ...bounds })).body).toHaveLength(1_000);
  });

  it('refuses a body announced as one byte too large before reading it', async () => {
    await using server = await startLoopbackServer((_request, response) => {
      response.writeHead(200, { 'content-length': '1001' }).flushHeaders();
    });
    expect(await reasonOf(outbound().request({ url: server.url, ...bounds }))).toBe('too-large');
  });

  it('counts an endless body while it arrives and disconnects', async () => {
    let sent = 0;
    const hungUp = Promise.withResolvers<void>();
    await using server = await startLoopbackServer((_request, response) => {
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(1_000))) sent += 1_000;
        if (!response.destroyed) response.once('drain', pour);
      };
      response.on('close', () => hungUp.resolve());
      pour();
    });
    expect(await reasonOf(outbound().request({ url: server.url, ...bounds }))).toBe('too-large');
    await hungUp.promise;
    expect(sent).toBeLessThan(20_000_000);
  });

  it('ends a body that is sent too slowly when the total time is over', async () => {
    await using server = await startLoopbackServer((_request, response) => {
      const drip = setInterval(() => response.write('x'), 10);
      response.on('close', () => clearInterval(drip));
    });
    expect(await reasonOf(outbound().request({ url: server.url, timeoutMs: 200, maxBytes: 100_000 }))).toBe(
      'timeout',
    );
  });

  it('ends when no answer comes, and when the name does not resolve in time', async () => {
    await using server = await startLoopbackServer(() => undefined);
    const request = { timeoutMs: 100, maxBytes: 1_000 };
    expect(await reasonOf(outbound().request({ url: server.url, ...request }))).toBe('timeout');
    const silent = outbound({ lookup: () => undefined });
    expect(await reasonOf(silent.request({ url: 'http://silent.example/', ...request }))).toBe('timeout');
  });

  it('fails with network when the port is closed, the name is unknown or the peer disconnects', async () => {
    const gone = await startLoopbackServer(() => undefined);
    await gone[Symbol.asyncDispose]();
    expect(await reasonOf(outbound().request({ url: gone.url, ...bounds }))).toBe('network');
    const unknown = outbound({ lookup: (_name, callback) => callback(new Error('ENOTFOUND'), []) });
    expect(await reasonOf(unknown.request({ url: 'http://unknown.example/', ...bounds }))).toBe('network');
    await using rude = await startLoopbackServer((request) => request.socket.destroy());
    expect(await reasonOf(outbound().request({ url: rude.url, ...bounds }))).toBe('network');
  });

  it('ends when the caller aborts it', async () => {
    await using server = await startLoopbackServer(() => undefined);
    const controller = new AbortController();
    const pending = outbound().request({ url: server.url, ...bounds, signal: controller.signal });
    controller.abort();
    expect(await reasonOf(pending)).toBe('network');
    const late = outbound().request({ url: server.url, ...bounds, signal: AbortSignal.abort() });
    expect(await reasonOf(late)).toBe('network');
  });

  it('does not expand a compressed body', async () => {
    await using server = await startLoopbackServer((request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(String(request.headers['accept-encoding']));
    });
    expect((await outbound().request({ url: server.url, ...bounds })).body).toBe('undefined');
  });

  it('names at most the host in its errors', async () => {
    const failure = await outbound({ policy: strict })
      .request({ url: 'http://127.0.0.1/secret-path?code=secret', ...bounds })
      .catch((error: unknown) => String(error));
    expect(failure).toContain('127.0.0.1');
    expect(failure).not.toContain('secret');
  });
});

describe('the fetch-shaped variant', () => {
  it('sends what an OpenID client library needs', async () => {
    await using server = await startLoopbackServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(
          JSON.stringify({ type: request.headers['content-type'], own: request.headers.own, body }),
        );
      });
    });
    const { fetch } = outbound();
    const answer = await fetch(server.url, {
      method: 'POST',
      body: new URLSearchParams({ a: 'b c' }),
      headers: new Headers({ own: '1' }),
    });
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toEqual({
      type: 'application/x-www-form-urlencoded;charset=UTF-8',
      own: '1',
      body: 'a=b+c',
    });
    const fromRequest = await fetch(
      new Request(server.url, { method: 'POST', body: 'text', headers: { own: '2' } }),
    );
    expect(await fromRequest.json()).toMatchObject({ own: '2', body: 'text' });
  });

  it('has the same guards', async () => {
    await using server = await startLoopbackServer((request, response) => {
      if (request.url === '/redirect') response.writeHead(302, { location: '/' });
      response.end('x'.repeat(300_000));
    });
    expect(await reasonOf(outbound({ policy: strict }).fetch(server.url))).toBe('blocked-address');
    expect(await reasonOf(outbound().fetch(server.url))).toBe('too-large');
    expect(await reasonOf(outbound().fetch(`${server.url}/redirect`, { redirect: 'follow' }))).toBe(
      'redirect',
    );
    await using silent = await startLoopbackServer(() => undefined);
    expect(await reasonOf(outbound({ fetchTimeoutMs: 50 }).fetch(silent.url))).toBe('timeout');
    expect(await reasonOf(outbound().fetch(silent.url, { signal: AbortSignal.abort() }))).toBe('network');
  });

  it('makes a Response without body for 204', async () => {
    await using server = await startLoopbackServer((_request, response) => response.writeHead(204).end());
    const answer = await outbound().fetch(new URL(server.url));
    expect([answer.status, answer.body]).toEqual([204, null]);
  });

  it('refuses unsupported methods and bodies', async () => {
    const { fetch } = outbound();
    await expect(fetch('http://127.0.0.1/', { method: 'DELETE' })).rejects.toThrow(TypeError);
    await expect(fetch('http://127.0.0.1/', { method: 'POST', body: new Blob(['x']) })).rejects.toThrow(
      TypeError,
    );
  });
});
