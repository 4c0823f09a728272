import type { EncryptionAlg, SigningAlg } from '@garance/core';
import type { JWK } from 'jose';
import type { Decryptor } from '../jose/decryptor.ts';
import type { JwtSigner } from '../jose/signer.ts';

/** Reference to a private key that never leaves its token. */
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

/** A device that generates and uses private keys and does not export them (PKCS#11). */
export interface KeyToken {
  /** Label of the token, as in references. */
  readonly label: string;
  /**
   * Generates a key pair whose private half cannot be read from the token.
   * @param purpose shown to the operator with the key
   * @throws GaranceError `keys.token_refuses` when the token lacks the algorithm, or would export the key
   */
  generate(alg: SigningAlg | EncryptionAlg, purpose: string): Promise<TokenKey>;
  /** Calls the token only when it signs. Signing: @throws GaranceError `keys.token_unavailable` */
  signer(reference: TokenReference, named: { readonly alg: SigningAlg; readonly kid: string }): JwtSigner;
  /** Calls the token only when it decrypts. */
  decryptor(reference: TokenReference, alg: EncryptionAlg): Decryptor;
  /** Destroys the private key; succeeds when it is already gone. */
  destroy(reference: TokenReference): Promise<void>;
  /** @throws GaranceError `keys.token_unavailable` when the token does not answer or the login failed */
  check(): Promise<void>;
  close(): Promise<void>;
}
