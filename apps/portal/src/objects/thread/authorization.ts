/** What somebody is to a support thread. One without an organisation belongs to whoever opened it. */
import { GaranceError } from '@garance/core';
import { type Actor, requireAction, rolesTowards } from '../account/actor.ts';
import type { AuthorizationContext } from '../lifecycle/check-transition.ts';
import { partnerRoles, type Role } from '../lifecycle/lifecycle.ts';
import { mayDo } from '../lifecycle/rights.ts';
import type { SupportThread } from './tables/threads.ts';

type Owned = Pick<SupportThread, 'organisationId' | 'openedBy'>;

const ofPartner: readonly Role[] = partnerRoles;

/** On the partner's side, whatever else the person is. */
export function partnerAuthorization(actor: Actor, thread: Owned): AuthorizationContext {
  const { secondFactor } = actor;
  if (thread.organisationId === undefined) {
    return { roles: thread.openedBy === actor.personId ? ['owner'] : [], secondFactor };
  }
  const roles = rolesTowards(actor, thread.organisationId).filter((role) => ofPartner.includes(role));
  return { roles, secondFactor };
}

/** On the team's side; where their own organisation or their own question is concerned, a person is not of the team. */
export function teamAuthorization(actor: Actor, thread: Owned | undefined): AuthorizationContext {
  const concern = {
    organisationId: thread?.organisationId,
    handedInBy: thread === undefined ? [] : [thread.openedBy],
  };
  const roles = rolesTowards(actor, concern).filter((role) => !ofPartner.includes(role));
  return { roles, secondFactor: actor.secondFactor };
}

/** To whom it does not belong, a thread does not exist. @throws GaranceError `general.not_found`, `portal.not_allowed` */
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
