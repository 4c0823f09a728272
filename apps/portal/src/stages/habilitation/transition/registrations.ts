import type { Platform, Registration } from '@garance/core';
import type { PortalTables } from '@garance/store';

interface ServiceOnPlatform {
  readonly serviceId: string;
  readonly platform: Platform;
}

async function registrationsOf(
  tables: PortalTables,
  { serviceId, platform }: ServiceOnPlatform,
): Promise<readonly Registration[]> {
  const found: Registration[] = [];
  for (const environment of ['integration', 'production'] as const) {
    const published = await tables.registrations.listPublished({ platform, environment });
    found.push(...published.filter((registration) => registration.serviceId === serviceId));
  }
  return found;
}

/** Stops every sign-in of the service on the platform, in both environments; hubs learn it by the change feed within 2 s. */
export async function suspendRegistrations(
  tables: PortalTables,
  { actor, atMs, ...service }: ServiceOnPlatform & { readonly actor: string; readonly atMs: number },
): Promise<void> {
  for (const { id, status } of await registrationsOf(tables, service)) {
    if (status === 'suspended') continue;
    await tables.registrations.setStatus(id, 'suspended');
    await tables.audit.append({
      atMs,
      actor,
      action: 'registration.suspended-by-revocation',
      object: 'registration',
      objectId: id,
    });
  }
}

/** What a new habilitation no longer allows leaves the registered clients at once; what it newly allows waits for the partner to ask. */
export async function withdrawScopes(
  tables: PortalTables,
  { scopes, ...service }: ServiceOnPlatform & { readonly scopes: readonly string[] },
): Promise<void> {
  const allowed = new Set(scopes);
  for (const { version: _version, ...registration } of await registrationsOf(tables, service)) {
    const kept = registration.scopes.filter((scope) => allowed.has(scope));
    if (kept.length === registration.scopes.length) continue;
    await tables.registrations.publish({ ...registration, scopes: kept });
  }
}
