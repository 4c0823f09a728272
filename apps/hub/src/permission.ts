/**
 * What is still permitted in a login that began under earlier rules. Checked again at every step, because services,
 * habilitations and providers may be withdrawn at any moment (security.md, attack 12).
 */
import { claimsForScopes, type Platform, type Provider, type Registration } from '@garance/core';
import type { Grant } from './grant.ts';
import { isAllowedProvider } from './registry.ts';

/** The requested scopes that the habilitation still covers. */
export function permittedScopes(scopes: readonly string[], registration: Registration): readonly string[] {
  return scopes.filter((scope) => scope === 'openid' || registration.scopes.includes(scope));
}

/** `amr` is allowed by the registration flag or by the v1 scope `amr`. */
export function mayHaveAmr({ amrAllowed, scopes }: Registration): boolean {
  return amrAllowed || scopes.includes('amr');
}

/**
 * Whether a sign-in at this provider may still be used for this service. A provider under maintenance lets running
 * logins end.
 */
export function isUsableProvider(
  provider: Provider | undefined,
  registration: Registration,
): provider is Provider {
  return (
    provider !== undefined && provider.status !== 'disabled' && isAllowedProvider(registration, provider.id)
  );
}

/** The grant without what was withdrawn since the citizen agreed. */
export function narrowGrant({ amr, ...grant }: Grant, registration: Registration): Grant {
  return {
    ...grant,
    scopes: permittedScopes(grant.scopes, registration),
    ...(amr !== undefined && mayHaveAmr(registration) && { amr }),
  };
}

/** Of the claims that were shown, those whose scope the service still has. */
export function permittedClaims(
  platform: Platform,
  registration: Registration,
  { scopes, claims }: Pick<Grant, 'scopes' | 'claims'>,
): Grant['claims'] {
  const names = new Set(claimsForScopes(platform, permittedScopes(scopes, registration)));
  return Object.fromEntries(Object.entries(claims).filter(([name]) => names.has(name)));
}
