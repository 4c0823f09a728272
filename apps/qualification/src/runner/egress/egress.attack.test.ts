/**
 * security.md, attack 11: the suite's sign-in and logout URLs are named by partners, and so is every page behind them.
 * Private ranges, `169.254.169.254`, IPv6 forms, DNS answers that change, redirects, slow and endless bodies.
 */
import { once } from 'node:events';
import { request } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import type { ResolveAll } from '@garance/web/outbound';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBrowserVisitors } from '../browser/browser-visitors.ts';
import { launchBrowser } from '../browser/launch-browser.ts';
import { createTrail } from '../evidence/trail.ts';
import { createHttpVisitors } from '../http/http-visitor.ts';
import { createMarks } from '../marker.ts';
import { createRateLimit } from '../rate-limit.ts';
import { startPages } from '../testing/pages.ts';
import type { VisitorSettings, VisitorSource } from '../visitors.ts';
import { startEgressProxy } from './egress-proxy.ts';

/** As the platform has it in production, but for http and ports: what is shown here is the addresses' doing alone. */
const ports = Array.from({ length: 65_535 }, (_, index) => index + 1);
const publicOnly = { allowHttp: true, allowPrivateAddresses: false, ports };
const local = { allowHttp: true, allowPrivateAddresses: true };
const maxBytes = 200_000;

const privateAddresses = (port: number) => [
  `http://127.0.0.1:${port}/`,
  `http://localhost:${port}/`,
  `http://2130706433:${port}/`,
  `http://0x7f.1:${port}/`,
  `http://0:${port}/`,
  `http://[::1]:${port}/`,
  `http://[::ffff:127.0.0.1]:${port}/`,
  `http://[::]:${port}/`,
  `http://[fd00:ec2::254]:${port}/`,
  `http://[fe80::1]:${port}/`,
  `http://[64:ff9b::7f00:1]:${port}/`,
  `http://10.0.0.1:${port}/`,
  `http://172.16.0.1:${port}/`,
  `http://192.168.0.1:${port}/`,
  `http://100.64.0.1:${port}/`,
  'http://169.254.169.254/latest/meta-data/',
];

function visitOf(url: string, navigationMs = 5_000): VisitorSettings {
  return {
    service: {
      loginUrl: url,
      protectedUrl: url,
      signedIn: { selector: '#me' },
      clientId: 'client',
      serviceId: 'service',
      registrationId: 'registration',
      registrationVersion: 1,
      platform: 'standard',
      issuer: 'http://hub.invalid',
      redirectUris: [],
      postLogoutRedirectUris: [],
      grantedScopes: [],
      authMethod: 'client_secret_post',
      encrypted: false,
      hasSecondEncryptionKey: false,
      rehearsalIssuer: 'http://hub.invalid',
    },
    trail: createTrail({ now: () => 0 }),
    marks: createMarks(),
    rateLimit: createRateLimit({ now: () => 0 }),
    navigationMs,
  };
}

describe('attack 11, the suite’s proxy', () => {
  /** What an HTTP client behind the proxy is told: a status, or nothing. */
  async function through(
    server: string,
    target: { method?: string; path: string },
  ): Promise<number | 'nothing'> {
    const { hostname, port } = new URL(server);
    const outgoing = request({ hostname, port, agent: false, ...target });
    const outcome = Promise.withResolvers<number | 'nothing'>();
    outgoing.on('response', (response) => {
      response.resume();
      response.on('close', () => outcome.resolve(response.statusCode ?? 0));
    });
    outgoing.on('connect', (response, socket) => {
      socket.destroy();
      outcome.resolve(response.statusCode ?? 0);
    });
    outgoing.on('error', () => outcome.resolve('nothing'));
    outgoing.end();
    return outcome.promise;
  }

  test('connects to no private address, asked for by http or as a tunnel', async () => {
    await using trap = await startPages({});
    const proxy = await startEgressProxy({ policy: publicOnly, maxBytes });
    for (const url of privateAddresses(trap.port)) {
      expect(await through(proxy.server, { path: url }), url).toBe('nothing');
      const { host } = new URL(url.replace('http:', 'https:'));
      const authority = /:\d+$/.test(host) ? host : `${host}:443`;
      expect(await through(proxy.server, { method: 'CONNECT', path: authority }), authority).toBe('nothing');
    }
    expect(trap.requests).toEqual([]);
    expect(trap.connections()).toBe(0);
    await proxy.close();
  });

  test('connects to port 443 alone in production, asked for by http or as a tunnel', async () => {
    await using trap = await startPages({});
    let requestCount = 0;
    const lookup: ResolveAll = (_host, callback) => {
      requestCount += 1;
      callback(null, [{ address: '127.0.0.1', family: 4 }]);
    };
    const policy = { allowHttp: true, allowPrivateAddresses: false };
    const proxy = await startEgressProxy({ policy, maxBytes, lookup });
    for (const port of [22, 25, 80, 8443, trap.port]) {
      expect(await through(proxy.server, { path: `http://s.example:${port}/` })).toBe('nothing');
      expect(await through(proxy.server, { method: 'CONNECT', path: `s.example:${port}` })).toBe('nothing');
    }
    expect([requestCount, trap.connections()]).toEqual([0, 0]);
    await through(proxy.server, { method: 'CONNECT', path: 's.example:443' });
    expect(requestCount).toBe(1);
    await proxy.close();
  });

  test('connects to what it vetted: an answer that changes is judged each time, a mixed one refused', async () => {
    await using service = await startPages({ '/': '<p>hello</p>' });
    const answers = new Map([
      ['changes.example', [['127.0.0.1'], ['169.254.169.254']]],
      ['mixed.example', [['127.0.0.1', '169.254.169.254']]],
    ]);
    const lookup: ResolveAll = (host, callback) => {
      const list = answers.get(host) ?? [];
      const addresses = list.length > 1 ? list.shift() : list[0];
      callback(
        null,
        (addresses ?? []).map((address) => ({ address, family: 4 })),
      );
    };
    const proxy = await startEgressProxy({ policy: local, maxBytes, lookup });
    const tunnel = { method: 'CONNECT', path: `changes.example:${service.port}` };
    expect(await through(proxy.server, tunnel)).toBe(200);
    expect(await through(proxy.server, tunnel)).toBe('nothing');
    expect(await through(proxy.server, { path: `http://mixed.example:${service.port}/` })).toBe('nothing');
    expect(proxy.blocked()).toEqual([`changes.example:${service.port}`, `mixed.example:${service.port}`]);
    await proxy.close();
  });

  test('lets go of a tunnel that never ends pouring', async () => {
    const pouring = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      const pour = () => {
        while (!socket.destroyed && socket.write(Buffer.alloc(16_384)));
      };
      socket.on('drain', pour);
      pour();
    }).listen(0, '127.0.0.1');
    await once(pouring, 'listening');
    const proxy = await startEgressProxy({ policy: local, maxBytes });
    const { hostname, port } = new URL(proxy.server);
    const target = `127.0.0.1:${(pouring.address() as AddressInfo).port}`;
    const outgoing = request({ hostname, port, agent: false, method: 'CONNECT', path: target }).end();
    const [, socket] = await once(outgoing, 'connect');
    let received = 0;
    socket.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
    await once(socket, 'close');
    expect(received).toBeLessThanOrEqual(maxBytes + 131_072);
    pouring.close();
    await proxy.close();
  });
});

describe.each(['http', 'browser'] as const)('attack 11, a visitor by %s', (mode) => {
  const sources: VisitorSource[] = [];
  let closed: VisitorSource;
  let open: VisitorSource;
  beforeAll(async () => {
    const make = async (policy: typeof local) => {
      const source =
        mode === 'http'
          ? createHttpVisitors({ policy, maxBytes })
          : await createBrowserVisitors({ policy, maxBytes, launchBrowser, sandbox: 'preferred' });
      sources.push(source);
      return source;
    };
    closed = await make(publicOnly);
    open = await make(local);
  });
  afterAll(() => Promise.all(sources.map((source) => source.close())));

  test('opens no private address that a sign-in URL names', async () => {
    await using trap = await startPages({ '/': 'trapped' });
    const visitor = await closed.open(visitOf('http://service.invalid/'));
    for (const url of privateAddresses(trap.port)) {
      const view = await visitor.open(url);
      expect([view.status, view.text.includes('trapped')], url).toEqual([0, false]);
    }
    expect(trap.connections()).toBe(0);
    await visitor.close();
  });

  test('follows no redirect to the metadata service', async () => {
    await using service = await startPages({ '/login': { location: 'http://169.254.169.254/latest/' } });
    const visitor = await open.open(visitOf(service.url));
    expect((await visitor.open(`${service.url}/login`)).status).toBe(0);
    await visitor.close();
  });

  test('ends with a page that never ends', async () => {
    await using service = await startPages({
      '/endless': { endless: true },
      '/silent': { silent: true },
      '/busy': '<script>for (;;) {}</script>',
    });
    const visitor = await open.open(visitOf(service.url, 1_500));
    const began = performance.now();
    await visitor.open(`${service.url}/endless`);
    await visitor.open(`${service.url}/silent`);
    await visitor.open(`${service.url}/busy`);
    // Three navigations and what a loaded machine adds; without bounds it would be for ever.
    expect(performance.now() - began).toBeLessThan(30_000);
    expect(service.sent()).toBeLessThan(20_000_000);
    await visitor.close();
  });

  if (mode === 'http') return;
  test('loads nothing from there for a page: images, frames, fetches, sockets, forms', async () => {
    const metadata = 'http://169.254.169.254';
    await using service = await startPages({
      '/login': `<img src="${metadata}/image"><iframe src="${metadata}/frame"></iframe>
        <script>
          fetch('${metadata}/fetch', { mode: 'no-cors' }).catch(() => {});
          try { new WebSocket('ws://169.254.169.254:81/'); } catch {}
          navigator.sendBeacon('${metadata}/beacon', 'x');
        </script>`,
    });
    const visitor = await open.open(visitOf(service.url));
    await visitor.open(`${service.url}/login`);
    await expect
      .poll(() => open.blocked?.() ?? [])
      .toEqual(expect.arrayContaining(['169.254.169.254', '169.254.169.254:81']));
    await visitor.close();
  });
});
