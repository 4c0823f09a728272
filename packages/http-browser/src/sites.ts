import { getPublicSuffix } from 'tough-cookie';

/** The site of a URL: scheme and registrable domain by the public suffix list, without port (HTML §7.1.1). */
function siteOf({ protocol, hostname }: URL): string {
  const isAddress = /^[\d.]+$|^\[/.test(hostname);
  const domain = isAddress ? undefined : getPublicSuffix(hostname, { allowSpecialUseDomain: true });
  return `${protocol}//${domain ?? hostname}`;
}

export function sameSite(a: URL, b: URL): boolean {
  return siteOf(a) === siteOf(b);
}

/** Loopback counts as secure even over http (Secure Contexts §3.1). */
export function isTrustworthy({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || /^(?:.+\.)?localhost$|^\[::1\]$|^127\./.test(hostname);
}
