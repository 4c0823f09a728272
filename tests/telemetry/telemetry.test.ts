/** Telemetry of a running federation: one login, then its metrics, and its traces in a collector. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunFile } from '@garance/garance';
import { createHttpBrowser } from '@garance/http-browser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { walkThroughLogin } from '../clients/walk-through.ts';
import { startFederation } from '../federation.ts';
import { metricNames, namesIn } from './metric-names.ts';
import { attributesOf, type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from './otlp-receiver.ts';

/** A login of a service on the standard integration hub, with every value that must stay out of figures and traces. */
async function signIn(run: RunFile): Promise<readonly string[]> {
  const issuer = run.hubs.standard.integration;
  const client = run.clients.find(
    ({ platform, environment }) => platform === 'standard' && environment === 'integration',
  );
  const account = run.accounts.find(({ provider }) => provider === 'low');
  const redirectUri = client?.redirectUris[0];
  if (client === undefined || account === undefined || redirectUri === undefined) {
    throw new Error('no client');
  }
  const { clientId, clientSecret = '' } = client;
  const [state, nonce, verifier] = [0, 1, 2].map(() => randomBytes(24).toString('hex')) as [
    string,
    string,
    string,
  ];
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid identite_pivot email',
    acr_values: 'eidas1',
    state,
    nonce,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const browser = createHttpBrowser({ stopAt: ({ href }) => href.startsWith(redirectUri) });
  const { callback, pages } = await walkThroughLogin(`${issuer}/authorize?${query}`, account, {
    redirectUri,
    browser,
  });
  expect(callback.searchParams.get('error_description')).toBeNull();
  const code = callback.searchParams.get('code') ?? '';
  const token = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uri: redirectUri,
      code,
      code_verifier: verifier,
    }),
  });
  const { access_token, id_token } = (await token.json()) as Record<'access_token' | 'id_token', string>;
  const userinfo = await fetch(`${issuer}/userinfo`, {
    headers: { authorization: `Bearer ${access_token}` },
  });
  const [, claims = ''] = (await userinfo.text()).split('.');
  const person = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as Readonly<
    Record<string, unknown>
  >;
  const names = ['sub', 'given_name', 'family_name', 'birthdate', 'email'];
  const attributes = Object.fromEntries(names.map((name) => [name, String(person[name] ?? '')]));
  const ids = pages.flatMap(({ url }) => url.pathname.split('/').filter((part) => part.length > 20));
  // A deleted cookie has no value.
  const cookies = browser.cookies.list().flatMap(({ value }) => (value === '' ? [] : [value]));
  const ofLogin = { code, state, nonce, verifier, access_token, id_token, secret: clientSecret };
  for (const [name, value] of Object.entries({ ...ofLogin, ...attributes })) {
    expect(value, name).toMatch(/^.{3,}$/);
  }
  return [...Object.values(ofLogin), ...Object.values(attributes), ...ids, ...cookies, account.login];
}

const isAbout = (span: ReceivedSpan, expected: Readonly<Record<string, string>>) => {
  const own = attributesOf(span);
  return Object.entries(expected).every(([name, value]) => own[name] === value);
};

describe('a federation with traces', () => {
  let collector: OtlpReceiver;
  let metrics: string;
  let secrets: readonly string[];
  let spans: readonly ReceivedSpan[];

  beforeAll(async () => {
    collector = await startOtlpReceiver();
    const dataDir = await mkdtemp(join(tmpdir(), 'garance-telemetry-'));
    const traces = {
      url: collector.url,
      authorization: 'Bearer of-the-collector',
      sampleRatio: 1,
      toProviders: false,
    };
    const federation = await startFederation({ dataDir, telemetry: { profiling: true, traces } });
    secrets = await signIn(federation.run);
    metrics = await (await fetch(federation.run.metrics)).text();
    // Sends the queued spans.
    await federation.close();
    await rm(dataDir, { recursive: true });
    spans = collector.spans();
  });
  afterAll(() => collector?.[Symbol.asyncDispose]());

  const find = (expected: Readonly<Record<string, string>>) => spans.find((span) => isAbout(span, expected));

  test('the collector receives the sender’s name', () => {
    expect(collector.headers()).toMatchObject({ authorization: 'Bearer of-the-collector' });
  });

  test.each(['authorize', 'token', 'userinfo'])(
    '%s is a separate trace, with its step and outcome',
    (step) => {
      const span = find({ 'garance.step': step, 'http.route': `/api/v2/${step}` });
      expect(span?.parentSpanId ?? '').toBe('');
      expect(attributesOf(span as ReceivedSpan)).toMatchObject({
        'garance.server': 'hub-standard-integration',
        'garance.outcome': 'accepted',
        'garance.result': 'ok',
      });
      const inside = spans.filter(({ traceId }) => traceId === span?.traceId);
      expect(inside.filter((span) => isAbout(span, { 'garance.store': 'inflight' })).length).toBeGreaterThan(
        0,
      );
    },
  );

  test.each([
    [
      'the provider’s token endpoint',
      { 'garance.peer': 'provider', 'garance.provider': 'low', 'garance.call': 'token' },
    ],
    [
      'the provider’s userinfo',
      { 'garance.peer': 'provider', 'garance.provider': 'low', 'garance.call': 'userinfo' },
    ],
    ['the civil register', { 'garance.peer': 'civil-register', 'garance.call': 'look-up' }],
    ['the in-flight store', { 'garance.store': 'inflight', 'garance.operation': 'takeUpstreamState' }],
  ])('a call of %s is a span of the callback', (_what, expected) => {
    const callback = find({ 'http.route': '/api/v2/oidc-callback/:providerId' });
    const call = find(expected);
    expect([call?.traceId, call?.parentSpanId]).toEqual([callback?.traceId, callback?.spanId]);
    expect(attributesOf(call as ReceivedSpan)['garance.outcome']).toBe('ok');
  });

  test('a write to the database is a span of the login that began its batch', () => {
    const consent = find({ 'http.route': '/api/v2/interaction/:id/consent', 'http.request.method': 'POST' });
    const write = find({ 'db.collection.name': 'sign_in_event', 'db.operation.name': 'insert' });
    expect([write?.traceId, write?.parentSpanId]).toEqual([consent?.traceId, consent?.spanId]);
  });

  test('neither traces nor metrics contain a code, token, cookie, secret or personal data', () => {
    const exported = collector.bodies.join('\n');
    expect(exported.length).toBeGreaterThan(10_000);
    for (const secret of secrets) {
      expect(exported, secret).not.toContain(JSON.stringify(secret).slice(1, -1));
      expect(metrics, secret).not.toContain(secret);
    }
  });

  test('the documented metrics exist, and the existing ones are documented', async () => {
    const documented = namesIn(await readDocument('docs/telemetry.md'));
    expect(metricNames(metrics).filter((name) => !documented.has(name))).toEqual([]);
    const present = new Set(metricNames(metrics));
    expect([...documented].filter((name) => !present.has(name))).toEqual([]);
  });

  /** The series of the metric that a line begins with. */
  const familyOf = (line: string) => {
    const name = /garance_[a-z_]+/.exec(line)?.[0] ?? '';
    return metrics.split('\n').filter((line) => line.startsWith(`${name}{`));
  };

  test.each([
    'garance_login_steps_total{server="hub-standard-integration",step="token",outcome="accepted",provider="low"} 1',
    'garance_login_steps_total{server="hub-standard-integration",step="identify",outcome="accepted",provider="low"} 1',
    'garance_sign_ins_total{server="hub-standard-integration",provider="low",level="eidas1",outcome="recorded"} 1',
    'garance_own_seconds_count{server="hub-standard-integration",route="/api/v2/token",result="ok"} 1',
    'garance_inflight_call_seconds_count{server="hub-standard-integration",operation="takeCode",outcome="ok"} 1',
    'garance_database_query_seconds_count{verb="insert",table="sign_in_event",outcome="ok"} 1',
    'garance_circuit_breaker{environment="integration",state="closed"} 1',
    'garance_ready{server="hub-plus-production",check="keys"} 1',
    'garance_backlog_entries{queue="webhooks"} 0',
  ])('after one login: %s', (line) => {
    expect(familyOf(line)).toContain(line);
  });

  test.each([
    /^garance_upstream_call_seconds_count\{server="hub-standard-integration",peer="provider",provider="low",call="token",outcome="ok"\} 1$/m,
    /^garance_upstream_call_seconds_count\{server="register-integration",peer="civil-register",provider="none",call="look-up",outcome="ok"\} 1$/m,
    /^garance_key_age_seconds\{server="hub-plus-production",use="sig",alg="ES256"\} \d/m,
    /^garance_job_success_timestamp_seconds\{task="purge-trace"\} \d{10}/m,
    /^garance_event_loop_lag_seconds\{quantile="0.99"\} \d/m,
    /^garance_backlog_oldest_seconds\{queue="mail"\} \d/m,
  ])('and %s', (line) => {
    expect(familyOf(line.source).join('\n')).toMatch(line);
  });
});

async function readDocument(path: string): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  return readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
}
