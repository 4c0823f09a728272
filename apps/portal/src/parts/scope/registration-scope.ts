/** Loads the client registration on one hub, from the service and platform of a path. */
import { type Environment, GaranceError, type HubId } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import type { Habilitation } from '../../objects/habilitation/table.ts';
import type { Action } from '../../objects/lifecycle/rights.ts';
import { ensureAccess } from '../../objects/registration/registrations.ts';
import type { ClientRegistration } from '../../objects/registration/tables/client-registrations.ts';
import type { PathParams } from '../handler.ts';
import type { RequestContext } from '../request-context.ts';
import { requirePlatform, type ServiceScope } from './service-scope.ts';

export interface HubScope extends Omit<ServiceScope, 'authorization'> {
  readonly hub: HubId;
  /** Issuer of this hub: shown next to the client id. */
  readonly issuer: string;
  /** Path of the stage's first page; the other pages are below it. */
  readonly base: string;
  readonly habilitation: Habilitation | undefined;
  /** Absent until there is a habilitation. */
  readonly access: ClientRegistration | undefined;
}

/** Scope of a hub with a client registration. */
export type RegistrationScope = HubScope & { readonly access: ClientRegistration };

interface ScopeInput {
  readonly params: PathParams;
  readonly action: Action;
  readonly environment: Environment;
}

/** @throws GaranceError as `requirePlatform` */
export async function requireHub(
  deps: PortalDeps,
  visit: RequestContext,
  required: ScopeInput,
): Promise<HubScope> {
  const { actor, service, platform, base, may } = await requirePlatform(deps, visit, required);
  const { environment } = required;
  const { portal } = deps.store;
  const hub: HubId = { platform, environment };
  const habilitation = await portal.habilitations.inForce(service.id, platform);
  const access =
    habilitation === undefined
      ? await portal.clientRegistrations.findFor(service.id, hub)
      : await ensureAccess(deps.store, deps.clock, { service, hub });
  return {
    actor,
    service,
    hub,
    issuer: deps.issuerOf(hub),
    base: `${base}/${environment}`,
    habilitation,
    access,
    may,
  };
}

/** Without a client registration, redirect to the first page of the stage, which explains how to begin. */
export function hasRegistration(scope: HubScope): scope is RegistrationScope {
  return scope.access !== undefined;
}

/** @throws GaranceError `portal.not_now` before there is a habilitation, and as `requireHub` */
export async function requireRegistration(
  deps: PortalDeps,
  visit: RequestContext,
  required: ScopeInput,
): Promise<RegistrationScope> {
  const scope = await requireHub(deps, visit, required);
  if (!hasRegistration(scope)) throw new GaranceError('portal.not_now', { detail: 'habilitation' });
  return scope;
}

/** Token id of a form of this stage. */
export function formId(verb: string, { access }: RegistrationScope): string {
  return `integration.${verb}:${access.id}`;
}
