import type { EncryptionAlg, SigningAlg } from '@garance/core';
import type { JWK } from 'jose';
import type { Decryptor } from '../jose/decryptor.ts';
import type { JwtSigner } from '../jose/signer.ts';

/** Where a private key is that never leaves its token. */
export interface TokenReference {
  /** Label of the token. */
  readonly token: string;
  /** CKA_ID of the key, hexadecimal. */
  readonly object: string;
}

export interface TokenKey {
  readonly reference: TokenReference;
  readonly publicJwk: JWK;
}

/** A device that makes private keys and uses them, and gives none away (PKCS#11). */
export interface KeyToken {
  /** Label of the token, as references name it. */
  readonly label: string;
  /**
   * Makes a key pair whose private half cannot be read from the token.
   * @param purpose shown to the operator beside the key
   * @throws GaranceError `keys.token_refuses` when the token cannot do the algorithm, or would give the key away
   */
  generate(alg: SigningAlg | EncryptionAlg, purpose: string): Promise<TokenKey>;
  /** Asks nothing of the token until it signs. Signing: @throws GaranceError `keys.token_unavailable` */
  signer(reference: TokenReference, named: { readonly alg: SigningAlg; readonly kid: string }): JwtSigner;
  /** Asks nothing of the token until it decrypts. */
  decryptor(reference: TokenReference, alg: EncryptionAlg): Decryptor;
  /** Destroys the private key; one that is no longer there is destroyed. */
  destroy(reference: TokenReference): Promise<void>;
  /** @throws GaranceError `keys.token_unavailable` when the token does not answer or has no one logged in */
  check(): Promise<void>;
  close(): Promise<void>;
}
