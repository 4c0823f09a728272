/**
 * What is still permitted at this moment of a login that began under earlier rules. Asked again at every step, because
 * services, habilitations and providers are withdrawn at any moment (security.md, attack 12).
 */
import { claimsForScopes, type Platform, type Provider, type Registration } from '@garance/core';
import type { Grant } from './grant.ts';
import { isAllowedProvider, type Registry } from './registry.ts';

/** The scopes asked that the habilitation still has. */
export function permittedScopes(scopes: readonly string[], registration: Registration): readonly string[] {
  return scopes.filter((scope) => scope === 'openid' || registration.scopes.includes(scope));
}

/** By right of its own, or by the older platform's scope of that name: as the request was checked. */
export function mayHaveAmr({ amrAllowed, scopes }: Registration): boolean {
  return amrAllowed || scopes.includes('amr');
}

/** Whether a sign-in made there may still be used for this service. One under maintenance lets running logins end. */
export function isUsableProvider(
  provider: Provider | undefined,
  registration: Registration,
): provider is Provider {
  return (
    provider !== undefined && provider.status !== 'disabled' && isAllowedProvider(registration, provider.id)
  );
}

/** Whether what this login gave may still be handed over: a rehearsed one has no provider. */
export function isStillPermitted(
  registry: Pick<Registry, 'findProvider'>,
  registration: Registration,
  { providerId, rehearsalPlan }: { readonly providerId: string; readonly rehearsalPlan?: string | undefined },
): boolean {
  return rehearsalPlan !== undefined || isUsableProvider(registry.findProvider(providerId), registration);
}

/** The grant without what was withdrawn since the citizen agreed to it. */
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
