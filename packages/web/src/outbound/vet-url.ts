import { isIP } from 'node:net';
import { type AddressPolicy, isAllowedAddress, isAllowedPort } from './address-policy.ts';
import { OutboundError } from './outbound-error.ts';

/**
 * Verifies what can be known of a URL before any name is resolved: it is absolute, its scheme is allowed, it carries no
 * credentials, and a literal address in it and its port are allowed. The WHATWG parser has by then turned decimal, octal, hexadecimal
 * and shortened IPv4 forms into dotted ones, so that one spelling is judged.
 *
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

/** An address without a port has the one of its scheme. */
function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port);
  return protocol === 'https:' ? 443 : 80;
}
