/** Loads the habilitation request whose id is in a path, for the partner and for the team. */
import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import { type Actor, type Concern, requireAction } from '../../objects/account/actor.ts';
import type { Organisation } from '../../objects/account/tables/accounts.ts';
import type { Action } from '../../objects/lifecycle/rights.ts';
import { concernOf } from '../../objects/request/read-review.ts';
import type { HabilitationRequest } from '../../objects/request/tables/requests.ts';
import { requireId } from '../../objects/require-id.ts';
import type { Service } from '../../objects/service/table.ts';
import { type RequestContext, requireActor } from '../request-context.ts';

export interface RequestScope {
  readonly actor: Actor;
  readonly request: HabilitationRequest;
  readonly service: Service;
  readonly organisation: Organisation;
}

interface ScopeInput {
  readonly id: string | undefined;
  readonly action: Action;
}

/** @throws GaranceError `portal.sign_in_required`, `general.not_found`, `portal.not_allowed`, `portal.second_factor_required` */
export async function requireRequest(
  { store }: Pick<PortalDeps, 'store'>,
  visit: RequestContext,
  { id, action }: ScopeInput,
): Promise<RequestScope> {
  const { requests, services, organisations } = store.portal;
  const actor = requireActor(visit);
  const request = await requests.find(requireId(id));
  if (request === undefined) throw new GaranceError('general.not_found');
  requireAction(actor, action, request.organisationId);
  const service = await services.find(request.serviceId);
  const organisation = await organisations.find(request.organisationId);
  if (service === undefined || organisation === undefined) throw new GaranceError('general.not_found');
  return { actor, request, service, organisation };
}

export interface ReviewScope {
  readonly actor: Actor;
  readonly request: HabilitationRequest;
  readonly concern: Concern;
}

/**
 * A request for a member of the team without ties to its organisation.
 * @param action `queue.view` when absent
 * @throws GaranceError `portal.sign_in_required`, `general.not_found`, `portal.own_organisation`, `portal.not_allowed`,
 *   `portal.second_factor_required`
 */
export async function requireReviewed(
  { store }: Pick<PortalDeps, 'store'>,
  visit: RequestContext,
  { id, action = 'queue.view' }: Pick<ScopeInput, 'id'> & Partial<ScopeInput>,
): Promise<ReviewScope> {
  const actor = requireActor(visit);
  // Checked before the lookup: a partner cannot find out here which ids exist.
  requireAction(actor, 'queue.view', undefined);
  const request = await store.portal.requests.find(requireId(id));
  if (request === undefined) throw new GaranceError('general.not_found');
  const concern = await concernOf(store.portal, request);
  requireAction(actor, 'queue.view', concern);
  requireAction(actor, action, concern);
  return { actor, request, concern };
}
