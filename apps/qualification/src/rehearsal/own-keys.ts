/**
 * Key pairs of the rehearsal issuer and of the attacker, made when first needed and kept in memory. No hub publishes
 * them, so a signature with them is never a hub's.
 */
import type { SigningAlg } from '@garance/core';
import { createSoftwareSigner, type GeneratedKey, generateSigningKey, type JwtSigner } from '@garance/oidc';
import type { JWK } from 'jose';

export interface OwnKeys {
  /** Returns the same key at every call. */
  key(alg: SigningAlg): Promise<GeneratedKey<SigningAlg>>;
  /** Makes a second key and publishes it too. Returns its `kid`. */
  publish(alg: SigningAlg): Promise<string>;
  findSigner(kid: string): JwtSigner | undefined;
  publicJwks(): Promise<readonly JWK[]>;
}

const mostPublished = 100;

export function createOwnKeys(): OwnKeys {
  const first = new Map<SigningAlg, Promise<GeneratedKey<SigningAlg>>>();
  const signers = new Map<string, { readonly signer: JwtSigner; readonly publicJwk: JWK }>();
  const add = async (alg: SigningAlg) => {
    const made = await generateSigningKey(alg);
    const { kid, privateJwk, publicJwk } = made;
    signers.set(kid, { signer: await createSoftwareSigner({ jwk: privateJwk, alg, kid }), publicJwk });
    return made;
  };
  const key = (alg: SigningAlg) => {
    const made = first.get(alg) ?? add(alg);
    first.set(alg, made);
    return made;
  };
  return {
    key,
    findSigner: (kid) => signers.get(kid)?.signer,
    publish: async (alg) => {
      const { kid } = await add(alg);
      const lasting = new Set((await Promise.all(first.values())).map((made) => made.kid));
      const oldest = [...signers.keys()].find((known) => !lasting.has(known));
      if (signers.size > mostPublished && oldest !== undefined) signers.delete(oldest);
      return kid;
    },
    publicJwks: async () => {
      await Promise.all([key('ES256'), key('RS256')]);
      return [...signers.values()].map(({ publicJwk }) => publicJwk);
    },
  };
}
