const base = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
];

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);
const loopbackOrigins = ['http://localhost:*', 'http://127.0.0.1:*'];

/**
 * The policy of a provider's page. Browsers apply `form-action` to every redirect that follows a form, so it names the hub,
 * and on a machine of its own every loopback port: the hub may send the browser straight on to a service that the provider does not know.
 */
export function contentSecurityPolicy(redirectUri?: string): string {
  const targets = ["'self'"];
  if (redirectUri !== undefined && URL.canParse(redirectUri)) {
    const { origin, hostname } = new URL(redirectUri);
    targets.push(...(loopbackHosts.has(hostname) ? loopbackOrigins : [origin]));
  }
  return [...base, `form-action ${targets.join(' ')}`].join('; ');
}
