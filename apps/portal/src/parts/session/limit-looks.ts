import type { PortalDeps } from '../../deps.ts';
import type { RequestContext } from '../request-context.ts';
import { requireWithinLimits } from './limits.ts';

/**
 * Counts one look at addresses that a partner typed, against the person and against the service: neither one person with
 * several services nor one service with several people makes the platform knock at doors for hours (security.md 11).
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
