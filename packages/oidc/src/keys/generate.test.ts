import { createPrivateKey, createPublicKey } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { describe, expect, it } from 'vitest';
import { selectEncryptionKey } from '../jose/select-encryption-key.ts';
import { generateEncryptionKey, generateSigningKey, publicJwk } from './generate.ts';

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

describe('generated keys', async () => {
  const keys = await Promise.all([
    generateSigningKey('ES256'),
    generateSigningKey('RS256'),
    generateEncryptionKey('RSA-OAEP-256'),
    generateEncryptionKey('RSA-OAEP'),
    generateEncryptionKey('ECDH-ES'),
  ]);

  it.each(keys)(
    '$alg ($use): the published half holds nothing private and is the half of the other',
    (key) => {
      for (const member of privateMembers) expect(key.publicJwk).not.toHaveProperty(member);
      const derived = createPublicKey(createPrivateKey({ key: { ...key.privateJwk }, format: 'jwk' }));
      expect(derived.equals(createPublicKey({ key: { ...key.publicJwk }, format: 'jwk' }))).toBe(true);
      expect(publicJwk(key.privateJwk)).toEqual(key.publicJwk);
    },
  );

  it.each(keys)('$alg ($use) is named by its thumbprint and says what it is for', async (key) => {
    expect(key.publicJwk).toMatchObject({ kid: key.kid, alg: key.alg, use: key.use });
    expect(key.kid).toBe(await calculateJwkThumbprint(key.publicJwk));
  });

  it('are strong enough for our own rules', () => {
    for (const { publicJwk: jwk, alg, use } of keys) {
      if (use !== 'enc' || alg === 'ES256' || alg === 'RS256' || jwk.kty === undefined) continue;
      expect(selectEncryptionKey({ keys: [{ ...jwk, kty: jwk.kty }] }, alg)?.kid).toBe(jwk.kid);
    }
  });
});

describe('publicJwk', () => {
  it('refuses what is neither EC nor RSA', () => {
    expect(() => publicJwk({ kty: 'oct', k: 'AAAA' })).toThrow(TypeError);
    expect(() => publicJwk({ kty: 'RSA' })).toThrow(TypeError);
  });

  it('adds no empty members', () => {
    expect(publicJwk({ kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 'd' })).toEqual({
      kty: 'EC',
      crv: 'P-256',
      x: 'x',
      y: 'y',
    });
  });
});
