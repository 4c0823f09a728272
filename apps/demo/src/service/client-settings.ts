import type { Clock } from '@garance/core';
import type { GuardedFetch } from '@garance/web/outbound';
import { type CryptoKey, importJWK, type JWK } from 'jose';
import type { DemoServiceKeys } from './keys.ts';
import type { SignInEntry } from './sign-in-entries.ts';

/** Settings of one entry's OpenID Connect client. */
export interface ClientSettings {
  readonly entry: SignInEntry;
  /** Issuer of the hub; everything else comes from its discovery document. */
  readonly issuer: string;
  readonly clientId: string;
  /** For entries with `client_secret_post`. */
  readonly clientSecret?: string;
  readonly keys: DemoServiceKeys;
  /** Origin of this service, without final slash. */
  readonly origin: string;
  readonly fetch: GuardedFetch;
  readonly allowHttp: boolean;
  readonly clock: Clock;
}

export interface DecryptionKey {
  readonly key: CryptoKey;
  readonly alg: string;
  readonly enc: string;
  readonly kid: string;
}

/** The private key for this entry's tokens: a token encrypted for another entry's algorithm cannot be opened. */
export async function importDecryptionKey({
  entry,
  keys,
}: ClientSettings): Promise<DecryptionKey | undefined> {
  if (entry.encryption === undefined) return undefined;
  const { alg, enc } = entry.encryption;
  const jwk = alg === 'ECDH-ES' ? keys.ecEncryption : keys.rsaEncryption;
  return { key: await importPrivateKey(jwk, alg), alg, enc, kid: jwk.kid ?? '' };
}

/** @throws TypeError for a symmetric key */
export async function importPrivateKey(jwk: JWK, alg: string): Promise<CryptoKey> {
  const key = await importJWK(jwk, alg);
  if (key instanceof Uint8Array) throw new TypeError('expected a private key, got a symmetric one');
  return key;
}
