import { GaranceError } from '@garance/core';
import type { HabilitationRequest, Organisation, PortalTables, Service } from '@garance/store';
import { type Actor, requireAction } from '../../kit/actor.ts';
import { requireActor, type Visit } from '../../kit/visit.ts';
import type { Action } from '../../lifecycle/rights.ts';
import { requireUuid } from '../account/uuid.ts';

export interface OpenedRequest {
  readonly actor: Actor;
  readonly request: HabilitationRequest;
  readonly service: Service;
  readonly organisation: Organisation;
}

/**
 * The request of a path, for somebody who may do this to it. Another organisation's request does not exist.
 * @throws GaranceError `portal.sign_in_required`, `general.not_found`, `portal.not_allowed`, `portal.second_factor_required`
 */
export async function openRequest(
  tables: PortalTables,
  visit: Visit,
  { id, action }: { readonly id: string | undefined; readonly action: Action },
): Promise<OpenedRequest> {
  const actor = requireActor(visit);
  const request = await tables.requests.find(requireUuid(id ?? ''));
  if (request === undefined) throw new GaranceError('general.not_found');
  requireAction(actor, action, request.organisationId);
  const service = await tables.services.find(request.serviceId);
  const organisation = await tables.organisations.find(request.organisationId);
  if (service === undefined || organisation === undefined) throw new GaranceError('general.not_found');
  return { actor, request, service, organisation };
}
