/**
 * Signing keys that a rehearsal needs besides the hub's own, for scenarios in which a key is published while the
 * service is running. Published when created and used by rehearsed logins only. In memory, because what they sign
 * expires after a minute. The oldest one is removed beyond a limit.
 */
import type { SigningAlg } from '@garance/core';
import { createSoftwareSigner, generateSigningKey, type JwtSigner } from '@garance/oidc';
import type { JWK } from 'jose';

export interface RehearsalKeys {
  /** Creates a key and publishes it. Returns its `kid`. */
  publish(alg: SigningAlg): Promise<string>;
  findSigner(kid: string): JwtSigner | undefined;
  publicJwks(): readonly JWK[];
}

const mostKeys = 100;

/** An empty set of additional signing keys. */
export function createRehearsalKeys(): RehearsalKeys {
  const keys = new Map<string, { readonly signer: JwtSigner; readonly publicJwk: JWK }>();
  return {
    publish: async (alg) => {
      const { kid, privateJwk, publicJwk } = await generateSigningKey(alg);
      keys.set(kid, { signer: await createSoftwareSigner({ jwk: privateJwk, alg, kid }), publicJwk });
      const [oldest] = keys.keys();
      if (keys.size > mostKeys && oldest !== undefined) keys.delete(oldest);
      return kid;
    },
    findSigner: (kid) => keys.get(kid)?.signer,
    publicJwks: () => [...keys.values()].map(({ publicJwk }) => publicJwk),
  };
}
