import type { Clock } from '@garance/core';
import type { GuardedFetch } from '@garance/web/outbound';
import { type CryptoKey, importJWK, type JWK } from 'jose';
import type { Door } from './doors.ts';
import type { DemoServiceKeys } from './keys.ts';

/** Everything one door's OpenID Connect client is given. */
export interface DoorSettings {
  readonly door: Door;
  /** Of the hub; all the rest comes from its discovery document. */
  readonly issuer: string;
  readonly clientId: string;
  /** For `client_secret_post` doors. */
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

/** The one private key that opens this door's tokens: a token for another door's algorithm stays closed. */
export async function importDecryptionKey({ door, keys }: DoorSettings): Promise<DecryptionKey | undefined> {
  if (door.encryption === undefined) return undefined;
  const { alg, enc } = door.encryption;
  const jwk = alg === 'ECDH-ES' ? keys.ecEncryption : keys.rsaEncryption;
  return { key: await importPrivateKey(jwk, alg), alg, enc, kid: jwk.kid ?? '' };
}

export async function importPrivateKey(jwk: JWK, alg: string): Promise<CryptoKey> {
  const key = await importJWK(jwk, alg);
  if (key instanceof Uint8Array) throw new TypeError('expected a private key, got a symmetric one');
  return key;
}
