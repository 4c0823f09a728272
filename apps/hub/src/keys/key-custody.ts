/**
 * Where the private keys of hubs are made, used and destroyed: in this process, sealed in the database, or in a PKCS#11
 * token, of which the database holds the public key and a reference. Each key record says which.
 */
import type { EncryptionAlg, HubId, SigningAlg } from '@garance/core';
import {
  createSoftwareDecryptor,
  createSoftwareSigner,
  type Decryptor,
  generateEncryptionKey,
  generateSigningKey,
  type JwtSigner,
  type KeyToken,
  type TokenReference,
} from '@garance/oidc';
import type { HubKey, PrivateJwk } from '@garance/store';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { z } from 'zod';

export type KeyFamily =
  | { readonly use: 'sig'; readonly alg: SigningAlg }
  | { readonly use: 'enc'; readonly alg: EncryptionAlg };

interface MadeKey {
  /** RFC 7638 thumbprint. */
  readonly kid: string;
  /** As `HubKey.privateJwk`. */
  readonly privateJwk: PrivateJwk;
}

export interface KeyCustody {
  make(hub: HubId, family: KeyFamily): Promise<MadeKey>;
  /** Undefined for a key of a token that is not connected. */
  signer(key: HubKey): Promise<JwtSigner | undefined>;
  /** Undefined for a key of a token that is not connected. */
  decryptor(key: HubKey): Promise<Decryptor | undefined>;
  /**
   * Destroys what is outside the database; succeeds when it is already gone.
   * @returns false for a key of a token that is not connected
   */
  destroy(key: HubKey): Promise<boolean>;
}

const heldSchema = z.looseObject({ token: z.object({ token: z.string(), object: z.string() }).optional() });

/** Where the private key is when it is in a token. */
export function tokenReferenceOf(key: HubKey): TokenReference | undefined {
  return heldSchema.parse(key.privateJwk).token;
}

const jwkOf = (key: HubKey) => ({ ...key.privateJwk, kid: key.kid, alg: key.alg, use: key.use }) as JWK;

/**
 * Keys of this process, sealed in the database. Keys of a token, from an earlier configuration, count as not connected.
 */
export const softwareKeys: KeyCustody = {
  make: async (_hub, { use, alg }) => {
    const { kid, privateJwk } = await (use === 'sig' ? generateSigningKey(alg) : generateEncryptionKey(alg));
    return { kid, privateJwk: withKty(privateJwk) };
  },
  signer: async (key) =>
    tokenReferenceOf(key) === undefined
      ? createSoftwareSigner({ jwk: jwkOf(key), alg: key.alg as SigningAlg, kid: key.kid })
      : undefined,
  decryptor: async (key) =>
    tokenReferenceOf(key) === undefined
      ? createSoftwareDecryptor(jwkOf(key), key.alg as EncryptionAlg)
      : undefined,
  destroy: async (key) => tokenReferenceOf(key) === undefined,
};

/**
 * New keys are made in the token. Existing keys of this process stay in use until their successors take over.
 * @param softwareAlgorithms algorithms whose new keys are still made in this process
 */
export function tokenKeys(token: KeyToken, softwareAlgorithms: readonly string[]): KeyCustody {
  const at = (key: HubKey) => {
    const reference = tokenReferenceOf(key);
    return reference?.token === token.label ? reference : undefined;
  };
  return {
    make: async (hub, family) => {
      if (softwareAlgorithms.includes(family.alg)) return softwareKeys.make(hub, family);
      const purpose = `garance ${hub.platform} ${hub.environment} ${family.alg}`;
      const { reference, publicJwk } = await token.generate(family.alg, purpose);
      return {
        kid: await calculateJwkThumbprint(publicJwk),
        privateJwk: { ...withKty(publicJwk), token: reference },
      };
    },
    signer: async (key) => {
      const reference = at(key);
      if (reference === undefined) return softwareKeys.signer(key);
      return token.signer(reference, { alg: key.alg as SigningAlg, kid: key.kid });
    },
    decryptor: async (key) => {
      const reference = at(key);
      if (reference === undefined) return softwareKeys.decryptor(key);
      return token.decryptor(reference, key.alg as EncryptionAlg);
    },
    destroy: async (key) => {
      const reference = at(key);
      if (reference === undefined) return softwareKeys.destroy(key);
      await token.destroy(reference);
      return true;
    },
  };
}

function withKty(jwk: JWK): PrivateJwk {
  const { kty = '' } = jwk;
  return { ...jwk, kty };
}
