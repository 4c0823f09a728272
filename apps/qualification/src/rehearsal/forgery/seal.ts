/**
 * JWE encryption written out, for what libraries no longer make: RSA1_5 and compression. RFC 7516 §5.1, RFC 7518 §4.
 */
import {
  constants,
  createCipheriv,
  createECDH,
  createHash,
  createPublicKey,
  type JsonWebKey,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import type { EncryptionAlg, Jwks } from '@garance/core';

type Jwk = Jwks['keys'][number];
export type SealAlg = EncryptionAlg | 'RSA1_5';

const enc = 'A256GCM';

export function seal(
  plaintext: string | Buffer,
  { alg, jwk, header = {} }: { readonly alg: SealAlg; readonly jwk: Jwk; readonly header?: object },
): string {
  const { key, encryptedKey, members } = alg === 'ECDH-ES' ? agree(jwk) : transport(jwk, alg);
  const kid = typeof jwk.kid === 'string' ? { kid: jwk.kid } : {};
  const protectedHeader = Buffer.from(JSON.stringify({ alg, enc, ...kid, ...members, ...header })).toString(
    'base64url',
  );
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(protectedHeader));
  const text = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const parts = [encryptedKey, iv, text, cipher.getAuthTag()].map((part) => part.toString('base64url'));
  return [protectedHeader, ...parts].join('.');
}

interface ContentKey {
  readonly key: Buffer;
  readonly encryptedKey: Buffer;
  readonly members: object;
}

function transport(jwk: Jwk, alg: Exclude<SealAlg, 'ECDH-ES'>): ContentKey {
  const key = randomBytes(32);
  const recipient = createPublicKey({ key: { kty: 'RSA', n: jwk.n, e: jwk.e } as JsonWebKey, format: 'jwk' });
  const padding =
    alg === 'RSA1_5'
      ? { padding: constants.RSA_PKCS1_PADDING }
      : { oaepHash: alg === 'RSA-OAEP-256' ? 'sha256' : 'sha1' };
  return { key, encryptedKey: publicEncrypt({ key: recipient, ...padding }, key), members: {} };
}

function agree(jwk: Jwk): ContentKey {
  const own = createECDH('prime256v1');
  const point = own.generateKeys();
  const theirs = Buffer.concat([Buffer.of(4), bytesOf(jwk.x), bytesOf(jwk.y)]);
  const round = [uint32(1), own.computeSecret(theirs), uint32(enc.length), Buffer.from(enc)];
  const key = createHash('sha256')
    .update(Buffer.concat([...round, uint32(0), uint32(0), uint32(256)]))
    .digest();
  const epk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  return { key, encryptedKey: Buffer.alloc(0), members: { epk } };
}

function bytesOf(value: unknown): Buffer {
  return Buffer.from(typeof value === 'string' ? value : '', 'base64url');
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
