import { GaranceError } from '@garance/core';
import type { AuthorizationContext } from '../lifecycle/check-transition.ts';
import type { PartnerRole, PlatformRole, Role } from '../lifecycle/lifecycle.ts';
import { type Action, mayDo, secondFactorActions } from '../lifecycle/rights.ts';

/** The signed-in person, with everything that their rights depend on; read once per request from the session. */
export interface Actor {
  readonly personId: string;
  readonly email: string;
  readonly name: string;
  readonly memberships: readonly { readonly organisationId: string; readonly role: PartnerRole }[];
  /** Ids of the person's blocked organisations: no partner rights in them, and still no team role towards them. */
  readonly stoppedIn?: readonly string[];
  readonly platformRoles: readonly PlatformRole[];
  /** Whether a second factor was verified in this session. */
  readonly secondFactor: boolean;
  readonly sessionId: string;
}

/** An object of an organisation, as far as rights depend on it. */
export interface Concern {
  readonly organisationId: string | undefined;
  /** Ids of the persons who wrote, submitted or requested the object under review. */
  readonly handedInBy?: readonly string[];
}

/** For objects whose rights depend on the organisation alone, its id is enough. */
export type Towards = string | undefined | Concern;

/**
 * Roles of the person towards an object of this organisation; none for outsiders. Members of the team have partner
 * roles only towards their own organisation, and no team role towards what they submitted: separation of duties
 * (security.md 26).
 */
export function rolesTowards(actor: Actor, towards: Towards): readonly Role[] {
  const { organisationId } = concernOf(towards);
  const own = actor.memberships
    .filter((membership) => membership.organisationId === organisationId)
    .map((membership) => membership.role);
  // Roles of the team count only in a session with a second factor.
  return actor.secondFactor && !isConcerned(actor, towards) ? [...own, ...actor.platformRoles] : own;
}

export function authorizationTowards(actor: Actor, towards: Towards): AuthorizationContext {
  return { roles: rolesTowards(actor, towards), secondFactor: actor.secondFactor };
}

/**
 * Throws unless the action is allowed. Outsiders get "not found", so that ids cannot be probed.
 * @throws GaranceError `general.not_found`, `portal.not_allowed`, `portal.own_organisation`, `portal.second_factor_required`
 */
export function requireAction(actor: Actor, action: Action, towards: Towards): void {
  const roles = rolesTowards(actor, towards);
  const ofPlatform = mayDo(action, actor.platformRoles);
  if (!mayDo(action, roles) && ofPlatform && isConcerned(actor, towards)) {
    throw new GaranceError('portal.own_organisation');
  }
  if (roles.length === 0) {
    throw new GaranceError(ofPlatform ? 'portal.second_factor_required' : 'general.not_found');
  }
  if (!mayDo(action, roles)) throw new GaranceError('portal.not_allowed');
  if (secondFactorActions.has(action) && !actor.secondFactor) {
    throw new GaranceError('portal.second_factor_required');
  }
}

function isConcerned(actor: Actor, towards: Towards): boolean {
  const { organisationId, handedInBy = [] } = concernOf(towards);
  const own = [
    ...actor.memberships.map((membership) => membership.organisationId),
    ...(actor.stoppedIn ?? []),
  ];
  return handedInBy.includes(actor.personId) || own.some((id) => id === organisationId);
}

function concernOf(towards: Towards): Concern {
  return typeof towards === 'object' ? towards : { organisationId: towards };
}
