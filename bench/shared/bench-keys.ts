import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { BenchJwk, KeyAlg } from './jwe.ts';

/** A key pair as JWKs, both with the same `kid`, `use` and `alg`. */
export interface BenchKeyPair {
  readonly privateJwk: BenchJwk;
  readonly publicJwk: BenchJwk;
}

/** Keys of one run, generated before measuring and used by every target. */
export interface BenchKeys {
  readonly upstreamSigning: BenchKeyPair;
  readonly hubSigning: BenchKeyPair;
  readonly hubDecryption: BenchKeyPair;
  readonly service: BenchKeyPair;
}

function generate(kid: string, use: 'sig' | 'enc', alg: 'ES256' | KeyAlg): BenchKeyPair {
  // Through PEM: exporting the result of `generateKeyPair` as JWK can hang during garbage collection.
  const pem =
    alg === 'RSA-OAEP-256'
      ? generateKeyPairSync('rsa', {
          modulusLength: 2048,
          publicKeyEncoding: { type: 'spki', format: 'pem' },
          privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
        }).privateKey
      : generateKeyPairSync('ec', {
          namedCurve: 'P-256',
          publicKeyEncoding: { type: 'spki', format: 'pem' },
          privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
        }).privateKey;
  const pair = { privateKey: createPrivateKey(pem), publicKey: createPublicKey(pem) };
  const named = (jwk: object): BenchJwk => ({ kty: '', ...jwk, kid, use, alg });
  return {
    privateJwk: named(pair.privateKey.export({ format: 'jwk' })),
    publicJwk: named(pair.publicKey.export({ format: 'jwk' })),
  };
}

export function generateBenchKeys(algs: { upstream: KeyAlg; service: KeyAlg }): BenchKeys {
  return {
    upstreamSigning: generate('upstream-sig', 'sig', 'ES256'),
    hubSigning: generate('hub-sig', 'sig', 'ES256'),
    hubDecryption: generate('hub-enc', 'enc', algs.upstream),
    service: generate('service-enc', 'enc', algs.service),
  };
}
