import { KeyObject } from 'node:crypto';
import type { ErrorCode } from '@garance/core';
import { describe, expect, it } from 'vitest';
import {
  nonce,
  outcome,
  pair,
  setUp,
  signing,
  startMs,
  withClaim,
  without,
} from './testing/gateway-setup.ts';
import type { Misbehaviour } from './testing/provider-double.ts';
import {
  encryptForRsa,
  encryptRaw,
  makeSigningPair,
  signRaw,
  signWithPublicKeyAsSecret,
  unsecured,
} from './testing/token-forge.ts';

const rsaSigning = makeSigningPair('RS256', 'key-rsa');
const attacker = makeSigningPair('ES256', signing.kid);
const now = startMs / 1000;
const header = { alg: 'ES256', kid: signing.kid };

/** Errors of a provider, or of an attacker in its place, with the resulting error code. */
const misbehaviours: readonly (readonly [string, Misbehaviour, ErrorCode])[] = [
  // id_token claims, each dropped and each of a wrong kind (security.md 9)
  ['iss dropped', { idTokenClaims: without('iss') }, 'provider.issuer'],
  [
    'iss of another provider',
    { idTokenClaims: withClaim('iss', 'https://other.example') },
    'provider.issuer',
  ],
  ['iss as a list', { idTokenClaims: (c) => ({ ...c, iss: [c.iss] }) }, 'provider.issuer'],
  ['aud dropped', { idTokenClaims: without('aud') }, 'provider.audience'],
  [
    'token for another client of the same provider',
    { idTokenClaims: withClaim('aud', 'another') },
    'provider.audience',
  ],
  [
    'several audiences, this hub not among them',
    { idTokenClaims: withClaim('aud', ['a', 'b']) },
    'provider.audience',
  ],
  [
    'several audiences without azp',
    { idTokenClaims: withClaim('aud', ['the hub', 'b']) },
    'provider.audience',
  ],
  [
    'audiences that are not all strings',
    { idTokenClaims: (c) => ({ ...c, aud: ['the hub', 1], azp: 'the hub' }) },
    'provider.audience',
  ],
  ['aud as an object', { idTokenClaims: withClaim('aud', { 'the hub': true }) }, 'provider.audience'],
  ['azp of another client', { idTokenClaims: withClaim('azp', 'another') }, 'provider.audience'],
  [
    'azp of another client among several audiences',
    { idTokenClaims: (c) => ({ ...c, aud: ['the hub', 'b'], azp: 'b' }) },
    'provider.audience',
  ],
  ['sub dropped', { idTokenClaims: without('sub') }, 'provider.subject'],
  ['sub empty', { idTokenClaims: withClaim('sub', '') }, 'provider.subject'],
  ['sub as a number', { idTokenClaims: withClaim('sub', 12) }, 'provider.subject'],
  ['sub of 256 characters', { idTokenClaims: withClaim('sub', 'x'.repeat(256)) }, 'provider.subject'],
  ['exp dropped', { idTokenClaims: without('exp') }, 'provider.lifetime'],
  ['expired beyond tolerance', { idTokenClaims: withClaim('exp', now - 30) }, 'provider.lifetime'],
  ['exp as a string', { idTokenClaims: withClaim('exp', String(now + 60)) }, 'provider.lifetime'],
  ['exp as a list', { idTokenClaims: withClaim('exp', [now + 60]) }, 'provider.lifetime'],
  ['iat dropped', { idTokenClaims: without('iat') }, 'provider.lifetime'],
  ['iat in the future', { idTokenClaims: withClaim('iat', now + 31) }, 'provider.lifetime'],
  ['iat as a string', { idTokenClaims: withClaim('iat', String(now)) }, 'provider.lifetime'],
  ['nbf in the future', { idTokenClaims: withClaim('nbf', now + 31) }, 'provider.lifetime'],
  ['nonce dropped', { idTokenClaims: without('nonce') }, 'provider.nonce'],
  [
    'nonce of another login',
    { idTokenClaims: withClaim('nonce', 'nonce-of-another-login-02') },
    'provider.nonce',
  ],
  ['nonce as a list', { idTokenClaims: withClaim('nonce', [nonce]) }, 'provider.nonce'],
  [
    'at_hash of another access token',
    { idTokenClaims: withClaim('at_hash', 'AAAAAAAAAAAAAAAAAAAAAA') },
    'provider.access_token_hash',
  ],
  [
    'another access token than at_hash says',
    { tokenResponse: (b) => ({ ...b, access_token: 'stolen' }) },
    'provider.access_token_hash',
  ],
  [
    'auth_time before this login',
    { idTokenClaims: withClaim('auth_time', now - 71) },
    'provider.authentication_time',
  ],
  [
    'auth_time as a string',
    { idTokenClaims: withClaim('auth_time', String(now)) },
    'provider.authentication_time',
  ],
  ['acr dropped', { idTokenClaims: without('acr') }, 'provider.level_unknown'],
  ['acr unknown', { idTokenClaims: withClaim('acr', 'eidas4') }, 'provider.level_unknown'],
  ['acr as a list', { idTokenClaims: withClaim('acr', ['eidas2']) }, 'provider.level_unknown'],
  ['acr of an inherited name', { idTokenClaims: withClaim('acr', 'constructor') }, 'provider.level_unknown'],
  [
    'acr that this provider may not assert',
    { idTokenClaims: withClaim('acr', 'eidas1') },
    'provider.level_not_allowed',
  ],
  ['amr as a string', { idTokenClaims: withClaim('amr', 'pwd') }, 'provider.authentication_methods'],
  ['amr of numbers', { idTokenClaims: withClaim('amr', [1]) }, 'provider.authentication_methods'],

  // JOSE (security.md 10), inside the encryption
  ['alg none', { idTokenJws: unsecured }, 'provider.algorithm'],
  [
    'HMAC with the public key as secret',
    { idTokenJws: (c) => signWithPublicKeyAsSecret(c, signing) },
    'provider.algorithm',
  ],
  [
    'another algorithm than configured',
    { idTokenJws: (c) => signRaw({ alg: 'RS256', kid: rsaSigning.kid }, c, rsaSigning) },
    'provider.algorithm',
  ],
  [
    'algorithm name in another case',
    { idTokenHeader: (h) => ({ ...h, alg: 'es256' }) },
    'provider.algorithm',
  ],
  [
    'a foreign key under a known kid',
    { idTokenJws: (c) => signRaw(header, c, attacker) },
    'provider.signature',
  ],
  ['an unpublished kid', { idTokenHeader: (h) => ({ ...h, kid: 'unknown' }) }, 'provider.unknown_key'],
  [
    'the signing key brought along (jwk)',
    { idTokenJws: (c) => signRaw({ ...header, jwk: attacker.publicJwk }, c, attacker) },
    'provider.header',
  ],
  [
    'the signing key pointed to (jku)',
    { idTokenHeader: (h) => ({ ...h, jku: 'https://attacker.example/jwks' }) },
    'provider.header',
  ],
  [
    'a certificate pointed to (x5u)',
    { idTokenHeader: (h) => ({ ...h, x5u: 'https://attacker.example/c.pem' }) },
    'provider.header',
  ],
  [
    'an unknown critical extension',
    { idTokenHeader: (h) => ({ ...h, crit: ['exp'], exp: 1 }) },
    'provider.header',
  ],
  [
    'an unencoded payload',
    { idTokenHeader: (h) => ({ ...h, crit: ['b64'], b64: false }) },
    'provider.header',
  ],
  ['an access token as id_token', { idTokenHeader: (h) => ({ ...h, typ: 'at+jwt' }) }, 'provider.header'],
  ['a logout token as id_token', { idTokenHeader: (h) => ({ ...h, typ: 'logout+jwt' }) }, 'provider.header'],
  ['a signature over other bytes', { idTokenJws: (c) => signatureOverOtherBytes(c) }, 'provider.signature'],
  [
    'an empty signature',
    { idTokenJws: (c) => `${signRaw(header, c, signing).split('.').slice(0, 2).join('.')}.` },
    'provider.signature',
  ],
  [
    'a signature in DER',
    { idTokenJws: (c) => `${signRaw(header, c, { ...signing, alg: 'RS256' })}` },
    'provider.signature',
  ],
  [
    'a payload that is no object',
    { idTokenJws: () => signRaw(header, '["a"]', signing) },
    'provider.token_malformed',
  ],
  [
    'a payload that is no JSON',
    { idTokenJws: () => signRaw(header, 'a', signing) },
    'provider.token_malformed',
  ],

  // encryption
  ['signed but not encrypted', { idToken: (jws) => jws }, 'provider.not_encrypted'],
  ['not a token at all', { idToken: () => 'abc' }, 'provider.not_encrypted'],
  ['encrypted but not signed', { idTokenJws: (c) => JSON.stringify(c) }, 'provider.not_signed'],
  [
    'encrypted twice, never signed',
    { idToken: async (jws) => encryptRaw(await encryptRaw(jws, pair('ECDH-ES')), pair('ECDH-ES')) },
    'provider.not_signed',
  ],
  [
    'encrypted by another algorithm than configured',
    { idToken: (jws) => encryptRaw(jws, pair('RSA-OAEP-256')) },
    'provider.decryption',
  ],
  [
    'another content encryption',
    { idToken: (jws) => encryptRaw(jws, pair('ECDH-ES'), { enc: 'A128CBC-HS256' }) },
    'provider.decryption',
  ],
  [
    'encrypted to an unknown kid',
    { idToken: (jws) => encryptRaw(jws, pair('ECDH-ES'), { kid: 'unknown' }) },
    'provider.decryption',
  ],
  ['RSA1_5', { idToken: (jws) => rsaJwe(jws, 'RSA1_5') }, 'provider.decryption'],
  [
    'PBES2 with a costly count',
    { idToken: (jws) => rsaJwe(jws, 'PBES2-HS512+A256KW', { p2c: 2_147_483_647, p2s: 'AAAA' }) },
    'provider.decryption',
  ],
  ['direct encryption', { idToken: (jws) => rsaJwe(jws, 'dir') }, 'provider.decryption'],
  ['compression (zip)', { idToken: (jws) => rsaJwe(jws, 'ECDH-ES', { zip: 'DEF' }) }, 'provider.header'],
  [
    'a critical extension of the encryption',
    { idToken: (jws) => encryptRaw(jws, pair('ECDH-ES')).then((t) => reheader(t, { crit: ['x'], x: 1 })) },
    'provider.header',
  ],
  [
    'an encryption header that was changed',
    { idToken: (jws) => encryptRaw(jws, pair('ECDH-ES')).then((t) => reheader(t, { cty: 'other' })) },
    'provider.decryption',
  ],
  [
    'a ciphertext that was changed',
    { idToken: (jws) => encryptRaw(jws, pair('ECDH-ES')).then((t) => flip(t, 3)) },
    'provider.decryption',
  ],
  ['an oversize token', { idToken: (jws) => jws + 'x'.repeat(66_000) }, 'provider.token_malformed'],

  // token endpoint
  ['no id_token', { tokenResponse: without('id_token') }, 'provider.token_response'],
  ['no access token', { tokenResponse: without('access_token') }, 'provider.token_response'],
  [
    'an access token that would split the header',
    { tokenResponse: withClaim('access_token', 'a\r\nx: y') },
    'provider.token_response',
  ],
  ['another token type', { tokenResponse: withClaim('token_type', 'DPoP') }, 'provider.token_response'],
  ['a list as token response', { tokenResponse: () => [] }, 'provider.token_response'],
  ['HTML as token response', { http: { token: 'html' } }, 'provider.token_response'],

  // userinfo
  [
    'userinfo of another person',
    { userinfoClaims: withClaim('sub', 'other-person') },
    'provider.userinfo_subject',
  ],
  ['userinfo without sub', { userinfoClaims: without('sub') }, 'provider.userinfo_subject'],
  [
    'userinfo of another issuer',
    { userinfoClaims: withClaim('iss', 'https://other.example') },
    'provider.userinfo_issuer',
  ],
  [
    'userinfo for another client',
    { userinfoClaims: withClaim('aud', 'another') },
    'provider.userinfo_audience',
  ],
  ['userinfo expired', { userinfoClaims: withClaim('exp', now - 31) }, 'provider.userinfo_lifetime'],
  ['userinfo of the future', { userinfoClaims: withClaim('iat', now + 31) }, 'provider.userinfo_lifetime'],
  [
    'userinfo as JSON where a nested token is configured',
    { userinfo: (_jws, c) => JSON.stringify(c), userinfoContentType: 'application/json' },
    'provider.userinfo_response',
  ],
  ['userinfo signed but not encrypted', { userinfo: (jws) => jws }, 'provider.not_encrypted'],
  ['userinfo encrypted but not signed', { userinfoJws: (c) => JSON.stringify(c) }, 'provider.not_signed'],
  ['userinfo unsecured', { userinfoJws: unsecured }, 'provider.algorithm'],
  [
    'userinfo signed by a foreign key',
    { userinfoJws: (c) => signRaw(header, c, attacker) },
    'provider.signature',
  ],
  ['userinfo refused', { userinfoStatus: 401 }, 'provider.userinfo_response'],
];

function signatureOverOtherBytes(claims: Record<string, unknown>): string {
  const [head, , signature] = signRaw(header, { ...claims, acr: 'eidas2' }, signing).split('.');
  const payload = Buffer.from(JSON.stringify({ ...claims, acr: 'eidas3' })).toString('base64url');
  return `${head}.${payload}.${signature}`;
}

function rsaJwe(plaintext: string, alg: string, more: Record<string, unknown> = {}): string {
  const recipient = KeyObject.from(pair('RSA-OAEP-256').publicKey as Parameters<typeof KeyObject.from>[0]);
  return encryptForRsa({ plaintext, recipient, alg, header: more });
}

function reheader(token: string, more: Record<string, unknown>): string {
  const [head = '', ...rest] = token.split('.');
  const changed = { ...JSON.parse(Buffer.from(head, 'base64url').toString()), ...more };
  return [Buffer.from(JSON.stringify(changed)).toString('base64url'), ...rest].join('.');
}

function flip(token: string, part: number): string {
  return token
    .split('.')
    .map((text, index) => (index === part ? `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}` : text))
    .join('.');
}

describe('a dishonest answer ends the login', () => {
  it.each(misbehaviours)('%s', async (_what, behaviour, error) => {
    await using env = await setUp({ encryption: 'ECDH-ES' });
    env.double.behave(behaviour);
    expect(outcome(await env.redeem())).toBe(`failed ${error}`);
    env.double.behave({});
  });

  it('below the requested level', async () => {
    await using env = await setUp({ encryption: 'ECDH-ES' });
    expect(outcome(await env.redeem({ requestedLevel: 'eidas3' }))).toBe(
      'failed provider.level_insufficient',
    );
  });

  it('encrypted although configured as signed only', async () => {
    await using env = await setUp();
    env.double.behave({ idToken: (jws) => encryptRaw(jws, pair('ECDH-ES')) });
    expect(outcome(await env.redeem())).toBe('failed provider.not_signed');
  });

  it('RSA: compressed, or under a key of PKCS #1 v1.5', async () => {
    await using env = await setUp({ encryption: 'RSA-OAEP-256' });
    env.double.behave({ idToken: (jws) => rsaJwe(jws, 'RSA-OAEP-256') });
    expect(outcome(await env.redeem())).toBe('identity');
    env.double.behave({ idToken: (jws) => rsaJwe(jws, 'RSA-OAEP-256', { zip: 'DEF' }) });
    expect(outcome(await env.redeem())).toBe('failed provider.header');
    env.double.behave({ idToken: (jws) => rsaJwe(jws, 'RSA1_5') });
    expect(outcome(await env.redeem())).toBe('failed provider.decryption');
  });

  it('signed userinfo as plain JSON, plain userinfo as anything else', async () => {
    await using signed = await setUp();
    signed.double.behave({
      userinfo: (_jws, claims) => JSON.stringify(claims),
      userinfoContentType: 'application/json',
    });
    expect(outcome(await signed.redeem())).toBe('failed provider.userinfo_response');
    await using plain = await setUp({ provider: { userinfoFormat: 'json' } });
    for (const body of ['[]', 'null', 'not json']) {
      plain.double.behave({ userinfo: () => body });
      expect(outcome(await plain.redeem())).toBe('failed provider.userinfo_response');
    }
    plain.double.behave({ userinfoContentType: 'text/html' });
    expect(outcome(await plain.redeem())).toBe('failed provider.userinfo_response');
    plain.double.behave({ userinfoClaims: withClaim('sub', 'other-person') });
    expect(outcome(await plain.redeem())).toBe('failed provider.userinfo_subject');
  });

  it('names in the log the failed check and the provider, and no personal data', async () => {
    await using env = await setUp({ encryption: 'ECDH-ES' });
    env.double.behave({ idTokenClaims: withClaim('nonce', 'nonce-of-another-login-02') });
    await env.redeem();
    expect(env.warnings).toEqual([
      { providerId: 'double', kind: 'failed', error: 'provider.nonce', check: 'nonce' },
    ]);
  });
});
