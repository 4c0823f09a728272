import { describe, expect, it } from 'vitest';
import {
  nonce,
  outcome,
  redirectUri,
  setUp,
  signing,
  state,
  withClaim,
  without,
} from './testing/gateway-setup.ts';
import type { Misbehaviour } from './testing/provider-double.ts';
import { makeSigningPair, signRaw } from './testing/token-forge.ts';

describe('keys of the provider', () => {
  it('are fetched once while they are fresh', async () => {
    await using env = await setUp({ encryption: 'ECDH-ES' });
    for (let login = 0; login < 5; login += 1) expect(outcome(await env.redeem())).toBe('identity');
    const paths = env.double.seen.map(({ path }) => path);
    expect(paths.filter((path) => path === '/idp/jwks')).toHaveLength(1);
    expect(paths.filter((path) => path.includes('well-known'))).toHaveLength(1);
  });

  it('are fetched again for an unknown kid, at most once in the cool-down', async () => {
    await using env = await setUp();
    await env.redeem();
    const rotated = makeSigningPair('ES256', 'key-2');
    const rotate: Misbehaviour = {
      keys: () => [rotated.publicJwk],
      idTokenJws: (claims) => signRaw({ alg: 'ES256', kid: 'key-2' }, claims, rotated),
      userinfoJws: (claims) => signRaw({ alg: 'ES256', kid: 'key-2' }, claims, rotated),
    };
    env.clock.advance(10_000);
    env.double.behave(rotate);
    expect(outcome(await env.redeem())).toBe('identity');
    const fetched = () => env.double.seen.filter(({ path }) => path === '/idp/jwks').length;
    expect(fetched()).toBe(2);
    env.double.behave({ idTokenHeader: (head) => ({ ...head, kid: 'made-up' }) });
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect(outcome(await env.redeem())).toBe('failed provider.unknown_key');
    }
    expect(fetched()).toBe(2);
  });

  it('need a kid when there are several, and none when there is one', async () => {
    await using env = await setUp();
    env.double.behave({ idTokenHeader: ({ kid: _kid, ...rest }) => rest });
    expect(outcome(await env.redeem())).toBe('identity');
    await using several = await setUp();
    several.double.behave({
      idTokenHeader: ({ kid: _kid, ...rest }) => rest,
      keys: (keys) => [...keys, makeSigningPair('ES256', 'other').publicJwk],
    });
    expect(outcome(await several.redeem())).toBe('failed provider.unknown_key');
  });

  it('are left out when weak: RSA of 1024 bits', async () => {
    const weak = makeSigningPair('RS256', 'weak', 1024);
    await using env = await setUp({ signing: weak });
    expect(outcome(await env.redeem())).toBe('failed provider.unknown_key');
  });

  it('are left out when made for another use, while the others stay usable', async () => {
    await using env = await setUp();
    const { publicJwk } = signing;
    env.double.behave({
      keys: () => [
        'not a key',
        { kty: 'oct', k: 'AAAA', kid: signing.kid },
        { ...publicJwk, use: 'enc' },
        { ...publicJwk, key_ops: ['encrypt'] },
        { ...publicJwk, alg: 'ES384' },
        { ...publicJwk, x: 'AAAA' },
      ],
    });
    expect(outcome(await env.redeem())).toBe('failed provider.unknown_key');
    await using mixed = await setUp();
    mixed.double.behave({
      keys: (keys) => [
        'not a key',
        { kty: 'oct', k: 'AAAA', kid: signing.kid },
        { ...publicJwk, x: 'AAAA' },
        ...keys,
      ],
    });
    expect(outcome(await mixed.redeem())).toBe('identity');
  });
});

describe('a discovery document is refused', () => {
  it.each<[string, Misbehaviour]>([
    ['of another issuer', { discovery: withClaim('issuer', 'https://other.example') }],
    ['without an endpoint', { discovery: without('token_endpoint') }],
    [
      'that sends the browser to a script',
      { discovery: withClaim('authorization_endpoint', 'javascript:alert(1)') },
    ],
    ['that is HTML', { http: { discovery: 'html' } }],
  ])('%s', async (_what, behaviour) => {
    await using env = await setUp();
    env.double.behave(behaviour);
    const input = { redirectUri, level: 'eidas2', state, nonce, codeVerifier: 'v', uiLocale: 'fr' } as const;
    await expect(env.gateway.authorizationUrl(env.double.provider, input)).rejects.toMatchObject({
      code: 'provider.unavailable',
    });
    expect(outcome(await env.redeem())).toBe('refused provider.unavailable');
  });
});
