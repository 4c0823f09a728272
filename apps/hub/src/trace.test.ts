import { getErrorDefinition } from '@garance/core';
import { profiles } from '@garance/oidc';
import type { TraceEntry } from '@garance/store';
import { describe, expect, it } from 'vitest';
import { createTestHub } from './testing/hub-fixture.ts';
import { passedChecks } from './trace-checks.ts';

async function tracedHub() {
  const entries: TraceEntry[] = [];
  const hub = await createTestHub({ deps: { trace: { record: (entry) => void entries.push(entry) } } });
  return { hub, entries, [Symbol.asyncDispose]: hub[Symbol.asyncDispose] };
}

const short = ({ endpoint, outcome }: TraceEntry) => `${endpoint} ${outcome}`;

describe('the trace', () => {
  it('of a login names each request of the client, with the checks passed', async () => {
    await using scene = await tracedHub();
    const { hub, entries } = scene;
    const service = hub.service('public');
    const { accessToken } = await service.redeem(await hub.browser().login(service));
    await service.userinfo(accessToken);
    await service.revoke(accessToken);
    expect(entries.map(short)).toEqual([
      'authorize accepted',
      'choose-provider accepted',
      'callback accepted',
      'consent accepted',
      'token accepted',
      'userinfo accepted',
      'revocation accepted',
    ]);
    expect(new Set(entries.map((entry) => entry.clientId))).toEqual(new Set([service.clientId]));
    expect(entries[0]?.checks).toContain('nonce');
    expect(entries[4]?.checks).toContain('pkce');
    expect(entries.every(({ occurrenceId }) => /^[0-9a-f]{32}$/.test(occurrenceId))).toBe(true);
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
  ])('of a refused authorization request %j says what refused it', async (changes, code, passed, failed) => {
    await using scene = await tracedHub();
    const { hub, entries } = scene;
    const service = hub.service('public');
    const query = new URLSearchParams(service.request(changes));
    await service.send('GET', `/authorize?${query}`, {});
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ endpoint: 'authorize', outcome: code, clientId: service.clientId });
    expect(entries[0]?.checks).toContain(passed);
    expect(entries[0]?.checks).not.toContain(failed);
  });

  it('carries the occurrence id that the answer showed', async () => {
    await using scene = await tracedHub();
    const service = scene.hub.service('public');
    const { json } = await service.token('no such code');
    expect(scene.entries[0]).toMatchObject({
      endpoint: 'token',
      outcome: 'token.code_unknown',
      occurrenceId: json.occurrence_id,
      checks: ['request', 'client'],
    });
  });

  it('of a failed login has the page that said so', async () => {
    await using scene = await tracedHub();
    const { hub, entries } = scene;
    hub.register.answer = { kind: 'not-found' };
    await hub.browser().signIn(hub.service('public'));
    const [callback, page] = entries.slice(-2);
    expect(callback).toMatchObject({ endpoint: 'callback' });
    expect(callback?.outcome).not.toBe('accepted');
    expect(page).toMatchObject({ endpoint: 'choose-provider', outcome: callback?.outcome });
  });

  it('is silent on clients that do not exist: nobody fills the store with inventions', async () => {
    await using scene = await tracedHub();
    const service = scene.hub.service('public');
    await service.send(
      'GET',
      `/authorize?${new URLSearchParams(service.request({ client_id: 'made-up' }))}`,
      {},
    );
    expect(scene.entries).toEqual([]);
  });

  it('holds no state, nonce, code, token, secret or anything of the person (security.md 18)', async () => {
    await using scene = await tracedHub();
    const { hub, entries } = scene;
    const service = hub.service('public');
    const code = await hub.browser().login(service);
    const { accessToken, idToken, claims } = await service.redeem(code);
    const person = await service.person(accessToken);
    await service.token(code, { code_verifier: 'x'.repeat(43) });
    const written = JSON.stringify(entries);
    const { state = '', nonce = '' } = service.request();
    const secrets = [state, nonce, code, accessToken, idToken, claims.sub, person.email, person.given_name];
    for (const secret of secrets) expect(written).not.toContain(String(secret));
  });
});

describe('the checks passed', () => {
  it('are all of them when nothing was refused', () => {
    const names = profiles.franceconnect.map((check) => check.name);
    expect(passedChecks('authorize', 'franceconnect', undefined)).toEqual(expect.arrayContaining(names));
  });

  it.each([
    ['authorize', 'authorize.scope_not_allowed', 'response-mode', 'scope'],
    ['par', 'client_auth.wrong_secret', undefined, 'client'],
    ['token', 'token.pkce_failed', 'redirect-uri', 'pkce'],
    ['revocation', 'token.revocation_token_missing', 'client', 'request'],
  ] as const)('at %s before %s end with %s', (endpoint, error, last, failed) => {
    const passed = passedChecks(endpoint, 'franceconnect', error);
    expect(passed.at(-1)).toBe(last);
    expect(passed).not.toContain(failed);
    expect(getErrorDefinition(error)).toBeDefined();
  });
});
