import type { Platform } from '@garance/core';

/** One issuer for each service, so that its rehearsals do not affect other services. */
export function rehearsalIssuerOf(origin: string, platform: Platform, clientId: string): string {
  return `${origin}/${platform}/${encodeURIComponent(clientId)}`;
}

/**
 * Key set of the attacker, with the login id in its path: a fetch shows that the service followed `jku` in that login.
 */
export function forgedKeysUrlOf(origin: string, loginId: string): string {
  return `${origin}/forged/${loginId}/keys`;
}
