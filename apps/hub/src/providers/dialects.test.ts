/** Differences between real providers: algorithms, names of levels, authentication methods, errors. */
import type { Provider } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { outcome, setUp, signing, state, withClaim, without } from './testing/gateway-setup.ts';
import {
  makeSecretPair,
  makeSigningPair,
  signRaw,
  signWithPublicKeyAsSecret,
  unsecured,
} from './testing/token-forge.ts';

const secret = 'a secret of the hub: é, 32 bytes +';
const hmac = makeSecretPair(secret);
const rsaSigning = makeSigningPair('RS256', 'key-rsa');
const standard = { platform: 'standard', levels: ['eidas1', 'eidas2'] } as const satisfies Partial<Provider>;
const onStandard = { platform: 'standard', requestedLevel: 'eidas1' } as const;

describe('a provider that signs with the client secret (HS256)', () => {
  const provider = { ...standard, clientSecret: secret };

  it.each(['signed', 'json'] as const)('is accepted, userinfo %s', async (userinfoFormat) => {
    await using env = await setUp({ signing: hmac, provider: { ...provider, userinfoFormat } });
    expect(outcome(await env.redeem(onStandard))).toBe('identity');
    expect(env.double.seen.some(({ path }) => path === '/idp/jwks')).toBe(false);
  });

  it('needs no published keys', async () => {
    await using env = await setUp({ signing: hmac, provider: { ...provider, userinfoFormat: 'json' } });
    env.double.behave({ discovery: without('jwks_uri') });
    expect(outcome(await env.redeem(onStandard))).toBe('identity');
  });

  it.each([
    [
      'the key that it publishes',
      (c: object) => signRaw({ alg: 'HS256' }, c, makeSecretPair(String(hmac.publicJwk.k))),
    ],
    [
      'a secret of which ours is the beginning',
      (c: object) => signRaw({ alg: 'HS256' }, c, makeSecretPair(`${secret}x`)),
    ],
    [
      'the beginning of our secret',
      (c: object) => signRaw({ alg: 'HS256' }, c, makeSecretPair(secret.slice(0, -1))),
    ],
    ['an empty secret', (c: object) => signRaw({ alg: 'HS256' }, c, makeSecretPair(''))],
    ['our secret, its tag cut', (c: object) => signRaw({ alg: 'HS256' }, c, hmac).slice(0, -4)],
    ['our secret, its tag left out', (c: object) => signRaw({ alg: 'HS256' }, c, hmac).replace(/[^.]*$/, '')],
  ])('attack 10: a token signed with %s is refused', async (_what, idTokenJws) => {
    await using env = await setUp({ signing: hmac, provider });
    env.double.behave({ idTokenJws });
    expect(outcome(await env.redeem(onStandard))).toBe('failed provider.signature');
    env.double.behave({ userinfoJws: idTokenJws });
    expect(outcome(await env.redeem(onStandard))).toBe('failed provider.signature');
  });

  it.each([
    ['HS512', (c: object) => signRaw({ alg: 'HS512' }, c, hmac)],
    ['RS256', (c: object) => signRaw({ alg: 'RS256', kid: rsaSigning.kid }, c, rsaSigning)],
    ['none', (c: object) => unsecured(c)],
    ['hs256', (c: object) => signRaw({ alg: 'hs256' }, c, hmac)],
  ])('attack 10: a token that says %s is refused', async (_alg, idTokenJws) => {
    await using env = await setUp({ signing: hmac, provider });
    env.double.behave({ idTokenJws, keys: (keys) => [...keys, rsaSigning.publicJwk] });
    expect(outcome(await env.redeem(onStandard))).toBe('failed provider.algorithm');
  });

  it('attack 10: elsewhere neither the secret nor a public key is accepted as an HMAC key', async () => {
    await using env = await setUp({ signing: rsaSigning, provider });
    for (const idTokenJws of [
      (c: object) => signRaw({ alg: 'HS256' }, c, hmac),
      (c: object) => signWithPublicKeyAsSecret(c, rsaSigning),
    ]) {
      env.double.behave({ idTokenJws });
      expect(outcome(await env.redeem(onStandard))).toBe('failed provider.algorithm');
    }
  });
});

describe('userinfo', () => {
  it.each([
    ['ES256', 'RS256', rsaSigning],
    ['ES256', 'HS256', hmac],
  ] as const)(
    'has an algorithm of its own: id_token %s, userinfo %s',
    async (_alg, userinfoSigningAlg, pair) => {
      const provider = { ...standard, clientSecret: secret, userinfoSigningAlg };
      await using env = await setUp({ userinfoSigning: pair, provider });
      expect(outcome(await env.redeem(onStandard))).toBe('identity');
      // Signed with the algorithm of the id_token instead of the one of userinfo.
      env.double.behave({ userinfoJws: (c) => signRaw({ alg: 'ES256', kid: signing.kid }, c, signing) });
      expect(outcome(await env.redeem(onStandard))).toBe('failed provider.algorithm');
      env.double.behave({ idTokenJws: (c) => signRaw({ alg: pair.alg, kid: pair.kid }, c, pair) });
      expect(outcome(await env.redeem(onStandard))).toBe('failed provider.algorithm');
    },
  );

  it('attack 9: as JSON where a signature is registered is refused, and so is the reverse', async () => {
    await using signed = await setUp({ provider: standard });
    signed.double.behave({
      userinfo: (_jws, claims) => JSON.stringify(claims),
      userinfoContentType: 'application/json',
    });
    expect(outcome(await signed.redeem(onStandard))).toBe('failed provider.userinfo_response');
    signed.double.behave({ userinfo: (_jws, claims) => JSON.stringify(claims) });
    expect(outcome(await signed.redeem(onStandard))).toBe('failed provider.not_signed');
    await using plain = await setUp({ provider: { ...standard, userinfoFormat: 'json' } });
    plain.double.behave({ userinfo: (jws) => jws, userinfoContentType: 'application/jwt' });
    expect(outcome(await plain.redeem(onStandard))).toBe('failed provider.userinfo_response');
  });
});

describe('a provider without discovery', () => {
  const endpointsOf = (issuer: string) => ({
    issuer,
    authorization: `${issuer}/authorize`,
    token: `${issuer}/token`,
    userinfo: `${issuer}/userinfo`,
    issParameter: true,
  });

  it('is verified by the configured keys, whatever it publishes', async () => {
    await using env = await setUp();
    const endpoints = endpointsOf(env.double.issuer);
    const typed = (keys: object[]) =>
      env.redeem({}, { source: { kind: 'endpoints', endpoints, keys: { keys } as never } });
    expect(outcome(await typed([signing.publicJwk]))).toBe('identity');
    expect(outcome(await typed([rsaSigning.publicJwk, signing.publicJwk]))).toBe('identity');
    const foreign = makeSigningPair('ES256', signing.kid);
    expect(outcome(await typed([foreign.publicJwk]))).toBe('failed provider.signature');
    expect(outcome(await typed([{ ...foreign.publicJwk, kid: 'other' }]))).toBe(
      'failed provider.unknown_key',
    );
    expect(env.double.seen.filter(({ path }) => /jwks|well-known/.test(path))).toEqual([]);
  });
});

describe('a level in the provider’s own words', () => {
  const acrMap = { '1': 'eidas1', 'urn:loa:substantial': 'eidas2', carte: 'eidas3' } as const;
  const provider = { levels: ['eidas1', 'eidas2', 'eidas3'], acrMap } as const satisfies Partial<Provider>;

  it.each(['urn:loa:substantial', 'carte'] as const)(
    '%s is mapped to the level that it means',
    async (acr) => {
      await using env = await setUp({ provider });
      env.double.behave({ idTokenClaims: withClaim('acr', acr) });
      expect(await env.redeem({ requestedLevel: 'eidas2' })).toMatchObject({
        kind: 'identity',
        acr: acrMap[acr],
      });
    },
  );

  it('attack 9: below the requested level is refused', async () => {
    await using env = await setUp({ provider });
    env.double.behave({ idTokenClaims: withClaim('acr', '1') });
    expect(outcome(await env.redeem({ requestedLevel: 'eidas2' }))).toBe(
      'failed provider.level_insufficient',
    );
  });

  it('attack 9: above the level the provider was approved for is refused, whatever the map says', async () => {
    await using env = await setUp({ provider: { ...provider, levels: ['eidas1', 'eidas2'] } });
    env.double.behave({ idTokenClaims: withClaim('acr', 'carte') });
    expect(outcome(await env.redeem({ requestedLevel: 'eidas2' }))).toBe('failed provider.level_not_allowed');
  });

  it.each([
    ['a name of ours that the map does not have', 'eidas3'],
    ['another case', 'CARTE'],
    ['a blank after it', 'carte '],
    ['its beginning', 'cart'],
    ['a number', 1],
    ['a list', ['carte']],
    ['several in one', '1 carte'],
    ['nothing', ''],
    ['an inherited name', 'constructor'],
    ['another inherited name', '__proto__'],
    ['an inherited function', 'toString'],
  ])('attack 9: %s is refused as a level', async (_what, acr) => {
    await using env = await setUp({ provider });
    env.double.behave({ idTokenClaims: withClaim('acr', acr) });
    expect(outcome(await env.redeem())).toBe('failed provider.level_unknown');
  });
});

describe('the time of authentication', () => {
  it('must be in the answer on plus, where max_age is always sent (attack 9)', async () => {
    await using env = await setUp();
    env.double.behave({ idTokenClaims: without('auth_time') });
    expect(outcome(await env.redeem())).toBe('failed provider.authentication_time_missing');
    env.double.behave({ idTokenClaims: withClaim('auth_time', null) });
    expect(outcome(await env.redeem())).toBe('failed provider.authentication_time');
  });

  it('may be absent on standard, and is then absent from our tokens', async () => {
    await using env = await setUp({ provider: standard });
    env.double.behave({ idTokenClaims: without('auth_time') });
    const answer = await env.redeem(onStandard);
    expect(answer.kind).toBe('identity');
    expect(answer).not.toHaveProperty('authTime');
  });
});

describe('preferred_username', () => {
  it('is a usage name only where the registration says so', async () => {
    for (const preferredUsernameIsUsageName of [undefined, false, true]) {
      const provider = preferredUsernameIsUsageName === undefined ? {} : { preferredUsernameIsUsageName };
      await using env = await setUp({ provider });
      env.double.behave({ userinfoClaims: withClaim('preferred_username', 'adubois75') });
      const answer = await env.redeem();
      const claims = answer.kind === 'identity' ? answer.claims : {};
      expect(claims.preferred_username).toBe(preferredUsernameIsUsageName ? 'adubois75' : undefined);
      expect(claims.family_name).toBe('DUBOIS');
    }
  });
});

describe('amr of a provider', () => {
  it.each([
    ['21 methods', Array.from({ length: 21 }, () => 'pwd')],
    ['a method of 65 characters', ['x'.repeat(65)]],
    ['an empty method', ['']],
    ['a method with a line break', ['pwd\n']],
    ['a method with markup', ['<b>']],
  ])('with %s is refused', async (_what, amr) => {
    await using env = await setUp();
    env.double.behave({ idTokenClaims: withClaim('amr', amr) });
    expect(outcome(await env.redeem())).toBe('failed provider.authentication_methods');
  });
});

describe('an error in the provider’s own words', () => {
  const callback = (error: string, error_description: string, iss: string) => ({
    error,
    error_description,
    state,
    iss,
  });

  it('is in the log and shown to the operator, beside ours', async () => {
    await using env = await setUp();
    const sent = callback('invalid_scope', 'Invalid scopes: openid birth', env.double.issuer);
    expect(outcome(await env.redeem({ callback: sent }))).toBe('refused provider.answered_error');
    expect(env.warnings).toEqual([
      {
        providerId: 'double',
        kind: 'refused',
        error: 'provider.answered_error',
        check: 'answer',
        providerError: 'invalid_scope',
        providerDescription: 'Invalid scopes: openid birth',
      },
    ]);
    expect(env.refusals).toMatchObject([
      {
        provider: { id: 'double' },
        error: 'provider.answered_error',
        check: 'answer',
        providerError: { error: 'invalid_scope', description: 'Invalid scopes: openid birth' },
      },
    ]);
  });

  it('of the token endpoint too', async () => {
    await using env = await setUp();
    env.double.behave({
      tokenStatus: 401,
      tokenResponse: () => ({ error: 'invalid_client', error_description: 'Client secret expired' }),
    });
    await env.redeem();
    expect(env.refusals[0]?.providerError).toEqual({
      error: 'invalid_client',
      description: 'Client secret expired',
    });
  });

  it('is neither used nor kept when it belongs to another login or another issuer (attack 7)', async () => {
    await using env = await setUp();
    const forged = callback('invalid_scope', 'call 0800 …', 'https://other.example');
    await env.redeem({ callback: forged });
    await env.redeem({ callback: { ...forged, iss: env.double.issuer, state: 'other' } });
    expect(env.refusals.map(({ error, providerError }) => [error, providerError])).toEqual([
      ['provider.issuer_parameter', undefined],
      ['provider.state', undefined],
    ]);
  });
});
