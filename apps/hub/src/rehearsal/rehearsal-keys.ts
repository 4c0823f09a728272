/**
 * Signing keys that a rehearsal needs besides the hub's own: for services that must cope with one published after they
 * started. Public from the moment they are made and used by rehearsed logins only. In memory: what they sign ends after
 * a minute. Never removed, except the oldest beyond a number that no service reaches.
 */
import type { SigningAlg } from '@garance/core';
import { createSoftwareSigner, generateSigningKey, type JwtSigner } from '@garance/oidc';
import type { JWK } from 'jose';

export interface RehearsalKeys {
  /** Makes one and publishes it. Returns its `kid`. */
  publish(alg: SigningAlg): Promise<string>;
  findSigner(kid: string): JwtSigner | undefined;
  publicJwks(): readonly JWK[];
}

const mostKeys = 100;

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
