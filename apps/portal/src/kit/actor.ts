import { GaranceError } from '@garance/core';
import type { Standing } from '../lifecycle/interpreter.ts';
import type { PartnerRole, PlatformRole, Role } from '../lifecycle/lifecycle.ts';
import { type Action, mayDo, secondFactorActions } from '../lifecycle/rights.ts';

/** Who is signed in, with all that rights depend on: read once per request from the session. */
export interface Actor {
  readonly personId: string;
  readonly email: string;
  readonly name: string;
  readonly memberships: readonly { readonly organisationId: string; readonly role: PartnerRole }[];
  readonly platformRoles: readonly PlatformRole[];
  /** A second factor was shown in this session. */
  readonly secondFactor: boolean;
  readonly sessionId: string;
}

/** What the person is towards an object of this organisation. A stranger is nothing. */
export function rolesTowards(actor: Actor, organisationId: string | undefined): readonly Role[] {
  const own = actor.memberships
    .filter((membership) => membership.organisationId === organisationId)
    .map((membership) => membership.role);
  // Staff work with their second factor or not at all.
  return actor.secondFactor ? [...own, ...actor.platformRoles] : own;
}

export function standingTowards(actor: Actor, organisationId: string | undefined): Standing {
  return { roles: rolesTowards(actor, organisationId), secondFactor: actor.secondFactor };
}

/**
 * Lets through or throws. To a stranger the object does not exist, so that ids cannot be probed.
 * @throws GaranceError `general.not_found`, `portal.not_allowed`, `portal.second_factor_required`
 */
export function requireAction(actor: Actor, action: Action, organisationId: string | undefined): void {
  const roles = rolesTowards(actor, organisationId);
  if (roles.length === 0) {
    const needsProof = mayDo(action, actor.platformRoles);
    throw new GaranceError(needsProof ? 'portal.second_factor_required' : 'general.not_found');
  }
  if (!mayDo(action, roles)) throw new GaranceError('portal.not_allowed');
  if (secondFactorActions.has(action) && !actor.secondFactor) {
    throw new GaranceError('portal.second_factor_required');
  }
}
