// @module-tag built
/** Two hubs of one platform on PostgreSQL and Valkey or Redis, a portal and a worker: each the built command in its own process. */
import { randomUUID } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { systemClock } from '@garance/core';
import type { MailboxMessage } from '@garance/demo';
import { createHttpBrowser, type HttpBrowser } from '@garance/http-browser';
import type { PlatformStore } from '@garance/portal';
import { createTestDatabase } from '@garance/store/testing';
import { type CryptoKey, importJWK, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { waitForBuild } from '../built.ts';
import { walkThroughLogin } from '../clients/walk-through.ts';
import {
  servers,
  signingKey,
  startInstallation,
  type TestInstallation,
  withoutServers,
} from './installation.ts';
import { authorizeUrl, basile, post, redeem, requestOf, signIn as signInAt, userinfo } from './login.ts';

/** Limit for what takes moments on an idle machine. */
const soon = { timeout: 20_000 };
const stack = new AsyncDisposableStack();
let here: TestInstallation;
let store: PlatformStore;

beforeAll(async () => {
  if (withoutServers !== undefined) return;
  await waitForBuild();
  here = await startInstallation(stack);
  expect(await here.run(['migrate']).ended).toEqual({ code: 0, signal: null });
  store = await here.openStore();
  await here.publish(store);
  // Concurrently: one of the two creates the first keys of the hub.
  await Promise.all([here.nodes[0].start(), here.nodes[1].start()]);
});
afterAll(() => stack.disposeAsync());
beforeEach(({ skip }) => {
  if (withoutServers !== undefined) skip(withoutServers);
  here.balancer.route(undefined);
});

const signIn = (browser?: HttpBrowser) => signInAt(here.issuer, browser);

/** Runs the same call 50 times concurrently, at both nodes in turn. */
function fiftyTimes<T>(act: (origin: string) => Promise<T>): Promise<readonly T[]> {
  return Promise.all(
    Array.from({ length: 50 }, (_, index) => act(here.nodes[index % 2 === 0 ? 0 : 1].origin)),
  );
}

async function assertion(): Promise<Readonly<Record<string, string>>> {
  const nowSeconds = Math.floor(systemClock.now() / 1000);
  const key = (await importJWK(signingKey.privateJwk, 'ES256')) as CryptoKey;
  const claims = { iss: 'by-key', sub: 'by-key', aud: here.issuer, jti: randomUUID() };
  const jwt = await new SignJWT({ ...claims, iat: nowSeconds, exp: nowSeconds + 60 })
    .setProtectedHeader({ alg: 'ES256', kid: signingKey.kid })
    .sign(key);
  return {
    client_assertion: jwt,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  };
}

/** A browser that was redirected to the hub's callback and has not requested it yet. */
async function atCallback() {
  const callback = `${here.issuer}/oidc-callback/low`;
  const browser = createHttpBrowser({ stopAt: ({ href }) => href.startsWith(callback) });
  const { callback: url } = await walkThroughLogin(authorizeUrl(here.issuer), basile, {
    redirectUri: callback,
    browser,
  });
  const cookie = browser.cookies
    .list()
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
  return { path: `${url.pathname}${url.search}`, cookie };
}

const readyz = async (internal: string) => {
  const answer = await fetch(`${internal}/readyz`);
  const { checks } = (await answer.json()) as { readonly checks: Readonly<Record<string, string>> };
  return { status: answer.status, checks };
};

describe('attack 2: single-use values are used once by two processes', () => {
  test('a code: of 50 redemptions at both nodes no two give tokens, and none is valid after a replay', async () => {
    const code = await signIn();
    const answers = await fiftyTimes(async (origin) => {
      const answer = await redeem(origin, code);
      return {
        status: answer.status,
        ...((await answer.json()) as { error?: string; access_token?: string }),
      };
    });
    // A replay revokes the grant (attack 3); one that comes before the first token is written refuses the first request
    // too.
    const winners = answers.filter(({ status }) => status === 200);
    expect(winners.length).toBeLessThanOrEqual(1);
    const lost = answers.filter(({ status }) => status !== 200);
    expect(new Set(lost.map(({ error }) => error))).toEqual(new Set(['invalid_grant']));
    for (const { access_token } of winners)
      expect((await userinfo(here.nodes[1].origin, access_token)).status).toBe(401);
  });

  test('a pushed request: one of 50 browsers begins a login with it', async () => {
    const pushed = await post(`${here.nodes[0].origin}/api/v2/par`, {
      ...requestOf('by-key'),
      ...(await assertion()),
    });
    const { request_uri } = (await pushed.json()) as { request_uri: string };
    const query = new URLSearchParams({ client_id: 'by-key', request_uri });
    const answers = await fiftyTimes((origin) =>
      fetch(`${origin}/api/v2/authorize?${query}`, { redirect: 'manual' }),
    );
    expect(answers.filter(({ status }) => status < 400)).toHaveLength(1);
  });

  test('the jti of an assertion: one of 50 calls is accepted', async () => {
    const fields = { ...requestOf('by-key'), ...(await assertion()) };
    const answers = await fiftyTimes((origin) => post(`${origin}/api/v2/par`, fields));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  });

  test('an upstream state: one of 50 callbacks reaches the provider', async () => {
    const { path, cookie } = await atCallback();
    let redemptions = 0;
    const count = (message: unknown) => {
      const { request } = message as { readonly request: IncomingMessage };
      if (request.url === '/low/token') redemptions += 1;
    };
    subscribe('http.server.request.start', count);
    const answers = await fiftyTimes((origin) =>
      fetch(`${origin}${path}`, { headers: { cookie }, redirect: 'manual' }),
    );
    unsubscribe('http.server.request.start', count);
    expect(redemptions).toBe(1);
    expect(answers.filter(({ status }) => status < 400)).toHaveLength(1);
  });
});

describe('one login over two nodes', () => {
  test('each request at the other node', async () => {
    expect((await redeem(here.nodes[0].origin, await signIn())).status).toBe(200);
  });

  test('begun on one, ended on the other', async () => {
    here.balancer.route((path) => (path.includes('/oidc-callback/') || path.includes('/consent') ? 1 : 0));
    const answer = await redeem(here.nodes[1].origin, await signIn());
    const { access_token } = (await answer.json()) as { access_token: string };
    expect((await userinfo(here.nodes[0].origin, access_token)).status).toBe(200);
  });

  test('keys created by another process are published by both', async () => {
    const rotate = here.run(['keys', 'rotate']);
    expect(await rotate.ended).toEqual({ code: 0, signal: null });
    const kids = /standard\/integration: \d+ new keys, (.+)/.exec(rotate.output())?.[1]?.split(' ') ?? [];
    await vi.waitFor(async () => {
      for (const { origin } of here.nodes) {
        const { keys } = (await (await fetch(`${origin}/api/v2/jwks`)).json()) as { keys: { kid: string }[] };
        expect(keys.filter(({ kid }) => kids.includes(kid))).toHaveLength(2);
      }
    }, soon);
  });
});

describe('the listeners of a process', () => {
  test('the public one has no health, readiness or metrics; the internal one has', async () => {
    const [{ origin, internal }] = here.nodes;
    const statusOf = async (at: string, path: string) => (await fetch(`${at}${path}`)).status;
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      expect([path, await statusOf(origin, path)]).toEqual([path, 404]);
      expect([path, await statusOf(internal, path)]).toEqual([path, 200]);
    }
    expect(await readyz(internal)).toMatchObject({
      checks: { 'inflight-store': 'ok', keys: 'ok', 'durable-store': 'ok', clock: 'ok', draining: 'ok' },
    });
  });
});

const metricsOf = async (internal: string) => (await fetch(`${internal}/metrics`)).text();

describe('the other processes', () => {
  test('the portal answers, and the worker delivers the mail of a sign-in', async () => {
    await Promise.all([here.portal.start(), here.worker.start()]);
    expect((await fetch(`${here.portal.origin}/`)).status).toBe(200);
    expect((await readyz(here.portal.internal)).status).toBe(200);
    await signIn();
    await vi.waitFor(async () => {
      const mails = (await (await fetch(`${here.mailbox}/api/messages`)).json()) as MailboxMessage[];
      expect(mails.length).toBeGreaterThan(0);
      expect((await readyz(here.worker.internal)).checks).toMatchObject({ 'mail-backlog': 'ok' });
    }, soon);
    const worker = await metricsOf(here.worker.internal);
    expect(worker).toMatch(
      /^garance_upstream_call_seconds_count\{server="worker",peer="mail-server",.*outcome="ok"\} [1-9]/m,
    );
    expect(worker).toMatch(/^garance_backlog_oldest_seconds\{queue="mail"\} \d/m);
    expect(worker).toMatch(/^garance_backlog_entries\{queue="webhooks"\} 0$/m);
    expect(worker).toMatch(/^garance_job_seconds_count\{task="keys-standard-integration",outcome="ok"\} 1$/m);
    expect(worker).toMatch(
      /^garance_database_query_seconds_count\{verb="delete",table="outbox_mail",outcome="ok"\} [1-9]/m,
    );
    expect(worker).toMatch(/^garance_ready\{server="worker",check="mail-backlog"\} 1$/m);
    expect(worker).toMatch(/^garance_event_loop_lag_seconds\{quantile="0.99"\} \d/m);
    expect(await metricsOf(here.portal.internal)).toMatch(
      /^garance_own_seconds_count\{server="portal",route="\/",result="ok"\} [1-9]/m,
    );
    const hubs = await Promise.all(here.nodes.map(({ internal }) => metricsOf(internal)));
    expect(hubs.join('')).toMatch(
      /^garance_sign_ins_total\{server="hub-standard-integration",.*outcome="recorded"\} [1-9]/m,
    );
    for (const hub of hubs) {
      expect(hub).toMatch(
        /^garance_key_rotation_due_seconds\{server="hub-standard-integration",use="sig",alg="ES256"\} \d/m,
      );
    }
    for (const part of [here.portal, here.worker]) {
      part.process().child.kill('SIGTERM');
      expect(await part.process().ended).toEqual({ code: 0, signal: null });
    }
  });
});

describe('commands beside running processes', () => {
  test('verify the audit log and find the people of the database', async () => {
    const verify = here.run(['audit', 'verify']);
    expect(await verify.ended).toEqual({ code: 0, signal: null });
    expect(verify.output()).toContain('The audit log holds');
    const grant = here.run(['accounts', 'grant-operator', 'personne@ailleurs.example']);
    expect(await grant.ended).toEqual({ code: 1, signal: null });
    expect(grant.output()).toContain('Nobody in the partner space has the address personne@ailleurs.example');
  });
});

describe('fault 10: a backup made while processes run', () => {
  test('restored into an empty database is the same installation', async () => {
    const directory = join(here.folder, 'backup');
    const backup = here.run(['backup', directory]);
    expect(await backup.ended, backup.output()).toEqual({ code: 0, signal: null });
    const empty = await createTestDatabase(servers.postgres ?? '');
    stack.defer(() => empty.drop());
    const there = { GARANCE_DATABASE_URL: empty.url };
    const restore = here.run(['restore', directory], there);
    expect(await restore.ended, restore.output()).toEqual({ code: 0, signal: null });
    const again = here.run(['restore', directory], there);
    expect(await again.ended).toEqual({ code: 1, signal: null });
    expect(again.output()).toContain('is not empty');
    const verify = here.run(['audit', 'verify'], there);
    expect(await verify.ended).toEqual({ code: 0, signal: null });
    for (const table of ['sign_in_event', 'registration_version', 'hub_key', 'secret'])
      expect([table, await empty.count(table)]).toEqual([table, await here.database.count(table)]);
  });
});

describe('two processes that share a port', () => {
  test('serve one login, are replaced when one dies, and end in an orderly way', async () => {
    const { pair, balancer } = here;
    await pair.start();
    const second = pair.internal.replace(/\d+$/, (port) => String(Number(port) + 1));
    await vi.waitFor(async () => {
      for (const internal of [pair.internal, second]) expect((await readyz(internal)).status).toBe(200);
    }, soon);
    balancer.redirect(pair.origin);
    for (let login = 0; login < 3; login += 1)
      expect((await redeem(pair.origin, await signIn())).status).toBe(200);
    balancer.redirect(undefined);
    const { pid } = pair.process().child;
    const [dying = ''] = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ');
    process.kill(Number(dying), 'SIGKILL');
    await vi.waitFor(() => expect(pair.process().output()).toContain('another one starts'), soon);
    await vi.waitFor(async () => {
      for (const internal of [pair.internal, second]) expect((await readyz(internal)).status).toBe(200);
    }, soon);
    pair.process().child.kill('SIGTERM');
    expect(await pair.process().ended).toEqual({ code: 0, signal: null });
  });
});

describe('fault 2: PostgreSQL is unavailable', () => {
  const signIns = async () => {
    const rows = await store.portal.figures.by('service_id', { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER });
    return rows.reduce((sum, { count }) => sum + count, 0);
  };

  test('read-only: the node is not ready, logins continue on standard and are recorded when writes are possible again', async () => {
    const [node] = here.nodes;
    const name = new URL(here.database.url).pathname.slice(1);
    const before = await signIns();
    await here.database.run(`alter database ${name} set default_transaction_read_only = on`);
    here.wires.database.cut();
    here.wires.database.restore();
    await vi.waitFor(async () => {
      expect(await readyz(node.internal)).toMatchObject({
        status: 200,
        checks: { 'durable-store': 'failing', clock: 'ok' },
      });
    }, soon);
    expect((await redeem(node.origin, await signIn())).status).toBe(200);
    await here.database.run(
      `set transaction_read_only = off; alter database ${name} reset default_transaction_read_only`,
    );
    await vi.waitFor(async () => {
      expect(await readyz(node.internal)).toMatchObject({ status: 200, checks: { 'durable-store': 'ok' } });
    }, soon);
    await vi.waitFor(async () => expect(await signIns()).toBe(before + 1), soon);
  });

  test('logins continue on standard and are recorded when it is back; readiness reports it', async () => {
    const [node] = here.nodes;
    const before = await signIns();
    here.wires.database.cut();
    await vi.waitFor(async () => {
      expect(await readyz(node.internal)).toMatchObject({
        status: 200,
        checks: { 'durable-store': 'failing' },
      });
    }, soon);
    expect((await redeem(node.origin, await signIn())).status).toBe(200);
    here.wires.database.restore();
    await vi.waitFor(async () => {
      expect(await readyz(node.internal)).toMatchObject({ status: 200, checks: { 'durable-store': 'ok' } });
    }, soon);
    await vi.waitFor(async () => expect(await signIns()).toBe(before + 1), soon);
    expect((await redeem(node.origin, await signIn())).status).toBe(200);
  });
});

describe('fault 3: Valkey is unavailable', () => {
  test('logins are refused soon, the node is not ready, and both end with its return', async () => {
    const [node] = here.nodes;
    here.wires.inflight.cut();
    await vi.waitFor(async () => {
      expect(await readyz(node.internal)).toMatchObject({
        status: 503,
        checks: { 'inflight-store': 'failing' },
      });
    }, soon);
    const beganMs = performance.now();
    const refused = await fetch(authorizeUrl(here.issuer), { redirect: 'manual' });
    expect(performance.now() - beganMs).toBeLessThan(3_000);
    // Redirected to the service, with an error that allows another attempt.
    expect(refused.headers.get('location') ?? String(refused.status)).toMatch(/temporarily_unavailable|503/);
    here.wires.inflight.restore();
    await vi.waitFor(async () => expect((await readyz(node.internal)).status).toBe(200), soon);
    await vi.waitFor(async () => expect((await redeem(node.origin, await signIn())).status).toBe(200), soon);
  });
});

describe('fault 1: a node is killed', () => {
  test('a login that it began continues at the other one', async () => {
    const [dying, staying] = here.nodes;
    here.balancer.route(() => 0);
    const { path, cookie } = await atCallback();
    dying.process().child.kill('SIGKILL');
    expect(await dying.process().ended).toEqual({ code: null, signal: 'SIGKILL' });
    const answer = await fetch(`${staying.origin}${path}`, { headers: { cookie }, redirect: 'manual' });
    expect(answer.status).toBeLessThan(400);
    here.balancer.route(() => 1);
    expect((await redeem(staying.origin, await signIn())).status).toBe(200);
    await dying.start();
    expect((await readyz(dying.internal)).status).toBe(200);
  });
});

describe('a node that receives a signal to end', () => {
  test('is not ready at once, answers the requests under way, and exits with 0', async () => {
    const [ending] = here.nodes;
    here.balancer.route(() => 0);
    const { path, cookie } = await atCallback();
    const held = here.gate.hold();
    const underWay = fetch(`${ending.origin}${path}`, { headers: { cookie }, redirect: 'manual' });
    await held.reached;
    // Twice at once, as from a terminal: this counts as one signal. A later one would end the process at once.
    ending.process().child.kill('SIGINT');
    ending.process().child.kill('SIGTERM');
    await vi.waitFor(async () => {
      expect(await readyz(ending.internal)).toMatchObject({ status: 503, checks: { draining: 'failing' } });
      expect((await fetch(`${ending.internal}/healthz`)).status).toBe(200);
    }, soon);
    // It no longer listens, while the request is still under way.
    await vi.waitFor(() => expect(fetch(`${ending.origin}/api/v2/jwks`)).rejects.toThrow(), soon);
    held.open();
    expect((await underWay).status).toBeLessThan(400);
    expect(await ending.process().ended).toEqual({ code: 0, signal: null });
    expect(ending.process().output()).not.toMatch(/"level":"(?:error|fatal)"/);
  });
});
