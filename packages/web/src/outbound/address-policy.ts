import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** What the operator allows. Both are false wherever the outside world can name a URL; the embedded start alone sets them. */
export interface AddressPolicy {
  readonly allowHttp: boolean;
  /** Loopback, RFC 1918 and unique local addresses; link-local and metadata addresses stay refused. */
  readonly allowPrivateAddresses: boolean;
  /**
   * Ports that may be connected to: who names addresses would otherwise have others' ports scanned. Absent: 443 alone, or
   * every port where private addresses are allowed, which is one's own machine.
   */
  readonly ports?: readonly number[];
}

export function isAllowedPort(port: number, { ports, allowPrivateAddresses }: AddressPolicy): boolean {
  if (ports !== undefined) return ports.includes(port);
  return allowPrivateAddresses || port === 443;
}

/** Global unicast is 2000::/3 (RFC 4291 §2.4): whatever lies outside is refused even if no table names it. */
const globalUnicast6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Cloud metadata services that do not sit on a link-local address. */
const metadataAddresses: ReadonlySet<string> = new Set(['fd00:ec2::254', 'fd20:ce::254']);

const privateRanges: ReadonlySet<string> = new Set(['loopback', 'private', 'uniqueLocal']);

/**
 * Whether a connection to this literal IP address is allowed: threat is server-side request forgery (security.md 11).
 * An allow-list: only plain unicast passes, so mapped, translated (NAT64), tunnelled (6to4, Teredo), shared (CGNAT),
 * multicast, documentation and reserved ranges are all refused, and so is anything that does not parse.
 */
export function isAllowedAddress(address: string, policy: AddressPolicy): boolean {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (policy.allowPrivateAddresses && privateRanges.has(range))
    return !metadataAddresses.has(parsed.toString());
  if (range !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast6);
}
