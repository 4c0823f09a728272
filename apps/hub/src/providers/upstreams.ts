import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Clock, Jwks, Provider, ProviderEndpoints, ProviderSigningAlg, SigningAlg } from '@garance/core';
import { createRemoteDocument, type RemoteDocument } from '@garance/web/outbound';
import { type FetchBounds, fetchEndpoints } from './discovery.ts';
import { fetchKeySet, importKeySet, type KeySet } from './key-set.ts';
import type { Towards } from './towards.ts';

/** The providers' published endpoints and signature keys, fetched when first needed and cached. */
export interface Upstreams {
  /** Rejects when the provider publishes no usable configuration and there is no earlier copy. */
  endpoints(provider: Provider): Promise<ProviderEndpoints>;
  /**
   * The provider's key of that algorithm: published by it, typed by the operator, or the client secret (HS256, never
   * anything that was published). An unknown `kid` causes one new fetch per cool-down.
   */
  verificationKey(
    provider: Provider,
    endpoints: ProviderEndpoints,
    query: KeyQuery,
  ): Promise<KeyObject | undefined>;
}

export interface KeyQuery {
  readonly alg: ProviderSigningAlg;
  readonly kid: string | undefined;
}

export interface UpstreamsOptions {
  readonly outbound: Towards;
  readonly clock: Clock;
  readonly bounds: FetchBounds;
  /** Called for each failed fetch. */
  readonly onFailure: (providerId: string, document: 'discovery' | 'jwks', error: unknown) => void;
}

const discoveryMaxAgeMs = 10 * 60_000;
const keysMaxAgeMs = 5 * 60_000;
const coolDownMs = 10_000;
/** Limit: number of providers times the configuration versions during the life of a process. */
const maxDocuments = 2_000;

export function createUpstreams({ outbound, clock, bounds, onFailure }: UpstreamsOptions): Upstreams {
  const discovered = new Map<string, RemoteDocument<ProviderEndpoints>>();
  const keySets = new Map<string, RemoteDocument<KeySet>>();
  const typedKeySets = new WeakMap<Jwks, Map<SigningAlg, KeySet>>();
  const secretKeys = new WeakMap<Provider, KeyObject>();

  const discovery = (provider: Provider, url: string) =>
    remembered(discovered, `${provider.id} ${url}`, () =>
      createRemoteDocument({
        load: () => fetchEndpoints(outbound(provider.id, 'discovery'), url, bounds),
        clock,
        maxAgeMs: discoveryMaxAgeMs,
        waitAfterMs: Number.POSITIVE_INFINITY,
        coolDownMs,
        onFailure: (error) => onFailure(provider.id, 'discovery', error),
      }),
    );
  const published = (provider: Provider, url: string, alg: SigningAlg) =>
    remembered(keySets, `${provider.id} ${alg} ${url}`, () =>
      createRemoteDocument({
        load: () => fetchKeySet(outbound(provider.id, 'jwks'), { url, alg }, bounds),
        clock,
        maxAgeMs: keysMaxAgeMs,
        coolDownMs,
        onFailure: (error) => onFailure(provider.id, 'jwks', error),
      }),
    );
  // Keys typed into the registration: imported once for as long as the registry holds it.
  const typed = (jwks: Jwks, alg: SigningAlg): KeySet => {
    const ofThese = typedKeySets.get(jwks) ?? new Map<SigningAlg, KeySet>();
    typedKeySets.set(jwks, ofThese);
    return rememberedIn(ofThese, alg, () => importKeySet(jwks.keys, alg));
  };
  const secret = (provider: Provider): KeyObject =>
    rememberedIn(secretKeys, provider, () => createSecretKey(Buffer.from(provider.clientSecret, 'utf8')));

  return {
    async endpoints(provider) {
      const { source } = provider;
      return source.kind === 'endpoints' ? source.endpoints : discovery(provider, source.url).get();
    },
    async verificationKey(provider, endpoints, { alg, kid }) {
      if (alg === 'HS256') return secret(provider);
      const { source } = provider;
      if (source.kind === 'endpoints' && source.keys !== undefined) return typed(source.keys, alg).find(kid);
      if (endpoints.jwks === undefined) return undefined;
      const document = published(provider, endpoints.jwks, alg);
      return (await document.get()).find(kid) ?? (await document.refresh()).find(kid);
    },
  };
}

/** The entry of that key, created when missing. */
function rememberedIn<K, V>(
  map: { get(key: K): V | undefined; set(key: K, value: V): unknown },
  key: K,
  make: () => V,
): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** The entry of that key, created when missing; the oldest one is removed when there are too many. */
function remembered<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  if (map.size > maxDocuments) {
    const [oldest] = map.keys();
    if (oldest !== undefined) map.delete(oldest);
  }
  return made;
}
