import type { Platform, Registration } from '@garance/core';
import type { PortalDeps } from '../../../deps.ts';

/** The registration under test: the service's on the integration hub, while it is active. */
export async function findPublished(
  { store }: Pick<PortalDeps, 'store'>,
  { serviceId, platform }: { readonly serviceId: string; readonly platform: Platform },
): Promise<Registration | undefined> {
  const hub = { platform, environment: 'integration' } as const;
  const registration = await store.portal.registrationDrafts.current(serviceId, hub);
  return registration?.status === 'active' ? registration : undefined;
}
