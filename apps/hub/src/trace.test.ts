import { type ErrorCode, errorCatalogue, type ProfileName } from '@garance/core';
import { profiles } from '@garance/oidc';
import type { LoginCount, TraceEntry } from '@garance/store';
import { describe, expect, it } from 'vitest';
import { durationBuckets, longestBucket } from './duration-buckets.ts';
import { isId } from './ids.ts';
import { type LoginStep, loginSteps } from './login-steps.ts';
import { assertionFields } from './testing/client-credentials.ts';
import { createTestHub, type TestHubOptions } from './testing/hub-fixture.ts';
import { checksOf, passedChecks } from './trace-steps.ts';

type Counted = Omit<LoginCount, 'count'>;

async function tracedHub(options: TestHubOptions = {}) {
  const entries: TraceEntry[] = [];
  const counts: Counted[] = [];
  const hub = await createTestHub({
    ...options,
    deps: {
      trace: { record: (entry) => void entries.push(entry) },
      counts: { record: (step) => void counts.push(step) },
      ...options.deps,
    },
  });
  return { hub, entries, counts, [Symbol.asyncDispose]: hub[Symbol.asyncDispose] };
}

const short = ({ step, outcome }: TraceEntry) => `${step} ${outcome}`;
const endpointOf = ({ endpoint, outcome }: TraceEntry) => `${endpoint} ${outcome}`;

describe('the trace', () => {
  it('of a login names each step of the client, pages between included, with the passed checks', async () => {
    await using scene = await tracedHub();
    const { hub, entries } = scene;
    const service = hub.service('public');
    const { accessToken } = await service.redeem(await hub.browser().login(service));
    await service.userinfo(accessToken);
    await service.revoke(accessToken);
    expect(entries.map(short)).toEqual([
      'authorize accepted',
      'choice accepted',
      'choose-provider accepted',
      'callback accepted',
      'identify accepted',
      'consent-page accepted',
      'consent accepted',
      'token accepted',
      'userinfo accepted',
      'revocation accepted',
    ]);
    expect(entries.map(endpointOf)).toEqual(
      expect.arrayContaining(['authorize accepted', 'choose-provider accepted', 'callback accepted']),
    );
    expect(new Set(entries.map((entry) => entry.clientId))).toEqual(new Set([service.clientId]));
    const checksAt = (step: string) => entries.find((entry) => entry.step === step)?.checks;
    expect(checksAt('authorize')).toEqual(checksOf('authorize', 'franceconnect').map(({ name }) => name));
    expect(checksAt('token')).toContain('pkce');
    expect(checksAt('userinfo')).toEqual(['presented-token', 'token', 'permission', 'encryption-key']);
    expect(checksAt('revocation')).toEqual(['client-authentication', 'request']);
    expect(entries.every(({ occurrenceId }) => /^[0-9a-f]{32}$/.test(occurrenceId))).toBe(true);
    expect(entries.every(({ durationMs }) => Number.isInteger(durationMs) && (durationMs ?? -1) >= 0)).toBe(
      true,
    );
    expect(entries.every(({ failedCheck }) => failedCheck === undefined)).toBe(true);
  });

  it.each([
    [
      { redirect_uri: 'https://elsewhere.example/' },
      'authorize.redirect_uri_mismatch',
      'client',
      'redirect-uri',
    ],
    [{ nonce: 'short' }, 'authorize.nonce_too_short', 'scope', 'nonce'],
    [{ acr_values: 'eidas3' }, 'authorize.level_not_served', 'nonce', 'level'],
    [{ garance_rehearsal: '1' }, 'authorize.rehearsal_unavailable', 'ui-locales', 'reserved-parameters'],
    [
      { id_token_hint: 'a.b.c' },
      'authorize.id_token_hint_invalid',
      'encryption-key',
      'id-token-hint-signature',
    ],
  ])(
    'of a refused authorization request %j names the failed check',
    async (changes, code, passed, failed) => {
      await using scene = await tracedHub();
      const { hub, entries } = scene;
      const service = hub.service('public');
      const query = new URLSearchParams(service.request(changes));
      await service.send('GET', `/authorize?${query}`, {});
      expect(entries).toHaveLength(1);
      expect(entries[0]).toMatchObject({ endpoint: 'authorize', outcome: code, clientId: service.clientId });
      expect(entries[0]?.checks).toContain(passed);
      expect(entries[0]?.checks).not.toContain(failed);
      expect(entries[0]?.failedCheck).toBe(failed);
    },
  );

  it('of a pushed request names the check of the profile that it failed', async () => {
    await using scene = await tracedHub();
    const service = scene.hub.service('assertion');
    const call = async (changes: Readonly<Record<string, string>>) => {
      const assertion = await service.assertion({});
      const fields = assertionFields(assertion);
      await service.call('/par', service.request(changes), { headers: {}, fields });
      return scene.entries.at(-1);
    };
    expect(await call({ request_uri: 'urn:ietf:params:oauth:request_uri:abc' })).toMatchObject({
      step: 'par',
      outcome: 'authorize.pushed_request_uri',
      failedCheck: 'unsupported-parameters',
      checks: ['client-authentication', 'client', 'redirect-uri', 'repeated-parameters'],
    });
    expect(await call({ client_id: '' })).toMatchObject({
      outcome: 'authorize.client_missing',
      failedCheck: 'client',
      checks: ['client-authentication'],
    });
  });

  it('contains the occurrence id of the answer', async () => {
    await using scene = await tracedHub();
    const service = scene.hub.service('public');
    const { json } = await service.token('no such code');
    expect(scene.entries[0]).toMatchObject({
      endpoint: 'token',
      outcome: 'token.code_unknown',
      occurrenceId: json.occurrence_id,
      checks: ['request', 'client-authentication'],
      failedCheck: 'code',
    });
  });

  it('of a failed login has the failed step, and the page that showed the error', async () => {
    await using scene = await tracedHub();
    const { hub, entries } = scene;
    hub.register.answer = { kind: 'not-found' };
    await hub.browser().signIn(hub.service('public'));
    const [callback, identify, page] = entries.slice(-3);
    expect(callback).toMatchObject({ endpoint: 'callback', outcome: 'accepted' });
    expect(identify).toMatchObject({ endpoint: 'identify' });
    expect(identify?.outcome).not.toBe('accepted');
    expect(page).toMatchObject({ endpoint: 'choose-provider', step: 'choice', outcome: identify?.outcome });
  });

  it('has no entries for unknown clients: invented ones do not fill the store', async () => {
    await using scene = await tracedHub();
    const service = scene.hub.service('public');
    await service.send(
      'GET',
      `/authorize?${new URLSearchParams(service.request({ client_id: 'made-up' }))}`,
      {},
    );
    expect(scene.entries).toEqual([]);
  });

  it('contains no state, nonce, code, token, secret or personal data (security.md 18)', async () => {
    await using scene = await tracedHub();
    const { hub, entries, counts } = scene;
    const service = hub.service('public');
    const code = await hub.browser().login(service);
    const { accessToken, idToken, claims } = await service.redeem(code);
    const userinfo = await service.userinfoClaims(accessToken);
    await service.token(code, { code_verifier: 'x'.repeat(43) });
    const written = JSON.stringify([entries, counts]);
    const { state = '', nonce = '' } = service.request();
    const secrets = [
      state,
      nonce,
      code,
      accessToken,
      idToken,
      claims.sub,
      userinfo.email,
      userinfo.given_name,
    ];
    for (const secret of secrets) expect(written).not.toContain(String(secret));
  });
});

describe('the reference of a login', () => {
  it('is the same for all its steps, another for each login, and gives access to nothing', async () => {
    await using scene = await tracedHub();
    const { hub, entries, counts } = scene;
    const service = hub.service('public');
    const citizen = hub.browser();
    const references: string[] = [];
    for (const _login of [1, 2]) {
      entries.length = 0;
      const { accessToken } = await service.redeem(await citizen.login(service));
      await service.userinfo(accessToken);
      const found = new Set(entries.map(({ loginReference }) => loginReference));
      expect([entries.length, found.size]).toEqual([9, 1]);
      references.push(...[...found].map(String));
    }
    expect(new Set(references).size).toBe(2);
    for (const reference of references) {
      expect(isId(reference)).toBe(false);
      expect(reference).toMatch(/^[A-Za-z0-9_-]{22}$/);
      expect(hub.signIns.map(({ id }) => id)).not.toContain(reference);
      expect(JSON.stringify([counts, hub.signIns, hub.notices, hub.logs])).not.toContain(reference);
    }
  });

  it('begins with the pushed request', async () => {
    await using scene = await tracedHub({ platform: 'plus' });
    const { hub, entries } = scene;
    const service = hub.service('assertion');
    const assertion = await service.assertion({});
    const pushed = await service.call('/par', service.request(), {
      headers: {},
      fields: assertionFields(assertion),
    });
    const uri = String(JSON.parse(pushed.body).request_uri);
    await hub.browser().authorize({ client_id: service.clientId, request_uri: uri });
    const references = entries.map(({ step, loginReference }) => [step, loginReference]);
    expect(references.slice(0, 2).map(([step]) => step)).toEqual(['par', 'authorize']);
    expect(references[0]?.[1]).toBeDefined();
    expect(references[1]?.[1]).toBe(references[0]?.[1]);
  });

  it('is with a refused redemption of the login’s own client', async () => {
    await using scene = await tracedHub();
    const { hub, entries } = scene;
    const service = hub.service('public');
    const code = await hub.browser().login(service);
    const [{ loginReference } = {}] = entries;
    await service.token(code, { redirect_uri: 'https://public.example/callback?tenant=1' });
    expect(entries.at(-1)).toMatchObject({
      outcome: 'token.redirect_uri_mismatch',
      failedCheck: 'redirect-uri',
      checks: ['request', 'client-authentication', 'code'],
      loginReference,
    });
  });

  it('of a login is not given to another client that tries its code', async () => {
    await using scene = await tracedHub();
    const { hub, entries } = scene;
    const code = await hub.browser().login(hub.service('public'));
    await hub.service('twin').token(code);
    expect(entries.at(-1)).toMatchObject({ outcome: 'token.code_of_another_client' });
    expect(entries.at(-1)).not.toHaveProperty('loginReference');
  });
});

describe('the login counts', () => {
  const buckets = [...durationBuckets.map(({ name }) => name), longestBucket];

  it('have each step of a login by its hour, client, provider, outcome and time', async () => {
    await using scene = await tracedHub();
    const { hub, counts } = scene;
    const service = hub.service('public');
    const { accessToken } = await service.redeem(await hub.browser().login(service));
    await service.userinfo(accessToken);
    expect(counts.map(({ step, providerId }) => `${step} ${providerId}`)).toEqual([
      'authorize none',
      'choice none',
      'choose-provider alpha',
      'callback alpha',
      'identify alpha',
      'consent-page alpha',
      'consent alpha',
      'token alpha',
      'userinfo alpha',
    ]);
    for (const count of counts) {
      expect(count).toEqual({
        hourMs: Math.floor(hub.clock.now() / 3_600_000) * 3_600_000,
        hub: { platform: 'standard', environment: 'integration' },
        clientId: service.clientId,
        providerId: expect.any(String),
        step: expect.toBeOneOf([...loginSteps]),
        outcome: 'accepted',
        duration: expect.toBeOneOf(buckets),
      });
    }
  });

  it.each(['made-up', '', 'unknown', 'x'.repeat(5_000), '\u0000', '<script>', 'PUBLIC-STANDARD-INTEGRATION'])(
    'contain no foreign text: client and provider %j are counted as unknown',
    async (text) => {
      await using scene = await tracedHub();
      const service = scene.hub.service('public');
      const query = new URLSearchParams(service.request({ client_id: text }));
      await service.send('GET', `/authorize?${query}`, {});
      await service.token('code', { client_id: text, client_secret: text });
      await service.send(
        'GET',
        `/oidc-callback/${encodeURIComponent(text)}?state=${encodeURIComponent(text)}`,
        {},
      );
      await service.send('GET', `/userinfo?access_token=${encodeURIComponent(text)}`, {});
      expect(scene.counts.length).toBeGreaterThanOrEqual(2);
      for (const { clientId, providerId, outcome } of scene.counts) {
        expect(clientId).toBe('unknown');
        expect(['unknown', 'none']).toContain(providerId);
        expect(Object.keys(errorCatalogue)).toContain(outcome);
      }
    },
  );

  it('do not depend on the register’s answer about a citizen (security.md 33)', async () => {
    await using scene = await tracedHub();
    const { hub, counts } = scene;
    hub.register.answer = { kind: 'not-found' };
    await hub.browser().signIn(hub.service('public'));
    expect(counts.find(({ step }) => step === 'identify')?.outcome).toBe('register.not_confirmed');
  });
});

describe('the checks of the trace', () => {
  const steps = [
    'authorize',
    'par',
    'token',
    'revocation',
    'userinfo',
  ] as const satisfies readonly LoginStep[];
  const everyProfile = Object.keys(profiles) as ProfileName[];

  it.each(steps)('at %s have distinct names, and a clause each', (step) => {
    for (const profile of everyProfile) {
      const rows = checksOf(step, profile);
      expect(rows.length).toBeGreaterThan(1);
      expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
      for (const { clause } of rows) expect(clause).not.toBe('');
    }
  });

  it.each([
    ['authorize', 'scope', 'response-mode'],
    ['par', 'client-authentication', undefined],
    ['token', 'pkce', 'redirect-uri'],
    ['revocation', 'request', 'client-authentication'],
    ['userinfo', 'encryption-key', 'permission'],
  ] as const)('passed at %s before %s end with %s', (step, failed, last) => {
    const passed = passedChecks(checksOf(step, 'franceconnect'), { refused: true, failed });
    expect(passed.at(-1)).toBe(last);
    expect(passed).not.toContain(failed);
  });

  it('are empty when no check refused the request', () => {
    expect(passedChecks(checksOf('token', 'openid'), { refused: true })).toEqual([]);
    expect(passedChecks(checksOf('token', 'openid'), { refused: true, failed: 'other' })).toEqual([]);
  });

  /** Errors raised outside a table of checks, with the reason. */
  const withoutCheck: Partial<Record<ErrorCode, string>> = {
    'authorize.request_uri_expired': 'the pushed request is not there: nothing to check',
    'authorize.other_person': 'known once the person has signed in',
  };

  it('have a row for each error of authorization, client authentication and tokens', () => {
    const rows = everyProfile.flatMap((profile) => steps.flatMap((step) => checksOf(step, profile)));
    const held = new Set<string>(rows.flatMap(({ errors }) => errors));
    // At the authorization endpoint, the check of the client's identity has the same name.
    held.add('authorize.pushed_client_mismatch');
    const families = /^(?:authorize|client_auth|token)\./;
    const missing = Object.keys(errorCatalogue).filter(
      (code) => families.test(code) && !held.has(code) && !(code in withoutCheck),
    );
    expect(missing).toEqual([]);
    for (const code of Object.keys(withoutCheck)) expect(held.has(code)).toBe(false);
  });
});
