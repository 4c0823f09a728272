/** What every page of the stage begins with: who asks, which service, which hub, and whether they may. */
import { type Environment, GaranceError, type HubId, platformSchema } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import { type Actor, requireAction, rolesTowards } from '../../objects/account/actor.ts';
import type { Habilitation } from '../../objects/habilitation/table.ts';
import { type Action, mayDo } from '../../objects/lifecycle/rights.ts';
import { ensureAccess } from '../../objects/registration/registrations.ts';
import type { Access } from '../../objects/registration/tables/accesses.ts';
import { requireId } from '../../objects/require-id.ts';
import type { Service } from '../../objects/service/table.ts';
import type { PathParams } from '../routes.ts';
import { requireActor, type Visit } from '../visit.ts';

export interface Place {
  readonly actor: Actor;
  readonly service: Service;
  readonly hub: HubId;
  /** Of this hub: shown next to the client id. */
  readonly issuer: string;
  /** Path of the stage's first page; the others hang under it. */
  readonly base: string;
  readonly habilitation: Habilitation | undefined;
  /** Absent until there is a habilitation. */
  readonly access: Access | undefined;
  may(action: Action): boolean;
}

/** A place where there is something to register. */
export type OpenPlace = Place & { readonly access: Access };

/** @throws GaranceError `portal.sign_in_required`, `general.not_found`, `portal.not_allowed`, `portal.second_factor_required` */
export async function findPlace(
  visit: Visit,
  deps: PortalDeps,
  params: PathParams,
  { action, environment }: { readonly action: Action; readonly environment: Environment },
): Promise<Place> {
  const actor = requireActor(visit);
  const platform = platformSchema.safeParse(params.platform);
  const id = requireId(params.id);
  const { portal } = deps.store;
  const service = await portal.services.find(id);
  // A service that does not exist and one of somebody else's answer alike.
  requireAction(actor, action, service?.organisationId ?? 'none');
  if (service === undefined || !platform.success) throw new GaranceError('general.not_found');
  const hub: HubId = { platform: platform.data, environment };
  const habilitation = await portal.habilitations.inForce(id, hub.platform);
  const access =
    habilitation === undefined
      ? await portal.accesses.findFor(id, hub)
      : await ensureAccess(deps.store, deps.clock, { service, hub });
  return {
    actor,
    service,
    hub,
    issuer: deps.issuerOf(hub),
    base: `/services/${id}/${hub.platform}/${environment}`,
    habilitation,
    access,
    may: (wanted) => mayDo(wanted, rolesTowards(actor, service.organisationId)),
  };
}

/** Where there is nothing yet, the first page of the stage says what comes first. */
export function isOpen(place: Place): place is OpenPlace {
  return place.access !== undefined;
}

/** The place, or the way to the first page of the stage, which says what comes first. */
export async function openPlace(
  visit: Visit,
  deps: PortalDeps,
  params: PathParams,
  wanted: { readonly action: Action; readonly environment: Environment },
): Promise<OpenPlace> {
  const place = await findPlace(visit, deps, params, wanted);
  if (!isOpen(place)) throw new GaranceError('portal.not_now', { detail: 'habilitation' });
  return place;
}

/** Token id of a form of this stage. */
export function formId(verb: string, place: OpenPlace): string {
  return `integration.${verb}:${place.access.id}`;
}
