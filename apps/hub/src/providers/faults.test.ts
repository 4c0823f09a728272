import { describe, expect, it } from 'vitest';
import { nonce, outcome, redirectUri, setUp, state } from './testing/gateway-setup.ts';
import { type Endpoint, type HttpFault, startProviderDouble } from './testing/provider-double.ts';
import { makeSigningPair } from './testing/token-forge.ts';

/** security.md, fault 5: the citizen returns to the choice, other providers are unaffected. */
describe('a provider that is out of order', () => {
  it.each<[Endpoint, HttpFault]>([
    ['jwks', 'status 500'],
    ['jwks', 'slow'],
    ['jwks', '10 MB'],
    ['jwks', 'html'],
    ['jwks', 'gone'],
    ['jwks', 'redirect'],
    ['discovery', 'gone'],
    ['discovery', 'status 500'],
    ['discovery', 'slow'],
    ['discovery', '10 MB'],
    ['discovery', 'redirect'],
    ['token', 'slow'],
    ['token', 'status 500'],
    ['token', '10 MB'],
    ['token', 'redirect'],
    ['token', 'hang up'],
    ['userinfo', 'slow'],
    ['userinfo', 'status 500'],
    ['userinfo', '10 MB'],
    ['userinfo', 'hang up'],
  ])('%s: %s', async (endpoint, fault) => {
    await using env = await setUp({
      encryption: 'ECDH-ES',
      limits: { timeoutMs: fault === 'slow' ? 200 : 10_000 },
    });
    env.double.behave({ http: { [endpoint]: fault } });
    expect(outcome(await env.redeem())).toBe('refused provider.unavailable');
    if (fault === 'slow') return;
    env.double.behave({});
    env.clock.advance(10_000);
    expect(outcome(await env.redeem())).toBe('identity');
  });

  it.each<[Endpoint, HttpFault | undefined, object]>([
    ['token', 'hang up', { check: 'reachability', reason: expect.any(String) }],
    ['token', undefined, { check: expect.any(String), providerError: 'invalid_grant' }],
  ])('is one line of the log: %s %s', async (endpoint, fault, logged) => {
    await using env = await setUp();
    if (fault === undefined) {
      env.double.behave({ tokenResponse: () => ({ error: 'invalid_grant' }), tokenStatus: 400 });
    } else env.double.behave({ http: { [endpoint]: fault } });
    await env.redeem();
    expect(env.warnings).toEqual([expect.objectContaining({ providerId: 'double', ...logged })]);
  });

  it('that answers the code with an OAuth error: the citizen may choose another', async () => {
    await using env = await setUp();
    env.double.behave({ tokenResponse: () => ({ error: 'invalid_grant' }), tokenStatus: 400 });
    expect(outcome(await env.redeem())).toBe('refused provider.answered_error');
    env.double.behave({ tokenResponse: () => ({ message: 'no' }), tokenStatus: 400 });
    expect(outcome(await env.redeem())).toBe('failed provider.token_response');
  });

  it('is used with its last valid keys and configuration while it publishes none', async () => {
    await using env = await setUp();
    expect(outcome(await env.redeem())).toBe('identity');
    env.double.behave({ http: { jwks: 'status 500', discovery: 'gone' } });
    for (let hour = 0; hour < 3; hour += 1) {
      env.clock.advance(3_600_000);
      const now = env.clock.now();
      expect(outcome(await env.redeem({ transactionStartedAtMs: now }))).toBe('identity');
    }
    expect(env.warnings).toContainEqual({ providerId: 'double', document: 'jwks', reason: 'Error' });
  });

  it('has no logout address while its configuration cannot be fetched', async () => {
    await using env = await setUp();
    env.double.behave({ http: { discovery: 'gone' } });
    const logout = { idTokenHint: 'hint', state, postLogoutRedirectUri: 'http://localhost/return' };
    expect(await env.gateway.endSessionUrl(env.double.provider, logout)).toBeUndefined();
  });
});

describe('the bulkhead', () => {
  it('refuses further logins at once while a slow provider uses its slots, and serves the other providers', async () => {
    await using env = await setUp({ limits: { timeoutMs: 20_000, concurrentPerProvider: 3 } });
    await env.redeem();
    await using healthy = await startProviderDouble({
      signing: makeSigningPair('ES256', 'key-of-the-healthy'),
      nonce,
      nowSeconds: () => Math.floor(env.clock.now() / 1000),
      provider: { id: 'healthy' },
    });
    env.double.behave({ http: { token: 'slow' } });
    const seenBefore = env.double.seen.length;
    const waiting = [env.redeem(), env.redeem(), env.redeem()];
    const turnedAway = await env.redeem();
    expect(turnedAway).toEqual({ kind: 'refused', error: 'provider.unavailable', check: 'bulkhead' });
    const other = await env.gateway.redeem(healthy.provider, {
      ...env.input,
      redirectUri,
      callback: { code: 'c', state, iss: healthy.issuer },
    });
    expect(outcome(other)).toBe('identity');
    while (env.double.seen.length - seenBefore < 3)
      await new Promise<void>((resolve) => setImmediate(resolve));
    env.double.hangUp();
    for (const answer of await Promise.all(waiting))
      expect(outcome(answer)).toBe('refused provider.unavailable');
    expect(env.double.seen.length - seenBefore).toBe(3);
    env.double.behave({});
    expect(outcome(await env.redeem())).toBe('identity');
  });
});
