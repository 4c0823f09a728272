/** The site of a URL: scheme and registrable domain, without port (HTML §7.1.1). Public suffixes are approximated. */
export function siteOf({ protocol, hostname }: URL): string {
  const isAddress = /^[\d.]+$|^\[/.test(hostname);
  return `${protocol}//${isAddress ? hostname : hostname.split('.').slice(-2).join('.')}`;
}

export function sameSite(a: URL, b: URL): boolean {
  return siteOf(a) === siteOf(b);
}

/** Loopback counts as secure even over http (Secure Contexts §3.1). */
export function isTrustworthy({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
}
