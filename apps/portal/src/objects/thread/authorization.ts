/** Authorization context for a support thread. A thread without an organisation belongs to the person who opened it. */
import { GaranceError } from '@garance/core';
import { type Actor, requireAction, rolesTowards } from '../account/actor.ts';
import type { AuthorizationContext } from '../lifecycle/check-transition.ts';
import { partnerRoles, type Role } from '../lifecycle/lifecycle.ts';
import { mayDo } from '../lifecycle/rights.ts';
import type { SupportThread } from './tables/threads.ts';

type Owned = Pick<SupportThread, 'organisationId' | 'openedBy'>;

const ofPartner: readonly Role[] = partnerRoles;

/** Roles as a partner only; roles in the team are left out. */
export function partnerAuthorization(actor: Actor, thread: Owned): AuthorizationContext {
  const { secondFactor } = actor;
  if (thread.organisationId === undefined) {
    return { roles: thread.openedBy === actor.personId ? ['owner'] : [], secondFactor };
  }
  const roles = rolesTowards(actor, thread.organisationId).filter((role) => ofPartner.includes(role));
  return { roles, secondFactor };
}

/** Roles in the team only; none for threads of the person's own organisation or opened by the person. */
export function teamAuthorization(actor: Actor, thread: Owned | undefined): AuthorizationContext {
  const concern = {
    organisationId: thread?.organisationId,
    handedInBy: thread === undefined ? [] : [thread.openedBy],
  };
  const roles = rolesTowards(actor, concern).filter((role) => !ofPartner.includes(role));
  return { roles, secondFactor: actor.secondFactor };
}

/** A thread of another partner is reported as not found. @throws GaranceError `general.not_found`, `portal.not_allowed` */
export function requirePartner(actor: Actor, thread: Owned): AuthorizationContext {
  const authorization = partnerAuthorization(actor, thread);
  if (authorization.roles.length === 0) throw new GaranceError('general.not_found');
  if (!mayDo('thread.view', authorization.roles)) throw new GaranceError('portal.not_allowed');
  return authorization;
}

/**
 * @param thread absent for the queue
 * @throws GaranceError `general.not_found`, `portal.not_allowed`, `portal.own_organisation`, `portal.second_factor_required`
 */
export function requireTeam(actor: Actor, thread?: Owned): AuthorizationContext {
  requireAction(actor, 'thread.view', undefined);
  const authorization = teamAuthorization(actor, thread);
  if (!mayDo('thread.view', authorization.roles)) throw new GaranceError('portal.own_organisation');
  return authorization;
}

/** Whether the person may write in it as a partner. */
export function mayWrite(authorization: AuthorizationContext): boolean {
  return mayDo('thread.open', authorization.roles);
}
