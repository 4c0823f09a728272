import {
  constants,
  createDecipheriv,
  createHash,
  createPublicKey,
  diffieHellman,
  type KeyObject,
  privateDecrypt,
} from 'node:crypto';
import type { EncryptionAlg } from '@garance/core';
import { compactDecrypt, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { generateSigningKey } from '../keys/generate.ts';
import { makeEcPair, makeRsaPair } from '../testing/key-pairs.ts';
import { encryptJwt, importEncryptionKey } from './encrypt.ts';
import { selectEncryptionKey } from './select-encryption-key.ts';
import { createSoftwareSigner } from './signer.ts';

const rsa = makeRsaPair();
const ec = makeEcPair();
const pairs = { 'RSA-OAEP-256': rsa, 'RSA-OAEP': rsa, 'ECDH-ES': ec } as const;
const parties = { iss: 'https://hub.example/api/v2', aud: 'service-client' };
const jwt = `eyJhbGciOiJFUzI1NiJ9.${Buffer.from('{"given_name":"Angéla"}').toString('base64url')}.c2ln`;

async function recipientFor(alg: EncryptionAlg, kid?: string) {
  const jwk = { ...pairs[alg].publicKey.export({ format: 'jwk' }), kty: alg === 'ECDH-ES' ? 'EC' : 'RSA' };
  const selected = selectEncryptionKey({ keys: [kid === undefined ? jwk : { ...jwk, kid }] }, alg);
  if (selected === undefined) throw new Error('no key selected');
  return importEncryptionKey(selected, alg);
}

/** Decrypts a compact JWE by the specifications, without jose and without Garance's code. */
function openByHand(jwe: string, privateKey: KeyObject) {
  const [protectedHeader = '', encryptedKey = '', iv = '', text = '', tag = ''] = jwe.split('.');
  const header = JSON.parse(Buffer.from(protectedHeader, 'base64url').toString());
  const wrapped = Buffer.from(encryptedKey, 'base64url');
  const key =
    header.alg === 'ECDH-ES' ? agreeByHand(header, privateKey) : unwrapByHand(header, wrapped, privateKey);
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'));
  decipher.setAAD(Buffer.from(protectedHeader));
  decipher.setAuthTag(Buffer.from(tag, 'base64url'));
  const plain = Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]);
  return { header, jwt: plain.toString(), wrapped };
}

/** RFC 7518 §4.3. */
function unwrapByHand(header: { alg: string }, wrapped: Buffer, key: KeyObject): Buffer {
  const oaepHash = header.alg === 'RSA-OAEP-256' ? 'sha256' : 'sha1';
  return privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, wrapped);
}

/** RFC 7518 §4.6.2: Concat KDF of NIST SP 800-56A, one round. */
function agreeByHand(header: { enc: string; epk: object }, privateKey: KeyObject): Buffer {
  const publicKey = createPublicKey({ key: { ...header.epk }, format: 'jwk' });
  const shared = diffieHellman({ privateKey, publicKey });
  const size = (value: number) => Buffer.from(value.toString(16).padStart(8, '0'), 'hex');
  const otherInfo = Buffer.concat([
    size(header.enc.length),
    Buffer.from(header.enc),
    size(0),
    size(0),
    size(256),
  ]);
  return createHash('sha256')
    .update(Buffer.concat([size(1), shared, otherInfo]))
    .digest();
}

describe.each(['RSA-OAEP-256', 'RSA-OAEP', 'ECDH-ES'] as const)('a token nested with %s', (alg) => {
  it('is opened by node:crypto alone', async () => {
    const opened = openByHand(
      await encryptJwt(jwt, await recipientFor(alg, 'enc-1'), parties),
      pairs[alg].privateKey,
    );
    expect(opened.jwt).toBe(jwt);
    expect(opened.header).toMatchObject({ alg, enc: 'A256GCM', cty: 'JWT', kid: 'enc-1', ...parties });
    expect(opened.wrapped).toHaveLength(alg === 'ECDH-ES' ? 0 : 256);
  });

  it('is opened by jose', async () => {
    const jwe = await encryptJwt(jwt, await recipientFor(alg), parties);
    const { plaintext, protectedHeader } = await compactDecrypt(jwe, pairs[alg].privateKey, {
      keyManagementAlgorithms: [alg],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    expect(new TextDecoder().decode(plaintext)).toBe(jwt);
    expect(protectedHeader).not.toHaveProperty('kid');
  });

  it('has its own content key and initialisation vector every time', async () => {
    const recipient = await recipientFor(alg);
    const seen = new Set<string>();
    for (let i = 0; i < 50; i += 1) {
      const [header = '', key = '', iv = ''] = (await encryptJwt(jwt, recipient, parties)).split('.');
      seen.add(alg === 'ECDH-ES' ? header : key).add(iv);
    }
    expect(seen.size).toBe(100);
  });

  it('names recipient and algorithm for the key’s holder', async () => {
    expect(await recipientFor(alg, 'enc-1')).toMatchObject({ alg, kid: 'enc-1' });
    expect(await recipientFor(alg)).not.toHaveProperty('kid');
  });
});

describe('a nested id_token', () => {
  it('is still signed inside', async () => {
    const { privateJwk, publicJwk, kid } = await generateSigningKey('ES256');
    const signer = await createSoftwareSigner({ jwk: privateJwk, alg: 'ES256', kid });
    const signed = await signer.signJwt({ sub: 'person' });
    const jwe = await encryptJwt(signed, await recipientFor('ECDH-ES'), parties);
    const inner = openByHand(jwe, ec.privateKey).jwt;
    const key = createPublicKey({ key: { ...publicJwk }, format: 'jwk' });
    expect((await jwtVerify(inner, key)).payload.sub).toBe('person');
  });
});

describe('importEncryptionKey', () => {
  it('refuses a key of another type than the algorithm takes', async () => {
    const jwk = { ...ec.publicKey.export({ format: 'jwk' }), kty: 'EC' };
    await expect(importEncryptionKey({ jwk }, 'RSA-OAEP-256')).rejects.toThrow(
      'the key does not fit RSA-OAEP-256',
    );
  });
});
