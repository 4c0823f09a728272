/** For tests: creates tokens as a provider would, and as an attacker would, with real cryptography. */
import {
  constants,
  createCipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  KeyObject,
  publicEncrypt,
  randomBytes,
  sign,
} from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { type EncryptionAlg, newId, type ProviderSigningAlg, type SigningAlg } from '@garance/core';
import { type Decryptor, decryptorOver } from '@garance/oidc';
import { CompactEncrypt, type CryptoKey, generateKeyPair, type JWK } from 'jose';

export type Header = Readonly<Record<string, unknown>>;

export interface SigningPair {
  readonly alg: ProviderSigningAlg;
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicJwk: JWK;
}

/** Converted from PEM: exporting a key of `generateKeyPair` as JWK can hang during garbage collection. */
function newPem(
  type: 'ec' | 'rsa',
  options: { readonly namedCurve?: string; readonly modulusLength?: number },
) {
  return type === 'ec'
    ? generateKeyPairSync('ec', {
        namedCurve: options.namedCurve ?? 'P-256',
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      }).privateKey
    : generateKeyPairSync('rsa', {
        modulusLength: options.modulusLength ?? 2048,
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      }).privateKey;
}

export function makeSigningPair(alg: SigningAlg, kid: string, modulusLength = 2048): SigningPair {
  const pem = alg === 'ES256' ? newPem('ec', { namedCurve: 'P-256' }) : newPem('rsa', { modulusLength });
  const privateKey = createPrivateKey(pem);
  const publicKey = createPublicKey(pem);
  const publicJwk = { ...publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' } as JWK;
  return { alg, kid, privateKey, publicJwk };
}

/** HS256 with a client secret; the published key is another symmetric one, which must never be used. */
export function makeSecretPair(secret: string): SigningPair {
  const kid = 'published-secret';
  return {
    alg: 'HS256',
    kid,
    privateKey: createSecretKey(Buffer.from(secret)),
    publicJwk: { kty: 'oct', k: newId(), kid, alg: 'HS256', use: 'sig' },
  };
}

export interface EncryptionPair {
  readonly alg: EncryptionAlg;
  readonly kid: string;
  readonly publicKey: CryptoKey;
  readonly privateKey: KeyObject;
  readonly decryptor: Decryptor;
}

export async function makeEncryptionPair(alg: EncryptionAlg): Promise<EncryptionPair> {
  const made = await generateKeyPair(alg, { extractable: true });
  const privateKey = KeyObject.from(made.privateKey as Parameters<typeof KeyObject.from>[0]);
  return {
    alg,
    kid: `hub-${alg}`,
    publicKey: made.publicKey,
    privateKey,
    decryptor: decryptorOver(privateKey, alg),
  };
}

const encode = (part: object | string | Buffer) =>
  (Buffer.isBuffer(part)
    ? part
    : Buffer.from(typeof part === 'string' ? part : JSON.stringify(part))
  ).toString('base64url');

/** A JWS over exactly this header and payload. */
export function signRaw(header: Header, payload: object | string, { alg, privateKey }: SigningPair): string {
  const input = `${encode(header)}.${encode(payload)}`;
  if (alg === 'HS256') {
    return `${input}.${createHmac('sha256', privateKey).update(input).digest('base64url')}`;
  }
  const key = alg === 'ES256' ? { key: privateKey, dsaEncoding: 'ieee-p1363' as const } : privateKey;
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
}

/** RFC 7518 §3.6: an unsecured JWS. */
export function unsecured(payload: object): string {
  return `${encode({ alg: 'none' })}.${encode(payload)}.`;
}

/** The confusion attack: HMAC with the provider's public key as secret. */
export function signWithPublicKeyAsSecret(payload: object, pair: SigningPair): string {
  const input = `${encode({ alg: 'HS256', kid: pair.kid })}.${encode(payload)}`;
  return `${input}.${createHmac('sha256', JSON.stringify(pair.publicJwk)).update(input).digest('base64url')}`;
}

export function encryptRaw(plaintext: string, pair: EncryptionPair, header: Header = {}): Promise<string> {
  return new CompactEncrypt(Buffer.from(plaintext))
    .setProtectedHeader({ alg: pair.alg, enc: 'A256GCM', cty: 'JWT', kid: pair.kid, ...header })
    .encrypt(pair.publicKey);
}

interface RsaEncryption {
  readonly plaintext: string;
  readonly recipient: KeyObject;
  readonly alg: string;
  readonly header?: Header;
}

/**
 * A JWE that our library refuses to create: any `alg` name over RSA, PKCS #1 v1.5 included, compressed when `zip` says
 * so.
 */
export function encryptForRsa({ plaintext, recipient, alg, header = {} }: RsaEncryption): string {
  const protectedHeader = encode({ alg, enc: 'A256GCM', cty: 'JWT', ...header });
  const contentKey = randomBytes(32);
  const padding =
    alg === 'RSA1_5'
      ? { padding: constants.RSA_PKCS1_PADDING }
      : { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
  const encryptedKey = publicEncrypt({ key: recipient, ...padding }, contentKey);
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', contentKey, iv);
  cipher.setAAD(Buffer.from(protectedHeader));
  const content = header.zip === 'DEF' ? deflateRawSync(plaintext) : Buffer.from(plaintext);
  const text = Buffer.concat([cipher.update(content), cipher.final()]);
  return [protectedHeader, encode(encryptedKey), encode(iv), encode(text), encode(cipher.getAuthTag())].join(
    '.',
  );
}
