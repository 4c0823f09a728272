import type { HubId } from '@garance/core';
import type { ClientKeyProblem, HubDeps } from '@garance/hub';

/**
 * The trace entry for keys of a service that the hub cannot use, for the service's developers. It has no details of the
 * connection, which are in the hub's log only: they would allow developers to scan others' ports through the hub
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
