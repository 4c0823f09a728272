/** Loads the service of a path with the person's rights on it. */
import { GaranceError, type Platform, platformSchema } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import {
  type Actor,
  authorizationTowards,
  requireAction,
  rolesTowards,
} from '../../objects/account/actor.ts';
import type { AuthorizationContext } from '../../objects/lifecycle/check-transition.ts';
import { type Action, mayDo } from '../../objects/lifecycle/rights.ts';
import { requireId } from '../../objects/require-id.ts';
import type { Service } from '../../objects/service/table.ts';
import type { PathParams } from '../handler.ts';
import { type RequestContext, requireActor } from '../request-context.ts';

export interface ServiceScope {
  readonly actor: Actor;
  readonly authorization: AuthorizationContext;
  readonly service: Service;
  may(action: Action): boolean;
}

export interface PlatformScope extends ServiceScope {
  readonly platform: Platform;
  /** `/services/<id>/<platform>` */
  readonly base: string;
}

interface ScopeInput {
  readonly params: PathParams;
  readonly action: Action;
}

/** @throws GaranceError `portal.sign_in_required`, `general.not_found`, `portal.not_allowed`, `portal.second_factor_required` */
export async function requireService(
  { store }: Pick<PortalDeps, 'store'>,
  visit: RequestContext,
  { params, action }: ScopeInput,
): Promise<ServiceScope> {
  const actor = requireActor(visit);
  const service = await store.portal.services.find(requireId(params.id));
  // A missing service and one of another organisation get the same answer.
  requireAction(actor, action, service?.organisationId ?? 'none');
  if (service === undefined) throw new GaranceError('general.not_found');
  const { organisationId } = service;
  return {
    actor,
    service,
    authorization: authorizationTowards(actor, organisationId),
    may: (action) => mayDo(action, rolesTowards(actor, organisationId)),
  };
}

/** As `requireService`, for a path that names a platform. */
export async function requirePlatform(
  deps: Pick<PortalDeps, 'store'>,
  visit: RequestContext,
  required: ScopeInput,
): Promise<PlatformScope> {
  const scope = await requireService(deps, visit, required);
  const platform = platformSchema.safeParse(required.params.platform);
  if (!platform.success) throw new GaranceError('general.not_found');
  return { ...scope, platform: platform.data, base: `/services/${scope.service.id}/${platform.data}` };
}
