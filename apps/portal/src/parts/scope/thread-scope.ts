import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import type { Actor } from '../../objects/account/actor.ts';
import type { AuthorizationContext } from '../../objects/lifecycle/check-transition.ts';
import { requireId } from '../../objects/require-id.ts';
import { requirePartner, requireTeam } from '../../objects/thread/authorization.ts';
import type { SupportThread } from '../../objects/thread/tables/threads.ts';
import type { PathParams } from '../handler.ts';
import { type RequestContext, requireActor } from '../request-context.ts';

export interface ThreadScope {
  readonly actor: Actor;
  readonly thread: SupportThread;
  readonly authorization: AuthorizationContext;
}

type Deps = Pick<PortalDeps, 'store'>;

/** The thread of the path, on the partner's side. @throws GaranceError as `requirePartner` */
export async function requireThread(
  { store }: Deps,
  visit: RequestContext,
  { id }: PathParams,
): Promise<ThreadScope> {
  const actor = requireActor(visit);
  const thread = await store.portal.threads.find(requireId(id));
  if (thread === undefined) throw new GaranceError('general.not_found');
  return { actor, thread, authorization: requirePartner(actor, thread) };
}

/** The thread of the path, for the team: rights are checked before anything is read. @throws GaranceError as `requireTeam` */
export async function requireTeamThread(
  { store }: Deps,
  visit: RequestContext,
  { id }: PathParams,
): Promise<ThreadScope> {
  const actor = requireActor(visit);
  requireTeam(actor);
  const thread = await store.portal.threads.find(requireId(id));
  if (thread === undefined) throw new GaranceError('general.not_found');
  return { actor, thread, authorization: requireTeam(actor, thread) };
}
