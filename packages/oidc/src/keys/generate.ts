import { generateKeyPair, type JsonWebKey } from 'node:crypto';
import { promisify } from 'node:util';
import type { EncryptionAlg, SigningAlg } from '@garance/core';
import { calculateJwkThumbprint, type JWK } from 'jose';

const makeKeyPair = promisify(generateKeyPair);

const RSA_BITS = 2048;

export interface GeneratedKey<Alg extends string> {
  /** RFC 7638 thumbprint: the same key always has the same name. */
  readonly kid: string;
  readonly alg: Alg;
  readonly use: 'sig' | 'enc';
  /** With `kid`, `alg` and `use`. To be sealed before it is stored. */
  readonly privateJwk: JWK;
  /** What may be published. */
  readonly publicJwk: JWK;
}

/** Makes a signing key of a hub: EC P-256 for `ES256`, RSA of 2048 bits for `RS256`. */
export function generateSigningKey(alg: SigningAlg): Promise<GeneratedKey<SigningAlg>> {
  return generateKey(alg, 'sig', alg === 'ES256' ? 'ec' : 'rsa');
}

/** Makes a key with which a hub decrypts what identity providers send it. */
export function generateEncryptionKey(alg: EncryptionAlg): Promise<GeneratedKey<EncryptionAlg>> {
  return generateKey(alg, 'enc', alg === 'ECDH-ES' ? 'ec' : 'rsa');
}

async function generateKey<Alg extends string>(
  alg: Alg,
  use: 'sig' | 'enc',
  type: 'ec' | 'rsa',
): Promise<GeneratedKey<Alg>> {
  const jwk = type === 'ec' ? await makeEcJwk() : await makeRsaJwk();
  const bare = publicMembers(jwk);
  const kid = await calculateJwkThumbprint(bare);
  return {
    kid,
    alg,
    use,
    privateJwk: { ...jwk, kty: bare.kty, kid, alg, use },
    publicJwk: { ...bare, kid, alg, use },
  };
}

async function makeEcJwk(): Promise<JsonWebKey> {
  const { privateKey } = await makeKeyPair('ec', { namedCurve: 'P-256' });
  return privateKey.export({ format: 'jwk' });
}

async function makeRsaJwk(): Promise<JsonWebKey> {
  const { privateKey } = await makeKeyPair('rsa', { modulusLength: RSA_BITS });
  return privateKey.export({ format: 'jwk' });
}

/**
 * The half of a key that may be published: listed members only, so that no private one can slip through.
 *
 * @throws TypeError for a key that is neither EC nor RSA
 */
export function publicJwk(jwk: JWK): JWK {
  const { kid, alg, use } = jwk;
  return {
    ...publicMembers(jwk),
    ...(kid === undefined ? {} : { kid }),
    ...(alg === undefined ? {} : { alg }),
    ...(use === undefined ? {} : { use }),
  };
}

function publicMembers(jwk: JsonWebKey | JWK): JWK & { readonly kty: 'EC' | 'RSA' } {
  const { kty, crv, x, y, n, e } = jwk;
  if (kty === 'EC' && crv && x && y) return { kty: 'EC', crv, x, y };
  if (kty === 'RSA' && n && e) return { kty: 'RSA', n, e };
  throw new TypeError('only EC and RSA keys can be published');
}
