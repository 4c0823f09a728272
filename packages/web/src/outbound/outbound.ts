import type { AddressPolicy } from './address-policy.ts';
import { createDispatcher, type OutboundTls } from './create-dispatcher.ts';
import { exchange, type OutboundRequest, type OutboundResponse } from './exchange.ts';
import { createGuardedFetch, type GuardedFetch } from './guarded-fetch.ts';
import { type ResolveAll, systemResolveAll } from './guarded-lookup.ts';
import { vetUrl } from './vet-url.ts';

/** HTTP towards addresses that others name: identity providers, services' key sets, the civil register. */
export interface Outbound {
  /** Resolves with any answer that is not a redirect, whatever its status. @throws OutboundError */
  request(request: OutboundRequest): Promise<OutboundResponse>;
  /** The same guards behind the shape of `fetch`, for libraries that take one. @throws OutboundError */
  readonly fetch: GuardedFetch;
  readonly policy: AddressPolicy;
  /** Ends every connection; nothing may be requested afterwards. */
  close(): Promise<void>;
}

export interface OutboundOptions {
  readonly policy: AddressPolicy;
  /** Name resolution; the system's by default. */
  readonly lookup?: ResolveAll;
  /** Default 3 000 ms. */
  readonly connectTimeoutMs?: number;
  /** Connections kept per origin. Default 64. */
  readonly connectionsPerOrigin?: number;
  /** For every https connection of this client: never share one between parties that must not see the certificate. */
  readonly tls?: OutboundTls;
  /** `http://[user:password@]host:port` of a proxy that every connection goes through. */
  readonly proxy?: string;
  /** Bounds of `fetch`, which has no parameters for them. Default 6 000 ms and 256 KB. */
  readonly fetchTimeoutMs?: number;
  readonly fetchMaxBytes?: number;
}

/**
 * The SSRF-guarded HTTP client (security.md 11). Connections are pooled per origin and kept alive; a pooled one leads
 * to an address that was vetted when it was opened. HTTP/1.1 only, no redirects, no cookies, no decompression (a small
 * body that expands is another way round the size limit).
 */
export function createOutbound(options: OutboundOptions): Outbound {
  const { policy } = options;
  const agent = createDispatcher({
    policy,
    lookup: options.lookup ?? systemResolveAll,
    connectTimeoutMs: options.connectTimeoutMs ?? 3_000,
    connectionsPerOrigin: options.connectionsPerOrigin ?? 64,
    ...(options.tls !== undefined && { tls: options.tls }),
    ...(options.proxy !== undefined && { proxy: options.proxy }),
  });
  const request = async (wanted: OutboundRequest): Promise<OutboundResponse> =>
    exchange(agent, vetUrl(wanted.url, policy), wanted);
  return {
    policy,
    request,
    fetch: createGuardedFetch(request, {
      timeoutMs: options.fetchTimeoutMs ?? 6_000,
      maxBytes: options.fetchMaxBytes ?? 262_144,
    }),
    close: () => agent.destroy(),
  };
}
