import { createPublicKey, type KeyObject } from 'node:crypto';
import type { EncryptionAlg, Jwks } from '@garance/core';

type PublishedKey = Jwks['keys'][number];

export interface SelectedKey {
  readonly jwk: PublishedKey;
  readonly kid?: string;
}

const MIN_RSA_BITS = 2048;
/** Bounds the processor time that a partner's key can cost: 16 384-bit keys and giant exponents are refused. */
const MAX_RSA_BITS = 8192;
const MAX_RSA_EXPONENT = 2n ** 32n;

/** `key_ops` values of a public key meant to receive content keys (RFC 7517 §4.3). */
const usableOperations: Readonly<Record<'RSA' | 'EC', readonly string[]>> = {
  RSA: ['wrapKey', 'encrypt'],
  EC: ['deriveKey', 'deriveBits'],
};

/**
 * Chooses the key of a service's JWKS to which its tokens are encrypted: the first that fits `kty`, `use`, `key_ops`
 * and `alg`, is RSA of 2048 bits or more (`RSA-OAEP…`) or EC on P-256 (`ECDH-ES`), and can be imported.
 *
 * @returns undefined when none fits; never falls back to another algorithm or to no encryption
 * @see OpenID Connect Core §10.2.1, RFC 7517 §4
 */
export function selectEncryptionKey(jwks: Jwks, alg: EncryptionAlg): SelectedKey | undefined {
  const jwk = jwks.keys.find((key) => isUsable(key, alg));
  if (jwk === undefined) return undefined;
  return typeof jwk.kid === 'string' ? { jwk, kid: jwk.kid } : { jwk };
}

/** All keys that fit; `selectEncryptionKey` returns the first one. */
export function findEncryptionKeys(jwks: Jwks, alg: EncryptionAlg): readonly PublishedKey[] {
  return jwks.keys.filter((key) => isUsable(key, alg));
}

function isUsable(key: PublishedKey, alg: EncryptionAlg): boolean {
  return isMeantFor(key, alg) && isStrong(key, alg);
}

function isMeantFor(jwk: PublishedKey, alg: EncryptionAlg): boolean {
  const keyType = keyTypeFor(alg);
  if (jwk.kty !== keyType) return false;
  if (jwk.use !== undefined && jwk.use !== 'enc') return false;
  if (jwk.alg !== undefined && jwk.alg !== alg) return false;
  const operations = jwk.key_ops;
  if (operations === undefined) return true;
  if (!Array.isArray(operations)) return false;
  /** WebCrypto exports the public half of an ECDH pair with an empty `key_ops`. */
  if (keyType === 'EC' && operations.length === 0) return true;
  return operations.some((operation) => usableOperations[keyType].includes(operation));
}

function isStrong(jwk: PublishedKey, alg: EncryptionAlg): boolean {
  const key = findPublicKey(jwk, alg);
  const details = key?.asymmetricKeyDetails;
  if (details === undefined) return false;
  if (alg === 'ECDH-ES') return details.namedCurve === 'prime256v1';
  const bits = details.modulusLength ?? 0;
  const exponent = details.publicExponent ?? 0n;
  return bits >= MIN_RSA_BITS && bits <= MAX_RSA_BITS && exponent > 2n && exponent < MAX_RSA_EXPONENT;
}

function keyTypeFor(alg: EncryptionAlg): 'RSA' | 'EC' {
  return alg === 'ECDH-ES' ? 'EC' : 'RSA';
}

/**
 * Imports the public members only, whatever else the partner published.
 *
 * @returns undefined when they are not a valid key of the algorithm's type (a point off the curve included)
 */
export function findPublicKey(jwk: PublishedKey, alg: EncryptionAlg): KeyObject | undefined {
  const members: Record<string, unknown> =
    keyTypeFor(alg) === 'EC'
      ? { kty: 'EC', crv: jwk.crv, x: jwk.x, y: jwk.y }
      : { kty: 'RSA', n: jwk.n, e: jwk.e };
  try {
    return createPublicKey({ key: members, format: 'jwk' });
  } catch {
    return undefined;
  }
}
