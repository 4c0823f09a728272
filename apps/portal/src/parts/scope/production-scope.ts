import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import { productionLifecycle } from '../../objects/production/lifecycle.ts';
import { type ProductionView, readProduction } from '../../objects/production/read.ts';
import type { PlatformScope } from './service-scope.ts';

export function productionFormId(verb: string, { service, platform }: PlatformScope): string {
  return `production.${verb}:${service.id}.${platform}`;
}

/** @throws GaranceError `portal.not_now`, `general.not_found` where production was never opened */
export async function requireProduction(
  deps: PortalDeps,
  { service, platform }: PlatformScope,
  allows: 'activatable' | 'editable' | 'live' | 'delivered',
): Promise<ProductionView> {
  const view = await readProduction(deps.store.portal, deps, { service, platform });
  const { production } = view;
  if (production === undefined) throw new GaranceError('general.not_found');
  if (!productionLifecycle.states[production.state][allows]) {
    const isDelivered = allows === 'activatable' && production.activatedAtMs !== undefined;
    throw isDelivered
      ? new GaranceError('qualification.production_delivered')
      : new GaranceError('portal.not_now', { detail: production.state });
  }
  return view;
}
