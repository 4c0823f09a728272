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

/** Asks for what a second person must want too. @throws GaranceError `support.already_asked` */
export async function ask(
  deps: PortalDeps,
  { id, action, objectId, detail, actor }: ApprovalInput,
): Promise<void> {
  await deps.store.portal.transaction(async (tables) => {
    // Acts are chained one after another in the audit log: of two equal wishes the second sees the first.
    const act = { actor, action: `${action}.ask`, object: 'approval', objectId: id };
    await record(tables, deps, { ...act, detail: { about: objectId } });
    const open = await tables.approvals.open();
    if (open.some((each) => each.action === action && each.objectId === objectId)) {
      throw new GaranceError('support.already_asked');
    }
    const askedAtMs = deps.clock.now();
    await tables.approvals.ask({ id, action, objectId, detail, askedBy: actor.personId, askedAtMs });
  });
}
