import type { KeyObject } from 'node:crypto';
import type { Clock, Provider, ProviderEndpoints } from '@garance/core';
import { createRemoteDocument, type Outbound, type RemoteDocument } from '@garance/web/outbound';
import { type FetchBounds, fetchEndpoints } from './discovery.ts';
import { fetchKeySet, type KeySet } from './key-set.ts';

/** What is known of the providers' own publications: endpoints and signature keys, fetched when first needed and kept. */
export interface Upstreams {
  /** Rejects when the provider publishes no usable configuration and no earlier copy is held. */
  endpoints(provider: Provider): Promise<ProviderEndpoints>;
  /** The provider's key of its configured algorithm; an unknown `kid` causes one new fetch per cool-down. */
  verificationKey(
    provider: Provider,
    endpoints: ProviderEndpoints,
    kid: string | undefined,
  ): Promise<KeyObject | undefined>;
}

export interface UpstreamsOptions {
  readonly outbound: Outbound;
  readonly clock: Clock;
  readonly bounds: FetchBounds;
  /** Told of each failed fetch by provider. */
  readonly onFailure: (providerId: string, document: 'discovery' | 'jwks', error: unknown) => void;
}

const discoveryMaxAgeMs = 10 * 60_000;
const keysMaxAgeMs = 5 * 60_000;
const coolDownMs = 10_000;
/** Providers times the versions of their configuration that a process lives through. */
const maxDocuments = 2_000;

export function createUpstreams({ outbound, clock, bounds, onFailure }: UpstreamsOptions): Upstreams {
  const discovered = new Map<string, RemoteDocument<ProviderEndpoints>>();
  const keySets = new Map<string, RemoteDocument<KeySet>>();

  const discovery = (provider: Provider, url: string) =>
    remembered(discovered, `${provider.id} ${url}`, () =>
      createRemoteDocument({
        load: () => fetchEndpoints(outbound, url, bounds),
        clock,
        maxAgeMs: discoveryMaxAgeMs,
        waitAfterMs: Number.POSITIVE_INFINITY,
        coolDownMs,
        onFailure: (error) => onFailure(provider.id, 'discovery', error),
      }),
    );
  const keys = (provider: Provider, url: string) =>
    remembered(keySets, `${provider.id} ${provider.idTokenSigningAlg} ${url}`, () =>
      createRemoteDocument({
        load: () => fetchKeySet(outbound, { url, alg: provider.idTokenSigningAlg }, bounds),
        clock,
        maxAgeMs: keysMaxAgeMs,
        coolDownMs,
        onFailure: (error) => onFailure(provider.id, 'jwks', error),
      }),
    );

  return {
    async endpoints(provider) {
      const { source } = provider;
      return source.kind === 'endpoints' ? source.endpoints : discovery(provider, source.url).get();
    },
    async verificationKey(provider, endpoints, kid) {
      const document = keys(provider, endpoints.jwks);
      return (await document.get()).find(kid) ?? (await document.refresh()).find(kid);
    },
  };
}

/** The entry of that key, made when missing; the oldest goes when there are too many. */
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
