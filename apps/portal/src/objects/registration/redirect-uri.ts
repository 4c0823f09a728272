/**
 * What a redirect URI must look like to be registered: the hub compares it byte for byte, so whatever a browser would
 * write differently is refused here, once, where somebody can still correct it (security.md 1; RFC 9700 §2.1).
 */
import type { Environment } from '@garance/core';

export type UriProblem =
  | 'not-a-url'
  | 'not-https'
  | 'localhost'
  | 'fragment'
  | 'wildcard'
  | 'credentials'
  | 'not-exact'
  | 'reserved-parameter';

export interface UriRules {
  readonly environment: Environment;
  /** The embedded start alone: http and loopback everywhere, visibly. */
  readonly relaxedAddresses: boolean;
}

const loopbackHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
/** A registered parameter of these names would be mistaken for the hub's own answer. */
const reserved = ['code', 'state', 'iss', 'error', 'error_description', 'id_token', 'access_token'] as const;

export function isLoopback(url: URL): boolean {
  return loopbackHosts.has(url.hostname);
}

/** Undefined when the address may be registered. */
export function findUriProblem(text: string, rules: UriRules): UriProblem | undefined {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return 'not-a-url';
  if (text.includes('*') || /%2a/i.test(text)) return 'wildcard';
  if (text.includes('#')) return 'fragment';
  if (url.username !== '' || url.password !== '') return 'credentials';
  const allowsLoopback = rules.environment === 'integration' || rules.relaxedAddresses;
  if (isLoopback(url) && !allowsLoopback) return 'localhost';
  const allowsHttp = isLoopback(url) && allowsLoopback;
  if (url.protocol === 'http:' && !allowsHttp) return 'not-https';
  // The same address as every browser writes it; the final slash of a bare host is the one thing they add.
  if (url.href !== text && url.href !== `${text}/`) return 'not-exact';
  if (reserved.some((name) => url.searchParams.has(name))) return 'reserved-parameter';
  return undefined;
}

/** Hosts of the addresses, loopback apart: developers' machines are no part of the service. */
export function hostsOf(uris: readonly string[]): ReadonlySet<string> {
  const urls = uris.map((uri) => URL.parse(uri)).filter((url) => url !== null);
  return new Set(urls.filter((url) => !isLoopback(url)).map((url) => url.hostname));
}
