import { type Clock, GaranceError } from '@garance/core';
import type { onRequestHookHandler } from 'fastify';
import ipaddr from 'ipaddr.js';

export interface RateLimitOptions {
  /** Requests per address and window. */
  readonly limit: number;
  readonly windowSeconds: number;
  readonly clock: Clock;
  /** Limit of addresses in memory; default 50,000. */
  readonly maxAddresses?: number;
}

interface Window {
  count: number;
  readonly endsAtMs: number;
}

/**
 * Key of a client for rate limits: an IPv4 address, or the /64 of an IPv6 one, which one household or machine owns whole.
 */
export function callerKey(address: string): string {
  const ipv6 = findIpv6(address);
  return typeof ipv6 === 'string' ? ipv6 : ipv6.parts.slice(0, 4).join(':');
}

/** The /48 of an IPv6 address: the range of one site, with 65,536 `callerKey`s. Undefined for an IPv4 address. */
export function callerSite(address: string): string | undefined {
  const ipv6 = findIpv6(address);
  return typeof ipv6 === 'string' ? undefined : ipv6.parts.slice(0, 3).join(':');
}

/** The IPv6 address; any other address as text, an IPv4-mapped one as IPv4. */
function findIpv6(address: string): ipaddr.IPv6 | string {
  if (!address.includes(':') || !ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv4 ? parsed.toString() : parsed;
}

/** The range commonly assigned to one operator: the /24 of an IPv4 address, the /48 of an IPv6 one. */
export function callerNetwork(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return `${parsed.octets.slice(0, 3).join('.')}.0/24`;
  return `${parsed.parts.slice(0, 3).join(':')}::/48`;
}

/**
 * Counts requests per client in fixed windows, with bounded memory.
 * @returns `hit`, which counts a request of an IP address, and `size`
 */
export function createRateLimiter({ limit, windowSeconds, clock, maxAddresses = 50_000 }: RateLimitOptions) {
  const windows = new Map<string, Window>();

  /** The map is in order of window start: ended windows come first; without any, the oldest is dropped when there is no room. */
  function makeRoom(nowMs: number): void {
    for (const [key, window] of windows) {
      if (window.endsAtMs > nowMs && windows.size < maxAddresses) return;
      windows.delete(key);
    }
  }

  return {
    /** Counts one request. @returns seconds to wait when it exceeds the limit, else 0 */
    hit(address: string): number {
      const nowMs = clock.now();
      const key = callerKey(address);
      const current = windows.get(key);
      if (current !== undefined && current.endsAtMs > nowMs) {
        current.count += 1;
        return current.count > limit ? Math.ceil((current.endsAtMs - nowMs) / 1000) : 0;
      }
      windows.delete(key);
      makeRoom(nowMs);
      windows.set(key, { count: 1, endsAtMs: nowMs + windowSeconds * 1000 });
      return limit < 1 ? windowSeconds : 0;
    },
    /** Number of clients in memory. */
    size: () => windows.size,
  };
}

/**
 * An `onRequest` hook: a client over its limit gets 429 with `Retry-After`. Each hook counts for itself, so each group of
 * routes gets its own.
 * @see RFC 6585 §4
 */
export function rateLimitByAddress(options: RateLimitOptions): onRequestHookHandler {
  const limiter = createRateLimiter(options);
  return (request, reply, done) => {
    const waitSeconds = limiter.hit(request.ip);
    if (waitSeconds === 0) return done();
    reply.header('retry-after', String(waitSeconds));
    done(new GaranceError('general.rate_limited') as Error);
  };
}
