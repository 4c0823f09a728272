import {
  createPrivateKey,
  diffieHellman,
  type JsonWebKey,
  type KeyObject,
  privateDecrypt,
} from 'node:crypto';
import type { EncryptionAlg } from '@garance/core';
import type { JWK } from 'jose';

/** A public key verified to lie on the curve P-256. */
export interface SenderPoint {
  readonly key: KeyObject;
  /** Uncompressed, 65 octets (SEC 1 §2.3.3). */
  readonly octets: Buffer;
}

type Secret = Buffer | Promise<Buffer>;

/** RFC 7518 §4.3. The padding is removed where the key is, so that raw RSA is never exposed. */
export interface OaepDecryptor {
  readonly alg: 'RSA-OAEP' | 'RSA-OAEP-256';
  /** @throws when the padding is wrong. The caller must not distinguish this from other failures */
  unwrap(encryptedKey: Buffer): Secret;
}

/** RFC 7518 §4.6. */
export interface AgreementDecryptor {
  readonly alg: 'ECDH-ES';
  /** @returns Z, 32 octets, before key derivation */
  agree(sender: SenderPoint): Secret;
}

/**
 * Uses one private key of a hub to decrypt; the key itself stays in this process or in a PKCS#11 token. The algorithm
 * is configured, never read from a header.
 */
export type Decryptor = OaepDecryptor | AgreementDecryptor;

/**
 * A decryptor whose private key is in this process.
 *
 * @param jwk private EC P-256 (`ECDH-ES`) or RSA of 2048 bits or more
 * @throws TypeError when the key does not fit the algorithm
 */
export function createSoftwareDecryptor(jwk: JWK, alg: EncryptionAlg): Decryptor {
  return decryptorOver(createPrivateKey({ key: jwk as JsonWebKey, format: 'jwk' }), alg);
}

/** @throws TypeError when the key does not fit the algorithm */
export function decryptorOver(key: KeyObject, alg: EncryptionAlg): Decryptor {
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  const fits = alg === 'ECDH-ES' ? namedCurve === 'prime256v1' : modulusLength >= 2048;
  if (key.type !== 'private' || !fits) throw new TypeError(`the decryption key does not fit ${alg}`);
  if (alg === 'ECDH-ES') {
    return { alg, agree: (sender) => diffieHellman({ privateKey: key, publicKey: sender.key }) };
  }
  // OAEP is Node's default padding. The hash is set on the key itself: given in an object around the key, Node throws
  // and catches two errors at every call, which costs more than the rest of the call.
  const padded = Object.assign(key, { oaepHash: alg === 'RSA-OAEP' ? 'sha1' : 'sha256' });
  return { alg, unwrap: (encryptedKey) => privateDecrypt(padded, encryptedKey) };
}
