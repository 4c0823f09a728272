import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import type { Actor } from '../account/actor.ts';
import { record } from '../account/record-act.ts';
import type { ApprovedAction } from './actions.ts';

export interface ApprovalInput {
  readonly id: string;
  readonly action: ApprovedAction;
  readonly objectId: string;
  readonly detail: Readonly<Record<string, string>>;
  readonly actor: Actor;
}

/** Requests an action that needs the approval of a second person. @throws GaranceError `support.already_asked` */
export async function ask(
  deps: PortalDeps,
  { id, action, objectId, detail, actor }: ApprovalInput,
): Promise<void> {
  await deps.store.portal.transaction(async (tables) => {
    // The audit log serialises its writers: of two equal requests the second sees the first.
    const act = { actor, action: `${action}.ask`, object: 'approval', objectId: id };
    await record(tables, deps, { ...act, detail: { about: objectId } });
    const open = await tables.approvals.open();
    if (open.some((approval) => approval.action === action && approval.objectId === objectId)) {
      throw new GaranceError('support.already_asked');
    }
    const requestedAtMs = deps.clock.now();
    await tables.approvals.ask({ id, action, objectId, detail, requestedBy: actor.personId, requestedAtMs });
  });
}
