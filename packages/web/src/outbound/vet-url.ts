import { isIP } from 'node:net';
import { type AddressPolicy, isAllowedAddress, isAllowedPort } from './address-policy.ts';
import { OutboundError } from './outbound-error.ts';

/**
 * Checks what can be known of a URL without name resolution: it is absolute, its scheme is allowed, it has no
 * credentials, and its port and a literal address in it are allowed. The WHATWG parser has already normalised decimal,
 * octal, hexadecimal and shortened IPv4 forms to dotted ones.
 *
 * @returns the parsed URL
 * @throws OutboundError `blocked-scheme`, `blocked-address`, `blocked-port`
 */
export function vetUrl(url: string | URL, policy: AddressPolicy): URL {
  const parsed = typeof url === 'string' ? URL.parse(url) : url;
  if (parsed === null) throw new OutboundError('blocked-scheme');
  const allowed = parsed.protocol === 'https:' || (parsed.protocol === 'http:' && policy.allowHttp);
  if (!allowed || parsed.username !== '' || parsed.password !== '') {
    throw new OutboundError('blocked-scheme', { host: parsed.host });
  }
  const host = parsed.hostname.startsWith('[') ? parsed.hostname.slice(1, -1) : parsed.hostname;
  if (isIP(host) !== 0 && !isAllowedAddress(host, policy)) {
    throw new OutboundError('blocked-address', { host: parsed.host });
  }
  if (!isAllowedPort(portOf(parsed), policy)) throw new OutboundError('blocked-port', { host: parsed.host });
  return parsed;
}

/** The explicit port, or the default port of the scheme. */
function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port);
  return protocol === 'https:' ? 443 : 80;
}
