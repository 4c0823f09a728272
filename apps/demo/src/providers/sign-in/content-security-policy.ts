const base = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
];

/**
 * The policy of a provider's page. Browsers apply `form-action` to every redirect after a form: to the hub, which is
 * named, and from the hub's pages to services that the provider does not know.
 */
export function contentSecurityPolicy(redirectUri?: string): string {
  const targets = ["'self'"];
  if (redirectUri !== undefined && URL.canParse(redirectUri)) targets.push(new URL(redirectUri).origin);
  return [...base, `form-action ${targets.join(' ')}`].join('; ');
}
