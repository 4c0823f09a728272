import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';

/*
 * Compact JWE with A256GCM directly on node:crypto, so that the bench's provider is cheap and the limit has no overhead.
 * Not a library: it supports the two key management algorithms of the bench and validates no hostile input.
 */

export type KeyAlg = 'RSA-OAEP-256' | 'ECDH-ES';

export interface BenchJwk {
  readonly kty: string;
  readonly kid: string;
  readonly [member: string]: unknown;
}

export interface Recipient {
  readonly alg: KeyAlg;
  readonly kid: string;
  readonly key: KeyObject;
}

export interface DecryptionKey {
  readonly alg: KeyAlg;
  readonly key: KeyObject;
}

const base64url = (data: Buffer | string): string => Buffer.from(data).toString('base64url');
const oaep = (key: KeyObject) => ({ key, oaepHash: 'sha256', padding: constants.RSA_PKCS1_OAEP_PADDING });

export function importRecipient(jwk: BenchJwk, alg: KeyAlg): Recipient {
  return { alg, kid: jwk.kid, key: createPublicKey({ key: jwk, format: 'jwk' }) };
}

export function importDecryptionKey(jwk: BenchJwk, alg: KeyAlg): DecryptionKey {
  return { alg, key: createPrivateKey({ key: jwk, format: 'jwk' }) };
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** The part after the shared secret in the single round of Concat KDF (RFC 7518 §4.6.2) for A256GCM. */
const kdfSuffix = Buffer.concat([uint32(7), Buffer.from('A256GCM'), uint32(0), uint32(0), uint32(256)]);
const kdfPrefix = uint32(1);

function concatKdf(sharedSecret: Buffer): Buffer {
  return createHash('sha256').update(kdfPrefix).update(sharedSecret).update(kdfSuffix).digest();
}

function contentKey(recipient: Recipient): { cek: Buffer; encryptedKey: Buffer; epk?: object } {
  if (recipient.alg === 'RSA-OAEP-256') {
    const cek = randomBytes(32);
    return { cek, encryptedKey: publicEncrypt(oaep(recipient.key), cek) };
  }
  const ephemeral = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const sharedSecret = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: recipient.key });
  const epk = ephemeral.publicKey.export({ format: 'jwk' });
  return { cek: concatKdf(sharedSecret), encryptedKey: Buffer.alloc(0), epk };
}

/** Encrypts a signed JWT: `cty: JWT`, the recipient's `kid` in the header. */
export function encryptCompact(jwt: string, recipient: Recipient): string {
  const { cek, encryptedKey, epk } = contentKey(recipient);
  const header = base64url(
    JSON.stringify({
      alg: recipient.alg,
      enc: 'A256GCM',
      cty: 'JWT',
      kid: recipient.kid,
      ...(epk && { epk }),
    }),
  );
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(cek), iv).setAAD(Buffer.from(header));
  const ciphertext = Buffer.concat([cipher.update(jwt), cipher.final()]);
  return [
    header,
    base64url(encryptedKey),
    base64url(iv),
    base64url(ciphertext),
    base64url(cipher.getAuthTag()),
  ].join('.');
}

export function decryptCompact(jwe: string, key: DecryptionKey): string {
  const [header = '', encryptedKey = '', iv = '', ciphertext = '', tag = ''] = jwe.split('.');
  const bytes = (part: string) => Buffer.from(part, 'base64url');
  const cek =
    key.alg === 'RSA-OAEP-256'
      ? privateDecrypt(oaep(key.key), bytes(encryptedKey))
      : agreedKey(JSON.parse(bytes(header).toString()).epk, key.key);
  const decipher = createDecipheriv('aes-256-gcm', createSecretKey(cek), bytes(iv)).setAAD(
    Buffer.from(header),
  );
  decipher.setAuthTag(bytes(tag));
  return Buffer.concat([decipher.update(bytes(ciphertext)), decipher.final()]).toString();
}

function agreedKey(epk: BenchJwk, privateKey: KeyObject): Buffer {
  const publicKey = createPublicKey({ key: epk, format: 'jwk' });
  return concatKdf(diffieHellman({ privateKey, publicKey }));
}
