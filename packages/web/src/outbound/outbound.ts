import type { AddressPolicy } from './address-policy.ts';
import { createDispatcher, type OutboundTls } from './create-dispatcher.ts';
import { exchange, type OutboundRequest, type OutboundResponse } from './exchange.ts';
import { createGuardedFetch, type GuardedFetch } from './guarded-fetch.ts';
import { type ResolveAll, systemResolveAll } from './guarded-lookup.ts';
import { vetUrl } from './vet-url.ts';

/** HTTP towards addresses that others name: identity providers, services' key sets, the civil register. */
export interface Outbound {
  /** Resolves with any answer except a redirect, whatever its status. @throws OutboundError */
  request(request: OutboundRequest): Promise<OutboundResponse>;
  /** The same checks with the interface of `fetch`, for libraries that take one. @throws OutboundError */
  readonly fetch: GuardedFetch;
  readonly policy: AddressPolicy;
  /** Closes every connection; later requests fail. */
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
  /** For every https connection of this client; clients with different certificates must not be shared. */
  readonly tls?: OutboundTls;
  /** `http://[user:password@]host:port` of an HTTP proxy for all connections. */
  readonly proxy?: string;
  /** Limits of `fetch`, which has no parameters for them. Default 6 000 ms and 256 KB. */
  readonly fetchTimeoutMs?: number;
  readonly fetchMaxBytes?: number;
}

/**
 * The HTTP client guarded against server-side request forgery (security.md 11). Connections are pooled per origin and
 * kept alive; the address of a pooled connection was checked when it was opened. HTTP/1.1 only, no redirects, no cookies,
 * no decompression (a small compressed body could exceed the size limit).
 *
 * @throws OutboundError `blocked-scheme`, `blocked-address` for an unusable proxy
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
  const request = async (input: OutboundRequest): Promise<OutboundResponse> =>
    exchange(agent, vetUrl(input.url, policy), input);
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
