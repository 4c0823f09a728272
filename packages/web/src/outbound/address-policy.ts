import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Which addresses may be connected to. Both flags are false wherever third parties supply URLs; only the embedded start sets them. */
export interface AddressPolicy {
  readonly allowHttp: boolean;
  /** Loopback, RFC 1918 and unique local addresses; link-local and metadata addresses stay refused. */
  readonly allowPrivateAddresses: boolean;
  /**
   * Ports that may be connected to, so that a supplied URL cannot be used to scan ports. Absent: 443 only, or every port
   * where private addresses are allowed.
   */
  readonly ports?: readonly number[];
}

/** Whether the policy allows a connection to this port. */
export function isAllowedPort(port: number, { ports, allowPrivateAddresses }: AddressPolicy): boolean {
  if (ports !== undefined) return ports.includes(port);
  return allowPrivateAddresses || port === 443;
}

/** Global unicast is 2000::/3 (RFC 4291 §2.4): every other address is refused, listed or not. */
const globalUnicast6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Cloud metadata services outside the link-local range. */
const metadataAddresses: ReadonlySet<string> = new Set(['fd00:ec2::254', 'fd20:ce::254']);

const privateRanges: ReadonlySet<string> = new Set(['loopback', 'private', 'uniqueLocal']);

/**
 * Whether a connection to this literal IP address is allowed, against server-side request forgery (security.md 11).
 * An allow-list: only plain unicast passes. Mapped, translated (NAT64), tunnelled (6to4, Teredo), shared (CGNAT),
 * multicast, documentation and reserved ranges are refused, and so is text that does not parse as an address.
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
