/**
 * Live checks of a provider: discovery document and keys are fetched under the SSRF guard (security.md 11), as the hub
 * would fetch them. Answers are never shown, only fixed texts.
 */
import type { Provider, ProviderSigningAlg } from '@garance/core';
import { type Outbound, OutboundError } from '@garance/web/outbound';
import { z } from 'zod';

export const checkCodes = ['reachable', 'readable', 'issuer', 'addresses', 'algorithm', 'keys'] as const;
export type CheckCode = (typeof checkCodes)[number];

export interface ProviderCheck {
  readonly code: CheckCode;
  readonly ok: boolean;
  /** `blocked-address`, `timeout`, `status-404`… */
  readonly why?: string;
}

const wellKnown = '/.well-known/openid-configuration';
const bounds = { timeoutMs: 5_000, maxBytes: 262_144 } as const;

const documentSchema = z.object({
  issuer: z.url(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  userinfo_endpoint: z.url(),
  /** Some providers that sign with the client secret alone leave it out. */
  jwks_uri: z.url().optional(),
  end_session_endpoint: z.url().optional(),
  id_token_signing_alg_values_supported: z.array(z.string()).optional(),
});
type Document = z.infer<typeof documentSchema>;

const keysSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) });

/** Runs the checks in order; the first failure is the last one. Never rejects. */
export async function checkProvider(
  outbound: Outbound,
  url: string,
  alg: ProviderSigningAlg,
): Promise<readonly ProviderCheck[]> {
  const address = url.endsWith(wellKnown) ? url : `${url.replace(/\/$/, '')}${wellKnown}`;
  const fetched = await fetchText(outbound, address);
  if (!fetched.ok) return [{ code: 'reachable', ok: false, why: fetched.why }];
  const checks: ProviderCheck[] = [{ code: 'reachable', ok: true }];
  const document = documentSchema.safeParse(parseJson(fetched.body));
  if (!document.success) return [...checks, { code: 'readable', ok: false }];
  checks.push({ code: 'readable', ok: true });
  for (const check of [checkIssuer(document.data, address), checkAddresses(outbound, document.data)]) {
    checks.push(check);
    if (!check.ok) return checks;
  }
  checks.push(checkAlgorithm(document.data, alg));
  if (alg === 'HS256') return checks;
  const { jwks_uri } = document.data;
  if (jwks_uri === undefined) return [...checks, { code: 'keys', ok: false }];
  return [...checks, await checkKeys(outbound, jwks_uri)];
}

/** For a provider without discovery: checks the typed addresses and the keys at its JWKS address. Never rejects. */
export async function checkEndpoints(
  outbound: Outbound,
  { endpoints, keys }: Extract<Provider['source'], { readonly kind: 'endpoints' }>,
): Promise<readonly ProviderCheck[]> {
  const { issuer, authorization, token, userinfo, endSession, jwks } = endpoints;
  const addresses = [issuer, authorization, token, userinfo, endSession, jwks];
  const allowed = allowedSchemes(outbound);
  const checks: ProviderCheck[] = [
    { code: 'addresses', ok: addresses.every((address) => address === undefined || allowed.test(address)) },
  ];
  if (keys !== undefined) return [...checks, { code: 'keys', ok: true }];
  return jwks === undefined ? checks : [...checks, await checkKeys(outbound, jwks)];
}

/** Whether the discovery document was read and belongs to the issuer: required before saving. */
export function isKnownProvider(checks: readonly ProviderCheck[]): boolean {
  const needed: readonly CheckCode[] = ['reachable', 'readable', 'issuer', 'addresses'];
  return needed.every((code) => checks.some((check) => check.code === code && check.ok));
}

/** Discovery §4.3: otherwise one host could impersonate another issuer. */
function checkIssuer({ issuer }: Document, address: string): ProviderCheck {
  const expected = address.slice(0, -wellKnown.length);
  return { code: 'issuer', ok: issuer === expected || issuer === `${expected}/` };
}

const allowedSchemes = ({ policy }: Outbound) => (policy.allowHttp ? /^https?:/i : /^https:/i);

/** Schemes of all addresses: the hub calls them, and the authorization endpoint is opened in a citizen's browser. */
function checkAddresses(outbound: Outbound, document: Document): ProviderCheck {
  const allowed = allowedSchemes(outbound);
  const { issuer, authorization_endpoint, token_endpoint, userinfo_endpoint, jwks_uri } = document;
  const addresses = [issuer, authorization_endpoint, token_endpoint, userinfo_endpoint];
  const optional = [jwks_uri, document.end_session_endpoint].filter((address) => address !== undefined);
  return { code: 'addresses', ok: [...addresses, ...optional].every((address) => allowed.test(address)) };
}

function checkAlgorithm(document: Document, alg: ProviderSigningAlg): ProviderCheck {
  const supported = document.id_token_signing_alg_values_supported;
  return { code: 'algorithm', ok: supported?.includes(alg) ?? true };
}

async function checkKeys(outbound: Outbound, url: string): Promise<ProviderCheck> {
  const fetched = await fetchText(outbound, url);
  if (!fetched.ok) return { code: 'keys', ok: false, why: fetched.why };
  return { code: 'keys', ok: keysSchema.safeParse(parseJson(fetched.body)).success };
}

type Fetched = { readonly ok: true; readonly body: string } | { readonly ok: false; readonly why: string };

async function fetchText(outbound: Outbound, url: string): Promise<Fetched> {
  try {
    const { status, body } = await outbound.request({ url, accept: 'application/json', ...bounds });
    return status === 200 ? { ok: true, body } : { ok: false, why: `status-${status}` };
  } catch (error) {
    return { ok: false, why: error instanceof OutboundError ? error.reason : 'network' };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
