import type { HubId } from '@garance/core';
import type { ClientKeyProblem, HubDeps } from '@garance/hub';

/**
 * What a service's developers are told of keys that the hub cannot use, where they look for their requests. What exactly
 * came of a connection is in the hub's log: told to services, it would let them look for open ports of others
 * (security.md 11).
 */
export function keyProblemEntry(
  { clientId, reason, detail }: ClientKeyProblem,
  { hub, atMs }: { readonly hub: HubId; readonly atMs: number },
): Parameters<NonNullable<HubDeps['trace']>['record']>[0] {
  const isUnreachable = reason === 'unreachable';
  return {
    atMs,
    hub,
    clientId,
    endpoint: 'client-keys',
    occurrenceId: '',
    outcome: isUnreachable ? 'client_keys.unreachable' : 'client_keys.no_encryption_key',
    detail: isUnreachable ? reason : (detail ?? reason),
    checks: [],
  };
}
