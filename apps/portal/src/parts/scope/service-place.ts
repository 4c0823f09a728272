/** What every page of these stages begins with: who asks, which service, which platform, and whether they may. */
import { GaranceError, type Platform, platformSchema } from '@garance/core';
import { z } from 'zod';
import type { PortalDeps } from '../../deps.ts';
import { type Actor, requireAction, rolesTowards, standingTowards } from '../../objects/account/actor.ts';
import type { Standing } from '../../objects/lifecycle/check-transition.ts';
import { type Action, mayDo } from '../../objects/lifecycle/rights.ts';
import { requireId } from '../../objects/require-id.ts';
import type { Service } from '../../objects/service/table.ts';
import type { PathParams } from '../routes.ts';
import { requireActor, type Visit } from '../visit.ts';

export interface ServicePlace {
  readonly actor: Actor;
  readonly standing: Standing;
  readonly service: Service;
  may(action: Action): boolean;
}

export interface PlatformPlace extends ServicePlace {
  readonly platform: Platform;
  /** `/services/<id>/<platform>` */
  readonly base: string;
}

/** @throws GaranceError `portal.sign_in_required`, `general.not_found`, `portal.not_allowed`, `portal.second_factor_required` */
export async function findService(
  visit: Visit,
  { store }: Pick<PortalDeps, 'store'>,
  params: PathParams,
  action: Action,
): Promise<ServicePlace> {
  const actor = requireActor(visit);
  const service = await store.portal.services.find(requireId(params.id));
  // A service that does not exist and one of somebody else's answer alike.
  requireAction(actor, action, service?.organisationId ?? 'none');
  if (service === undefined) throw new GaranceError('general.not_found');
  const { organisationId } = service;
  return {
    actor,
    service,
    standing: standingTowards(actor, organisationId),
    may: (wanted) => mayDo(wanted, rolesTowards(actor, organisationId)),
  };
}

/** The same, for a path that names a platform. */
export async function findPlace(
  visit: Visit,
  deps: Pick<PortalDeps, 'store'>,
  params: PathParams,
  action: Action,
): Promise<PlatformPlace> {
  const place = await findService(visit, deps, params, action);
  const platform = platformSchema.safeParse(params.platform);
  if (!platform.success) throw new GaranceError('general.not_found');
  return { ...place, platform: platform.data, base: `/services/${place.service.id}/${platform.data}` };
}

/** A version out of a form. @throws GaranceError `general.bad_request` */
export function requireVersion(text: string): number {
  const version = z.coerce.number().int().nonnegative().safeParse(text);
  if (text === '' || !version.success) throw new GaranceError('general.bad_request');
  return version.data;
}
