import { type Actor, requireAction, type Towards } from '../../objects/account/actor.ts';
import type { Action } from '../../objects/lifecycle/rights.ts';
import { type RequestContext, requireActor } from '../../parts/request-context.ts';

/** Requires a member of the team with this right and a second factor. @throws GaranceError as `requireAction` */
export function requireStaff(visit: RequestContext, action: Action, towards?: Towards): Actor {
  const actor = requireActor(visit);
  requireAction(actor, action, towards);
  return actor;
}
