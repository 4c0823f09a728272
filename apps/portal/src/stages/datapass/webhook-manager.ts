import { type Actor, requireAction } from '../../objects/account/actor.ts';
import { requireActor, type Visit } from '../../parts/visit.ts';

/** @throws GaranceError `general.not_found` for partners, `portal.not_allowed`, `portal.second_factor_required` */
export function requireWebhookManager(visit: Visit): Actor {
  const actor = requireActor(visit);
  requireAction(actor, 'webhook.manage', undefined);
  return actor;
}
