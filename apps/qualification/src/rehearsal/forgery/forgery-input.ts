/** Inputs of a forgery. */
import type { RehearsalSigner, RehearsedToken, SigningAlg } from '@garance/core';
import type { GeneratedKey } from '@garance/oidc';

export interface ForgeryInput {
  /** Claims with the fault. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** Claims without the fault. */
  readonly truth: Readonly<Record<string, unknown>>;
  readonly signer: RehearsalSigner;
  readonly encryption?: RehearsedToken['encryption'];
  readonly presentedSecret?: string;
  /** A key pair that is published nowhere as a hub's. */
  attackerKey(alg: SigningAlg): Promise<GeneratedKey<SigningAlg>>;
  /** Where the attacker publishes it, as a key set; with `/` and the algorithm after it, as a certificate. */
  readonly forgedKeysUrl: string;
  /** The signing key that was published for this login. */
  readonly freshKid?: string;
}

type Json = Readonly<Record<string, unknown>>;

export function encodeJson(value: Json): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** Header and claims of a compact JWS, without its signature. */
export function signingInput(header: Json, claims: Json): string {
  return `${encodeJson(header)}.${encodeJson(claims)}`;
}
