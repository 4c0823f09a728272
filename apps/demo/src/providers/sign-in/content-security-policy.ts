const base = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
];

/**
 * The policy of a provider's page. Browsers apply `form-action` to every redirect that follows a form, so it names the hub;
 * the hub's own pages take the browser on from there, to services that the provider does not know.
 */
export function contentSecurityPolicy(redirectUri?: string): string {
  const targets = ["'self'"];
  if (redirectUri !== undefined && URL.canParse(redirectUri)) targets.push(new URL(redirectUri).origin);
  return [...base, `form-action ${targets.join(' ')}`].join('; ');
}
