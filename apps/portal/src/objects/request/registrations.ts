import { narrowScopes, type Platform, type Registration } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import type { PortalTables } from '../portal-store.ts';
import { putAgain } from '../registration/publish.ts';
import { suspendService } from '../registration/registrations.ts';

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

interface Suspension extends ServiceOnPlatform {
  readonly deps: Pick<PortalDeps, 'clock' | 'config'>;
  readonly actor: string;
  readonly reason: string;
}

/** Stops every sign-in of the service on the platform, in both environments; hubs learn it by the change feed within 2 s. */
export async function suspendRegistrations(tables: PortalTables, suspension: Suspension): Promise<void> {
  await suspendService(tables, suspension);
  const { deps, actor } = suspension;
  // Registrations that came in another way than by the integration stage have no access of their own.
  for (const { id, status } of await registrationsOf(tables, suspension)) {
    if (status === 'suspended') continue;
    await tables.registrations.setStatus(id, 'suspended');
    await tables.audit.append({
      atMs: deps.clock.now(),
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
  wanted: ServiceOnPlatform & {
    readonly deps: Pick<PortalDeps, 'clock'>;
    readonly scopes: readonly string[];
  },
): Promise<void> {
  const { serviceId, platform, deps, scopes } = wanted;
  for (const { id, ...access } of await tables.accesses.ofService(serviceId)) {
    if (access.platform !== platform) continue;
    const locked = await tables.accesses.lock(id);
    if (locked !== undefined) await putAgain(tables, deps, locked);
  }
  for (const { version: _version, ...registration } of await registrationsOf(tables, wanted)) {
    const kept = narrowScopes(platform, registration.scopes, scopes);
    if (kept === registration.scopes) continue;
    await tables.registrations.publish({ ...registration, scopes: kept, amrAllowed: kept.includes('amr') });
  }
}
