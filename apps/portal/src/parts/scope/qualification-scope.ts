/** Loads the qualification whose id is in a path, for the team. */
import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import { type Actor, type Concern, requireAction, rolesTowards } from '../../objects/account/actor.ts';
import { platformRoles, type Role } from '../../objects/lifecycle/lifecycle.ts';
import type { Action } from '../../objects/lifecycle/rights.ts';
import type { PortalTables } from '../../objects/portal-store.ts';
import type { Qualification } from '../../objects/qualification/tables/qualifications.ts';
import { requireId } from '../../objects/require-id.ts';
import type { Service } from '../../objects/service/table.ts';
import type { PathParams } from '../handler.ts';
import { type RequestContext, requireActor } from '../request-context.ts';

export interface QualificationScope {
  readonly actor: Actor;
  readonly qualification: Qualification;
  readonly service: Service;
  readonly concern: Concern;
}

interface ScopeInput {
  readonly params: PathParams;
  readonly action: Action;
}

/**
 * Reported as not found to persons outside the team.
 * @throws GaranceError `portal.sign_in_required`, `general.not_found`, `portal.own_organisation`, `portal.not_allowed`,
 *   `portal.second_factor_required`
 */
export async function requireQualification(
  { store }: Pick<PortalDeps, 'store'>,
  visit: RequestContext,
  { params, action }: ScopeInput,
): Promise<QualificationScope> {
  const actor = requireActor(visit);
  requireAction(actor, 'queue.view', undefined);
  const qualification = await store.portal.qualifications.find(requireId(params.id));
  const service = qualification && (await store.portal.services.find(qualification.serviceId));
  if (qualification === undefined || service === undefined) throw new GaranceError('general.not_found');
  const concern = await concernOf(store.portal, qualification);
  requireAction(actor, action, concern);
  // These pages are for the team only; partners have other pages.
  if (!rolesTowards(actor, concern).some(isOfPlatform)) throw new GaranceError('portal.own_organisation');
  return { actor, qualification, service, concern };
}

const isOfPlatform = (role: Role) => (platformRoles as readonly Role[]).includes(role);

/**
 * Officers do not judge qualifications of their own organisation, nor those in which they declared items or which they
 * submitted.
 */
async function concernOf(
  { qualificationItems, history }: PortalTables,
  { id, organisationId }: Qualification,
): Promise<Concern> {
  const items = await qualificationItems.list(id);
  const events = await history.list('qualification', id);
  return {
    organisationId,
    handedInBy: [
      ...items.flatMap(({ declaredBy }) => declaredBy ?? []),
      ...events.filter(({ event }) => event === 'submit').map(({ actor }) => actor),
    ],
  };
}
