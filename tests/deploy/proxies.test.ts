/**
 * The reverse-proxy examples of `deploy/proxy`, each run by the real program in front of two nodes: which requests
 * arrive, whose address is trusted, and that an unavailable node gets no request.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestHub, type TestHub } from '@garance/hub/testing';
import {
  buildMetricsServer,
  buildServer,
  createMetrics,
  createPino,
  type FastifyInstance,
} from '@garance/web/server';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { deploy, findProgram, type Values, valuesOnLoopback, writeValues } from './values.ts';

const logger = createPino({ name: 'proxies', level: 'silent' });
/** Source addresses of the proxy: Caddy 2.6 cannot choose one, and uses this machine's own. */
const trusted = (): string[] => ['127.0.0.1', values.PROXY ?? ''];

interface Proxy {
  readonly name: string;
  readonly example: string;
  /** @param file the example with its values */
  readonly args: (file: string, folder: string) => readonly string[];
  /** Creates further files that the program needs, in a separate folder. */
  readonly prepare?: (file: string, folder: string) => Promise<void>;
  readonly adapt?: (text: string) => string;
}

const proxies: readonly Proxy[] = [
  {
    name: 'haproxy',
    example: 'haproxy.cfg',
    args: (file) => ['-db', '-f', file],
  },
  {
    name: 'nginx',
    example: 'nginx.conf',
    args: (_file, folder) => ['-c', join(folder, 'main.conf'), '-g', 'daemon off;'],
    // Debian's own file includes the example in its section `http`.
    prepare: async (file, folder) =>
      writeFile(
        join(folder, 'main.conf'),
        `pid ${folder}/pid; error_log ${folder}/error.log; events {} http { ${[
          'client_body',
          'proxy',
          'fastcgi',
          'uwsgi',
          'scgi',
        ]
          .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
          .join(' ')} include ${file}; }`,
      ),
    adapt: (text) => text.replace('/var/log/nginx/', ''),
  },
  {
    name: 'caddy',
    example: 'Caddyfile',
    args: (file) => ['run', '--adapter', 'caddyfile', '--config', file],
  },
];

interface Echo {
  readonly node: string;
  readonly ip: string;
  readonly headers: IncomingHttpHeaders;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Ask {
  readonly host: string;
  readonly path?: string;
  readonly from?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly plain?: boolean;
}

const missing = (() => {
  if (process.platform !== 'linux') return 'needs loopback addresses of Linux';
  if (process.getuid?.() !== 0) return 'needs to be root: the examples listen on ports 80 and 443';
  return undefined;
})();

const stack = new AsyncDisposableStack();
let folder: string;
let values: Values;
let certificate: string;
let hub: TestHub;
let echoes: readonly FastifyInstance[];

beforeAll(async () => {
  if (missing !== undefined) return;
  folder = await mkdtemp(join(tmpdir(), 'garance-proxies-'));
  stack.defer(() => rm(folder, { recursive: true }));
  values = valuesOnLoopback();
  writeValues(join(folder, 'values'), values);
  certificate = await makeCertificate();
  hub = stack.use(
    await createTestHub({ config: { trustedProxies: trusted(), interactionsPerMinutePerAddress: 5 } }),
  );
  await hub.app.listen({ host: values.NODE_A ?? '', port: 8001 });
  echoes = [await startEcho('NODE_A'), await startEcho('NODE_B')];
  for (const port of [9001, 9003]) await startInternal('NODE_A', port);
  await startInternal('NODE_B', 9003);
});
afterAll(() => stack.disposeAsync());

async function makeCertificate(): Promise<string> {
  await mkdir(join(folder, 'tls'));
  const pem = join(folder, 'tls', 'garance.pem');
  const names = [values.CONNECT, values.CONNECT_PLUS, values.PARTNERS].map((name) => `DNS:${name}`).join();
  const args = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 2 -subj /CN=garance -keyout ${pem} -out ${pem}.crt`;
  execFileSync('openssl', [...args.split(' '), '-addext', `subjectAltName=${names}`], { stdio: 'pipe' });
  const own = await readFile(`${pem}.crt`, 'utf8');
  await writeFile(pem, `${await readFile(pem, 'utf8')}${own}`);
  await rm(`${pem}.crt`);
  return own;
}

/** A node whose partner space answers with the headers that arrived. */
async function startEcho(node: 'NODE_A' | 'NODE_B'): Promise<FastifyInstance> {
  const issuerOrigin = `https://${values.PARTNERS}`;
  const app = buildServer({ name: node, logger, issuerOrigin, trustProxy: trusted() });
  app.get('/', (request) => ({ node, ip: request.ip, headers: request.headers }) satisfies Echo);
  stack.defer(() => app.close());
  await app.listen({ host: values[node] ?? '', port: 8003 });
  return app;
}

async function startInternal(node: 'NODE_A' | 'NODE_B', port: number): Promise<void> {
  const app = buildMetricsServer({ metrics: createMetrics(), readiness: { checks: {} }, logger });
  stack.defer(() => app.close());
  await app.listen({ host: values[node] ?? '', port });
}

async function start(proxy: Proxy, program: string): Promise<AsyncDisposable> {
  const file = join(folder, proxy.example);
  const filled = execFileSync(deploy('fill'), [join(folder, 'values'), deploy('proxy', proxy.example)], {
    encoding: 'utf8',
  }).replaceAll('/etc/garance/tls/', `${folder}/tls/`);
  const own = join(folder, proxy.name);
  await mkdir(own);
  await writeFile(file, proxy.adapt?.(filled) ?? filled);
  await proxy.prepare?.(file, own);
  const child = spawn(program, proxy.args(file, own), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HOME: own, XDG_DATA_HOME: own, XDG_CONFIG_HOME: own },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
  const ended = once(child, 'exit');
  await vi.waitFor(
    async () => {
      if (child.exitCode !== null) return;
      expect((await ask({ host: values.PARTNERS ?? '' })).status).toBe(200);
    },
    { timeout: 20_000, interval: 100 },
  );
  if (child.exitCode !== null) throw new Error(`${proxy.name} ended: ${output}`);
  return {
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** A request to the proxy from an address of this machine. */
async function ask({
  host,
  path = '/',
  from = '127.0.0.2',
  headers = {},
  plain = false,
}: Ask): Promise<Answer> {
  const send = plain ? plainRequest : tlsRequest;
  const outgoing = send({
    host: values.PROXY,
    port: plain ? 80 : 443,
    path,
    localAddress: from,
    headers: { ...headers, host },
    ...(!plain && { ca: certificate, servername: host === 'elsewhere.example' ? values.CONNECT : host }),
    agent: false,
    timeout: 10_000,
  });
  outgoing.end();
  const [incoming] = await once(outgoing, 'response');
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part);
  return { status: incoming.statusCode, headers: incoming.headers, body: Buffer.concat(parts).toString() };
}

/** Every header by which a proxy may name the client, forged for another client. */
const forged = {
  'X-Forwarded-For': '198.51.100.7',
  'x-forwarded-host': 'evil.example',
  'X-Forwarded-Proto': 'http',
  'X-Forwarded-Port': '8001',
  'X-Forwarded-Server': 'evil.example',
  'X-Real-IP': '198.51.100.7',
  Forwarded: 'for=198.51.100.7;host=evil.example;proto=http',
};

describe.each(proxies)('$name', (proxy) => {
  test('serves two nodes, which trust its headers only', { timeout: 120_000 }, async ({ skip }) => {
    if (missing !== undefined) skip(missing);
    const program = findProgram(proxy.name);
    if (program === undefined || findProgram('envsubst') === undefined)
      return skip(`needs ${proxy.name} and envsubst (gettext-base)`);
    await using _running = await start(proxy, program);
    const { CONNECT: connect = '', PARTNERS: partners = '' } = values;

    const discovery = await ask({ host: connect, path: '/api/v2/.well-known/openid-configuration' });
    expect([discovery.status, JSON.parse(discovery.body).issuer]).toEqual([200, hub.issuer]);

    const seen: Echo[] = [];
    for (const headers of [{}, forged]) {
      for (const from of ['127.0.0.2', '127.0.0.3'])
        seen.push(JSON.parse((await ask({ host: partners, from, headers })).body));
    }
    expect(seen.map(({ ip }) => ip)).toEqual(['127.0.0.2', '127.0.0.3', '127.0.0.2', '127.0.0.3']);
    for (const { ip, headers } of seen) {
      const forwarding = Object.entries(headers).filter(([name]) => /^x-|forwarded/.test(name));
      expect([forwarding, headers.host]).toEqual([[['x-forwarded-for', ip]], partners]);
    }

    // Each client has the limits of its own address, whatever headers it sends, and uses up none of another's.
    const visit = async (from: string, headers = {}) =>
      (await ask({ host: connect, path: '/api/v2/interaction/x', from, headers })).status;
    const [first, second] = [`127.4.${proxies.indexOf(proxy)}.2`, `127.4.${proxies.indexOf(proxy)}.3`];
    for (let turn = 0; turn < 5; turn += 1) expect(await visit(first)).toBe(400);
    expect(await visit(first)).toBe(429);
    expect(await visit(first, forged)).toBe(429);
    expect(await visit(second, { ...forged, 'X-Forwarded-For': first })).toBe(400);

    expect((await ask({ host: 'elsewhere.example' })).status).toBe(421);
    const redirect = await ask({ host: partners, path: '/a?b=c', plain: true });
    expect([redirect.status, redirect.headers.location]).toEqual([308, `https://${partners}/a?b=c`]);

    const answers = await Promise.all(Array.from({ length: 12 }, () => ask({ host: partners })));
    expect(new Set(answers.map(({ body }) => JSON.parse(body).node)).size).toBe(2);
    await echoes[1]?.close();
    const again = await Promise.all(Array.from({ length: 12 }, () => ask({ host: partners })));
    echoes = [echoes[0] as FastifyInstance, await startEcho('NODE_B')];
    expect(
      new Set(again.map(({ status, body }) => `${status} ${status === 200 && JSON.parse(body).node}`)),
    ).toEqual(new Set(['200 NODE_A']));
  });
});
