import { type Actor, requireAction, type Towards } from '../../objects/account/actor.ts';
import type { Action } from '../../objects/lifecycle/rights.ts';
import { requireActor, type Visit } from '../../parts/visit.ts';

/** Somebody of the platform who may do this, with their second factor. @throws GaranceError as `requireAction` */
export function requireStaff(visit: Visit, action: Action, towards?: Towards): Actor {
  const actor = requireActor(visit);
  requireAction(actor, action, towards);
  return actor;
}

/** A value of the address; '' when it is absent or repeated. */
export function queryOf({ request }: Visit, name: string): string {
  const value = (request.query as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value.trim().slice(0, 200) : '';
}
