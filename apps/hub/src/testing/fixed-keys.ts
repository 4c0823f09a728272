/** For tests: keys created once for all hubs and services of a run. */
import type { HubId, Platform } from '@garance/core';
import { generateEncryptionKey, generateSigningKey } from '@garance/oidc';
import type { HubKey, HubKeyStore } from '@garance/store';
import { type CryptoKey, importJWK, type JWK } from 'jose';

export const startMs = Date.UTC(2026, 5, 1, 12);

const [standardEs, standardRs, plusEs, hubEncryption, clientSigning, clientRsa, clientEc] = await Promise.all(
  [
    generateSigningKey('ES256'),
    generateSigningKey('RS256'),
    generateSigningKey('ES256'),
    generateEncryptionKey('ECDH-ES'),
    generateSigningKey('ES256'),
    generateEncryptionKey('RSA-OAEP-256'),
    generateEncryptionKey('ECDH-ES'),
  ],
);

/** Keys published by the services of the tests: one signs assertions, two receive encrypted tokens. */
export const clientJwks = {
  keys: [clientSigning, clientRsa, clientEc].map(({ publicJwk }) => asJwk(publicJwk)),
};

export const clientSigningKid = clientSigning.kid;
export const clientSigningKey = (await importJWK(clientSigning.privateJwk, 'ES256')) as CryptoKey;
export const clientDecryptionKeys: ReadonlyMap<string, CryptoKey> = new Map([
  [clientRsa.kid, (await importJWK(clientRsa.privateJwk, 'RSA-OAEP-256')) as CryptoKey],
  [clientEc.kid, (await importJWK(clientEc.privateJwk, 'ECDH-ES')) as CryptoKey],
]);

const ownKeys = { standard: [standardEs, standardRs, hubEncryption], plus: [plusEs, hubEncryption] } as const;

function asJwk(jwk: JWK) {
  const { kty = '' } = jwk;
  return { ...jwk, kty };
}

/** A hub's keys, active from the start. The two platforms have different signing keys. */
function hubKeysOf(hub: HubId): readonly HubKey[] {
  return ownKeys[hub.platform].map(({ kid, alg, use, privateJwk }) => ({
    hub,
    kid,
    use,
    alg,
    state: 'active',
    privateJwk: asJwk(privateJwk),
    createdAtMs: startMs,
    activeFromMs: startMs,
  }));
}

/** A key store in memory that satisfies the contract of `HubKeyStore`. */
export function createMemoryKeyStore(initial: readonly HubKey[] = []): HubKeyStore {
  let keys = [...initial];
  const list = async (hub: HubId) =>
    keys.filter(
      (key) =>
        key.state !== 'removed' &&
        key.hub.platform === hub.platform &&
        key.hub.environment === hub.environment,
    );
  return {
    list,
    describe: list,
    insert: async (key) => {
      keys.push(key);
    },
    insertFirst: async (key) => {
      const rivals = (await list(key.hub)).filter(({ use, alg }) => use === key.use && alg === key.alg);
      if (rivals.length === 0) keys.push(key);
      return rivals.length === 0;
    },
    update: async (_hub, kid, { state }) => {
      keys = keys.map((key) => (key.kid === kid ? { ...key, state } : key));
    },
  };
}

export function keyStoreOf(platform: Platform, environment: HubId['environment']): HubKeyStore {
  return createMemoryKeyStore(hubKeysOf({ platform, environment }));
}
