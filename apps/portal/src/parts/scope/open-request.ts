import { GaranceError } from '@garance/core';
import { type Actor, requireAction } from '../../objects/account/actor.ts';
import type { Organisation } from '../../objects/account/tables/accounts.ts';
import type { Action } from '../../objects/lifecycle/rights.ts';
import type { PortalTables } from '../../objects/portal-store.ts';
import type { HabilitationRequest } from '../../objects/request/tables/requests.ts';
import { requireId } from '../../objects/require-id.ts';
import type { Service } from '../../objects/service/table.ts';
import { requireActor, type Visit } from '../visit.ts';

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
  const request = await tables.requests.find(requireId(id));
  if (request === undefined) throw new GaranceError('general.not_found');
  requireAction(actor, action, request.organisationId);
  const service = await tables.services.find(request.serviceId);
  const organisation = await tables.organisations.find(request.organisationId);
  if (service === undefined || organisation === undefined) throw new GaranceError('general.not_found');
  return { actor, request, service, organisation };
}
