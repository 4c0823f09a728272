import {
  createCipheriv,
  createECDH,
  createHash,
  createSecretKey,
  type KeyObject,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import type { EncryptionAlg } from '@garance/core';
import { findPublicKey, type SelectedKey } from './select-encryption-key.ts';

/** A service's public key, imported once; kept as long as the JWKS it came from. */
export interface RecipientKey {
  readonly alg: EncryptionAlg;
  readonly kid?: string;
  /** Creates a content key that only the recipient can recover. */
  readonly agree: () => ContentKey;
}

/**
 * Issuer and audience of the token, repeated in the JWE header so that a recipient can choose its key by them (RFC 7519
 * §5.3).
 */
export interface TokenParties {
  readonly iss: string;
  readonly aud: unknown;
}

interface ContentKey {
  /** 256 bits. A KeyObject, because Node takes longer to detect that bytes are a key than to encrypt with it. */
  readonly key: KeyObject;
  /** The second part of the compact form; empty for direct key agreement. */
  readonly encryptedKey: string;
  /** Members of the protected header that depend on the key management. */
  readonly header: Readonly<Record<string, unknown>>;
}

const ENC = 'A256GCM';

/**
 * Imports the key chosen by `selectEncryptionKey`, once.
 *
 * @throws TypeError when the key cannot be used with the algorithm
 */
export async function importEncryptionKey(selected: SelectedKey, alg: EncryptionAlg): Promise<RecipientKey> {
  const key = findPublicKey(selected.jwk, alg);
  if (key === undefined) throw new TypeError(`the key does not fit ${alg}`);
  const agree = alg === 'ECDH-ES' ? ecdhAgreement(key) : rsaTransport(key, alg);
  return selected.kid === undefined ? { alg, agree } : { alg, kid: selected.kid, agree };
}

/**
 * Nests a signed JWT in a JWE (RFC 7519 §5.2): compact, `A256GCM`, `cty: JWT`, the recipient's `kid` and the token's
 * `iss` and `aud` in the header.
 * Uses `node:crypto` rather than `jose` for its cost: docs/decisions/0004. The tests decrypt the result with `jose` and
 * by hand.
 */
export async function encryptJwt(
  jwt: string,
  recipient: RecipientKey,
  { iss, aud }: TokenParties,
): Promise<string> {
  const { key, encryptedKey, header: agreed } = recipient.agree();
  const members = { ...agreed, enc: ENC, cty: 'JWT', kid: recipient.kid, iss, aud };
  const header = Buffer.from(JSON.stringify(members)).toString('base64url');
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(header));
  const text = Buffer.concat([cipher.update(jwt), cipher.final()]);
  const sealed = [iv, text, cipher.getAuthTag()].map((part) => part.toString('base64url'));
  return [header, encryptedKey, ...sealed].join('.');
}

/** RFC 7518 §4.3: a random content key under RSAES-OAEP. */
function rsaTransport(recipient: KeyObject, alg: EncryptionAlg): () => ContentKey {
  const header = { alg };
  // OAEP is Node's default padding. The hash is set on the key itself: see `createSoftwareSigner`.
  const padded = Object.assign(recipient, { oaepHash: alg === 'RSA-OAEP-256' ? 'sha256' : 'sha1' });
  return () => {
    const key = randomBytes(32);
    const encryptedKey = publicEncrypt(padded, key).toString('base64url');
    return { key: createSecretKey(key), encryptedKey, header };
  };
}

/** RFC 7518 §4.6: direct agreement with a key pair used for this message only. */
function ecdhAgreement(recipient: KeyObject): () => ContentKey {
  const { x, y } = recipient.export({ format: 'jwk' });
  const point = Buffer.concat([
    Buffer.of(4),
    Buffer.from(`${x}`, 'base64url'),
    Buffer.from(`${y}`, 'base64url'),
  ]);
  /**
   * One object for all calls, with a new key pair at each: nothing is awaited in between, and creating the object costs
   * more than the pair.
   */
  const ephemeral = createECDH('prime256v1');
  return () => {
    const own = ephemeral.generateKeys();
    const epk = {
      kty: 'EC',
      crv: 'P-256',
      x: own.subarray(1, 33).toString('base64url'),
      y: own.subarray(33).toString('base64url'),
    };
    const key = createHash('sha256')
      .update(KDF_ROUND)
      .update(ephemeral.computeSecret(point))
      .update(KDF_OTHER_INFO)
      .digest();
    return {
      key: createSecretKey(key),
      encryptedKey: '',
      header: { alg: 'ECDH-ES', epk },
    };
  };
}

/** Concat KDF: a 256-bit key needs one round (RFC 7518 §4.6.2). */
const KDF_ROUND = uint32(1);
/** AlgorithmID (the content encryption, for direct agreement), empty party infos, key length in bits. */
const KDF_OTHER_INFO = Buffer.concat([
  uint32(ENC.length),
  Buffer.from(ENC),
  uint32(0),
  uint32(0),
  uint32(256),
]);

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
