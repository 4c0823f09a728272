import { type Actor, requireAction } from '../../objects/account/actor.ts';
import { type RequestContext, requireActor } from '../../parts/request-context.ts';

/** @throws GaranceError `general.not_found` for partners, `portal.not_allowed`, `portal.second_factor_required` */
export function requireWebhookManager(visit: RequestContext): Actor {
  const actor = requireActor(visit);
  requireAction(actor, 'webhook.manage', undefined);
  return actor;
}
