import type { Platform } from '@garance/core';

/** One a service: what is rehearsed there touches no other. */
export function rehearsalIssuerOf(origin: string, platform: Platform, clientId: string): string {
  return `${origin}/${platform}/${encodeURIComponent(clientId)}`;
}

/** Where the attacker publishes its keys, a login apart from the next: who follows `jku` is seen there. */
export function forgedKeysUrlOf(origin: string, loginId: string): string {
  return `${origin}/forged/${loginId}/keys`;
}
