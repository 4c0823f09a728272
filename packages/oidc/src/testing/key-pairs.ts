import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

export interface TestKeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/**
 * Key pairs of every size and curve for tests. Converted from PEM, because exporting a key of `generateKeyPair` as JWK
 * can hang during garbage collection (see `keys/generate.ts`).
 */
export function makeEcPair(namedCurve = 'P-256'): TestKeyPair {
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return fromPem(privateKey);
}

export function makeRsaPair(modulusLength = 2048, publicExponent = 65_537): TestKeyPair {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength,
    publicExponent,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return fromPem(privateKey);
}

function fromPem(text: string): TestKeyPair {
  return { publicKey: createPublicKey(text), privateKey: createPrivateKey(text) };
}
