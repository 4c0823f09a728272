import type { EncryptionAlg } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { makeEcPair } from '../testing/key-pairs.ts';
import { selectEncryptionKey } from './select-encryption-key.ts';

type Jwk = { kty: string; [name: string]: unknown };

/** A modulus of the right size is enough: no test needs the private half. */
function rsaJwk(bits = 2048, exponent = 65_537): Jwk {
  return { kty: 'RSA', n: base64url((1n << BigInt(bits)) - 1n), e: base64url(BigInt(exponent)) };
}

function base64url(number: bigint): string {
  const digits = number.toString(16);
  return Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex').toString('base64url');
}

function ecJwk(namedCurve = 'P-256'): Jwk {
  return { ...makeEcPair(namedCurve).publicKey.export({ format: 'jwk' }), kty: 'EC' };
}

const rsa = rsaJwk();
const ec = ecJwk();

function selects(jwk: Jwk, alg: EncryptionAlg): boolean {
  return selectEncryptionKey({ keys: [jwk] }, alg) !== undefined;
}

describe('selectEncryptionKey', () => {
  it('takes the first key that fits, and its name', () => {
    const keys = [
      { ...ec, kid: 'ec' },
      { ...rsa, kid: 'sig', use: 'sig' },
      { ...rsa, kid: 'first' },
      { ...rsa, kid: 'second', use: 'enc' },
    ];
    expect(selectEncryptionKey({ keys }, 'RSA-OAEP-256')).toEqual({ jwk: keys[2], kid: 'first' });
    expect(selectEncryptionKey({ keys }, 'ECDH-ES')?.kid).toBe('ec');
  });

  it('chooses no key from an empty set, and gives no kid when the key has none', () => {
    expect(selectEncryptionKey({ keys: [] }, 'ECDH-ES')).toBeUndefined();
    expect(selectEncryptionKey({ keys: [ec] }, 'ECDH-ES')).toEqual({ jwk: ec });
    expect(selectEncryptionKey({ keys: [{ ...ec, kid: 7 }] }, 'ECDH-ES')).not.toHaveProperty('kid');
  });

  it.each<[string, Jwk, EncryptionAlg]>([
    ['use enc', { ...rsa, use: 'enc' }, 'RSA-OAEP'],
    ['alg of its own', { ...rsa, alg: 'RSA-OAEP-256' }, 'RSA-OAEP-256'],
    ['key_ops wrapKey', { ...rsa, key_ops: ['wrapKey'] }, 'RSA-OAEP-256'],
    ['key_ops encrypt', { ...rsa, key_ops: ['verify', 'encrypt'] }, 'RSA-OAEP-256'],
    ['key_ops deriveBits', { ...ec, key_ops: ['deriveBits'] }, 'ECDH-ES'],
    ['key_ops deriveKey', { ...ec, key_ops: ['deriveKey'] }, 'ECDH-ES'],
    ['no key_ops at all, as WebCrypto exports', { ...ec, key_ops: [] }, 'ECDH-ES'],
    ['4096 bits', rsaJwk(4096), 'RSA-OAEP-256'],
    ['8192 bits', rsaJwk(8192), 'RSA-OAEP'],
    ['exponent 3', rsaJwk(2048, 3), 'RSA-OAEP-256'],
    ['an exponent of 32 bits', rsaJwk(2048, 2 ** 32 - 1), 'RSA-OAEP-256'],
  ])('accepts a key with %s', (_, jwk, alg) => {
    expect(selects(jwk, alg)).toBe(true);
  });

  it.each<[string, Jwk, EncryptionAlg]>([
    ['another kty', ec, 'RSA-OAEP-256'],
    ['another kty', rsa, 'ECDH-ES'],
    ['another kty than its members', { ...rsa, kty: 'EC' }, 'RSA-OAEP-256'],
    ['use sig', { ...rsa, use: 'sig' }, 'RSA-OAEP-256'],
    ['another alg', { ...rsa, alg: 'RSA-OAEP' }, 'RSA-OAEP-256'],
    ['a signature alg', { ...rsa, alg: 'RS256' }, 'RSA-OAEP-256'],
    ['key_ops for signatures', { ...rsa, key_ops: ['verify'] }, 'RSA-OAEP-256'],
    ['key_ops of the other kty', { ...rsa, key_ops: ['deriveBits'] }, 'RSA-OAEP-256'],
    ['key_ops of the other kty', { ...ec, key_ops: ['wrapKey'] }, 'ECDH-ES'],
    ['empty key_ops', { ...rsa, key_ops: [] }, 'RSA-OAEP-256'],
    ['key_ops that is no list', { ...rsa, key_ops: 'wrapKey' }, 'RSA-OAEP-256'],
    ['1024 bits', rsaJwk(1024), 'RSA-OAEP-256'],
    ['2047 bits', rsaJwk(2047), 'RSA-OAEP-256'],
    ['another curve', ecJwk('P-384'), 'ECDH-ES'],
    ['a point off the curve', { ...ec, y: ec.x }, 'ECDH-ES'],
    ['a coordinate missing', { kty: 'EC', crv: 'P-256', x: ec.x }, 'ECDH-ES'],
    ['members that are no text', { kty: 'RSA', n: 1, e: 'AQAB' }, 'RSA-OAEP-256'],
    ['a symmetric key', { kty: 'oct', k: 'AAAA' }, 'RSA-OAEP-256'],
    ['another family of curves', { kty: 'OKP', crv: 'X25519', x: ec.x }, 'ECDH-ES'],
    ['8193 bits', rsaJwk(8193), 'RSA-OAEP'],
    ['16 384 bits', rsaJwk(16_384), 'RSA-OAEP'],
    ['exponent 1', rsaJwk(2048, 1), 'RSA-OAEP-256'],
    ['exponent 2', rsaJwk(2048, 2), 'RSA-OAEP-256'],
    ['an exponent of 33 bits', rsaJwk(2048, 2 ** 32), 'RSA-OAEP-256'],
    ['a giant exponent', { ...rsa, e: rsa.n }, 'RSA-OAEP-256'],
  ])('skips a key with %s', (_, jwk, alg) => {
    expect(selects(jwk, alg)).toBe(false);
    const fitting = alg === 'ECDH-ES' ? ec : rsa;
    expect(selectEncryptionKey({ keys: [jwk, fitting] }, alg)?.jwk).toBe(fitting);
  });
});
