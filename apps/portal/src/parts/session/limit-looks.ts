import type { PortalDeps } from '../../deps.ts';
import type { RequestContext } from '../request-context.ts';
import { requireWithinLimits } from './limits.ts';

/**
 * Counts one fetch of addresses that a partner typed, against the person and against the service, so that neither a
 * person with several services nor a service with several people can make the platform scan addresses (security.md 11).
 *
 * @throws GaranceError `general.rate_limited`
 */
export async function requireMayLook(
  deps: Pick<PortalDeps, 'store' | 'clock' | 'config'>,
  visit: RequestContext,
  { personId, serviceId }: { readonly personId: string; readonly serviceId: string },
): Promise<void> {
  for (const account of [personId, serviceId]) {
    await requireWithinLimits(deps, visit, { operation: 'look', account });
  }
}
