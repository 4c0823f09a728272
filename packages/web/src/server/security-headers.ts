/** Constant headers of a server, computed once (helmet computes them at every request, on the path of every login). */
export interface SecurityHeaders {
  /** Headers of every answer. */
  readonly common: Readonly<Record<string, string>>;
  /** The policy of a page whose forms may lead to `origins` besides its own. */
  contentSecurityPolicy(formActionOrigins: readonly string[]): string;
}

export interface SecurityHeaderOptions {
  /** Enables HSTS, which is only valid on https (RFC 6797 §7.2). */
  readonly https: boolean;
  /** Further origins of images: logos of identity providers. */
  readonly imageOrigins?: readonly string[];
}

const twoYearsSeconds = 63_072_000;
/** Limit of cached policies: the pages of one hub name few distinct destinations. */
const rememberedPolicies = 1000;

/** Destinations for a form that leads to an unknown site: every https origin, or the ports of this machine (CSP3 §6.7.2.8). */
export const anyHttpsOrigin = 'https:';
export const loopbackOrigins = ['http://localhost:*', 'http://127.0.0.1:*'] as const;
const asTheyAre = new Set<string>([anyHttpsOrigin, ...loopbackOrigins]);

/**
 * The origin of a URL for use in a policy; undefined for schemes other than http(s), so that a value can neither widen
 * the policy nor end the directive.
 */
function policyOrigin(url: string): string | undefined {
  if (asTheyAre.has(url)) return url;
  if (!URL.canParse(url)) return undefined;
  const { protocol, origin } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' ? origin : undefined;
}

function sources(urls: readonly string[]): string {
  const origins = urls.map(policyOrigin).filter((origin) => origin !== undefined);
  return [...new Set(["'self'", ...origins])].join(' ');
}

/** Response headers against framing, sniffing, referrer leaks and injected content (OWASP ASVS 5, V3.4). */
export function createSecurityHeaders({ https, imageOrigins = [] }: SecurityHeaderOptions): SecurityHeaders {
  const start =
    `default-src 'none'; style-src 'self'; font-src 'self'; img-src ${sources(imageOrigins)}; script-src 'self'; ` +
    "connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action ";
  const policies = new Map<string, string>();
  const common: Record<string, string> = {
    'content-security-policy': `${start}'self'`,
    // Routes with cacheable answers (discovery, keys, assets) set their own value.
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
  };
  if (https) common['strict-transport-security'] = `max-age=${twoYearsSeconds}; includeSubDomains`;
  return {
    common,
    contentSecurityPolicy(formActionOrigins) {
      const key = formActionOrigins.join(' ');
      const known = policies.get(key);
      if (known !== undefined) return known;
      if (policies.size >= rememberedPolicies) policies.clear();
      const policy = start + sources(formActionOrigins);
      policies.set(key, policy);
      return policy;
    },
  };
}
