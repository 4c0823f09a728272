import type { EncryptionAlg, SigningAlg } from '@garance/core';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

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

/** Generates a signing key of a hub: EC P-256 for `ES256`, RSA of 2048 bits for `RS256`. */
export function generateSigningKey(alg: SigningAlg): Promise<GeneratedKey<SigningAlg>> {
  return generateKey(alg, 'sig');
}

/** Generates a key to which identity providers encrypt their tokens. */
export function generateEncryptionKey(alg: EncryptionAlg): Promise<GeneratedKey<EncryptionAlg>> {
  return generateKey(alg, 'enc');
}

/**
 * Through WebCrypto, by jose: a `KeyObject` fresh from `node:crypto`'s `generateKeyPair` can hang in `export({ format:
 * 'jwk' })` during garbage collection (seen on Node 24.21, in one of three runs of 5 000 exports).
 */
async function generateKey<Alg extends string>(alg: Alg, use: 'sig' | 'enc'): Promise<GeneratedKey<Alg>> {
  /** Each algorithm uses the options that concern it. */
  const options = { crv: 'P-256', modulusLength: 2048, extractable: true };
  const { privateKey } = await generateKeyPair(alg, options);
  const jwk = await exportJWK(privateKey);
  const bare = publicMembers(jwk);
  const kid = await calculateJwkThumbprint(bare);
  return {
    kid,
    alg,
    use,
    privateJwk: { ...jwk, kid, alg, use },
    publicJwk: { ...bare, kid, alg, use },
  };
}

/**
 * The public half of a key: listed members only, so that no private one can be included.
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

function publicMembers(jwk: JWK): JWK & { readonly kty: 'EC' | 'RSA' } {
  const { kty, crv, x, y, n, e } = jwk;
  if (kty === 'EC' && crv && x && y) return { kty: 'EC', crv, x, y };
  if (kty === 'RSA' && n && e) return { kty: 'RSA', n, e };
  throw new TypeError('only EC and RSA keys can be published');
}
