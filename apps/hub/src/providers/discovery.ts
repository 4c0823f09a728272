import type { ProviderEndpoints } from '@garance/core';
import type { Outbound } from '@garance/web/outbound';
import { z } from 'zod';

const wellKnown = '/.well-known/openid-configuration';

const documentSchema = z.object({
  issuer: z.url(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  userinfo_endpoint: z.url(),
  /** Required by Discovery §3, but some providers that sign with the client secret alone leave it out. */
  jwks_uri: z.url().optional(),
  end_session_endpoint: z.url().optional(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
});

export interface FetchBounds {
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/**
 * Fetches and checks a provider's discovery document. `url` is the issuer or its well-known address.
 * Verified: 200, JSON, every endpoint absolute and of an allowed scheme (one of them is opened in a browser), and an
 * issuer identical to the one the address was made from (Discovery §4.3), so that no host can impersonate another.
 */
export async function fetchEndpoints(
  outbound: Outbound,
  url: string,
  bounds: FetchBounds,
): Promise<ProviderEndpoints> {
  const expectedIssuer = url.endsWith(wellKnown) ? url.slice(0, -wellKnown.length) : url;
  const { status, body } = await outbound.request({
    url: url.endsWith(wellKnown) ? url : `${url.replace(/\/$/, '')}${wellKnown}`,
    accept: 'application/json',
    ...bounds,
  });
  if (status !== 200) throw new Error(`discovery answered ${status}`);
  const document = documentSchema.parse(JSON.parse(body));
  // A trailing slash belongs to the issuer but not to the well-known address made from it (Discovery §4).
  if (document.issuer !== expectedIssuer && document.issuer !== `${expectedIssuer}/`) {
    throw new Error('discovery document of another issuer');
  }
  const endpoints: ProviderEndpoints = {
    issuer: document.issuer,
    authorization: document.authorization_endpoint,
    token: document.token_endpoint,
    userinfo: document.userinfo_endpoint,
    issParameter: document.authorization_response_iss_parameter_supported ?? false,
    ...(document.jwks_uri !== undefined && { jwks: document.jwks_uri }),
    ...(document.end_session_endpoint !== undefined && { endSession: document.end_session_endpoint }),
  };
  const allowed = outbound.policy.allowHttp ? /^https?:/i : /^https:/i;
  for (const value of Object.values(endpoints)) {
    if (typeof value === 'string' && !allowed.test(value))
      throw new Error('discovery names a forbidden scheme');
  }
  return endpoints;
}
