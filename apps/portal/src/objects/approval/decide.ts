/** Decision of the second person and its effects. */
import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import type { Actor } from '../account/actor.ts';
import { record } from '../account/record-act.ts';
import { parseHub } from '../hubs.ts';
import type { PortalTables } from '../portal-store.ts';
import { approvedActionOf, effects } from './actions.ts';
import { refusalOfApprover } from './approver.ts';
import type { Approval } from './table.ts';

interface Decision {
  readonly id: string;
  readonly actor: Actor;
  readonly verdict: 'approved' | 'refused';
}

/**
 * @throws GaranceError `general.not_found`, `support.second_person_required`, `support.approver_too_new`,
 *   `support.approver_not_independent`, `support.asker_left`, `support.rotation_unavailable`, `support.rotation_failed`,
 *   and those of the action's effect
 */
export async function decide(deps: PortalDeps, decision: Decision): Promise<void> {
  const { id, actor, verdict } = decision;
  const approval = await deps.store.portal.approvals.find(id);
  const action = approval && approvedActionOf(approval);
  if (approval === undefined || action === undefined) throw new GaranceError('general.not_found');
  const rotates = verdict === 'approved' && action === 'hub-keys.rotate';
  if (rotates && deps.rotateKeys === undefined) throw new GaranceError('support.rotation_unavailable');
  await deps.store.portal.transaction(async (tables) => {
    const atMs = deps.clock.now();
    if (!(await tables.approvals.decide(id, { by: actor.personId, atMs, verdict })))
      throw new GaranceError('support.second_person_required');
    const act = `${action}.${verdict === 'approved' ? 'approve' : 'refuse'}`;
    const detail = { about: approval.objectId, askedBy: approval.requestedBy };
    // The audit log serialises its writers: of two operators who remove each other, the second sees the first removal.
    await record(tables, deps, { actor, action: act, object: 'approval', objectId: id, detail });
    if (verdict === 'refused') return;
    const refusal = await findRefusal(tables, { approval, personId: actor.personId, nowMs: atMs });
    if (refusal !== undefined) throw new GaranceError(refusal);
    await effects[action](tables, { deps, approval, approvedBy: actor.personId });
  });
  // Creating keys takes time and a transaction of its own: it runs after the decision, and a failure does not undo the
  // decision.
  if (rotates) await rotate(deps, approval, actor);
}

/** Reason why this person may not approve; undefined when they may. */
export async function findRefusal(
  { platformRoles }: Pick<PortalTables, 'platformRoles'>,
  input: { readonly approval: Approval; readonly personId: string; readonly nowMs: number },
): Promise<ReturnType<typeof refusalOfApprover>> {
  const { approval, personId, nowMs } = input;
  const grant = await platformRoles.find(personId, 'operator');
  return refusalOfApprover({
    approval,
    approver: grant && { ...grant, personId },
    requester: await platformRoles.find(approval.requestedBy, 'operator'),
    nowMs,
  });
}

async function rotate(deps: PortalDeps, { objectId, detail }: Approval, actor: Actor): Promise<void> {
  const hub = parseHub(detail.platform, detail.environment);
  if (hub === undefined) throw new GaranceError('general.not_found');
  const entry = { actor, object: 'hub', objectId };
  try {
    const kids = (await deps.rotateKeys?.(hub)) ?? [];
    await record(deps.store.portal, deps, {
      ...entry,
      action: 'hub-keys.rotated',
      detail: { keys: kids.length },
    });
  } catch (err) {
    deps.logger.error({ err, ...hub }, 'an approved key rotation failed');
    await record(deps.store.portal, deps, { ...entry, action: 'hub-keys.rotation-failed' });
    throw new GaranceError('support.rotation_failed', { cause: err });
  }
}
