import { createPrivateKey, createPublicKey } from 'node:crypto';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { selectEncryptionKey } from '../jose/select-encryption-key.ts';
import { generateEncryptionKey, generateSigningKey, publicJwk } from './generate.ts';

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** Expected curve or length of each kind. */
const kinds = [
  { alg: 'ES256', use: 'sig', make: () => generateSigningKey('ES256'), size: 'prime256v1' },
  { alg: 'RS256', use: 'sig', make: () => generateSigningKey('RS256'), size: 2048 },
  { alg: 'RSA-OAEP-256', use: 'enc', make: () => generateEncryptionKey('RSA-OAEP-256'), size: 2048 },
  { alg: 'RSA-OAEP', use: 'enc', make: () => generateEncryptionKey('RSA-OAEP'), size: 2048 },
  { alg: 'ECDH-ES', use: 'enc', make: () => generateEncryptionKey('ECDH-ES'), size: 'prime256v1' },
] as const;

describe('generated keys', () => {
  it.each(kinds)(
    '$alg ($use): the published half has no private member and belongs to the private one',
    async ({ make, size }) => {
      const key = await make();
      for (const member of privateMembers) expect(key.publicJwk).not.toHaveProperty(member);
      const derived = createPublicKey(createPrivateKey({ key: { ...key.privateJwk }, format: 'jwk' }));
      const { namedCurve, modulusLength } = derived.asymmetricKeyDetails ?? {};
      expect(namedCurve ?? modulusLength).toBe(size);
      expect(derived.equals(createPublicKey({ key: { ...key.publicJwk }, format: 'jwk' }))).toBe(true);
      expect(publicJwk(key.privateJwk)).toEqual(key.publicJwk);
    },
  );

  it.each(kinds)('$alg ($use) is named by its thumbprint and has its use', async (kind) => {
    const { alg, use } = kind;
    const key = await kind.make();
    expect(key).toMatchObject({ alg, use });
    expect(key.privateJwk).toMatchObject({ kid: key.kid, alg, use });
    expect(key.publicJwk).toMatchObject({ kid: key.kid, alg, use });
    expect(key.kid).toBe(await calculateJwkThumbprint(key.publicJwk));
  });

  it.each(['RSA-OAEP-256', 'RSA-OAEP', 'ECDH-ES'] as const)(
    'for %s satisfy our own rules of strength',
    async (alg) => {
      const { publicJwk: jwk } = await generateEncryptionKey(alg);
      expect(selectEncryptionKey({ keys: [{ ...jwk, kty: `${jwk.kty}` }] }, alg)?.kid).toBe(jwk.kid);
    },
  );
});

describe('publicJwk', () => {
  const ec = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' };
  const rsa = { kty: 'RSA', n: 'n', e: 'e' };

  it.each<[string, JWK]>([
    ['a symmetric key', { kty: 'oct', k: 'AAAA' }],
    ['another family of curves', { ...ec, kty: 'OKP' }],
    ['one kty with the members of the other', { ...ec, kty: 'RSA' }],
    ['one kty with the members of the other', { ...rsa, kty: 'EC' }],
    ...['crv', 'x', 'y'].map((name): [string, JWK] => [`EC without ${name}`, { ...ec, [name]: undefined }]),
    ...['n', 'e'].map((name): [string, JWK] => [`RSA without ${name}`, { ...rsa, [name]: undefined }]),
  ])('refuses %s', (_, jwk) => {
    expect(() => publicJwk(jwk)).toThrow('only EC and RSA keys can be published');
  });

  it('adds no empty members', () => {
    expect(publicJwk({ ...ec, d: 'd' })).toStrictEqual(ec);
    expect(publicJwk({ ...rsa, d: 'd' })).toStrictEqual(rsa);
  });
});
