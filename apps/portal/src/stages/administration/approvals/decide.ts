/** What a second person decides, and what then happens. */
import { GaranceError } from '@garance/core';
import type { Approval, PortalTables } from '@garance/store';
import { z } from 'zod';
import type { Actor } from '../../../kit/actor.ts';
import type { PortalDeps } from '../../../kit/deps.ts';
import { parseHub } from '../hubs.ts';
import { record } from '../operator.ts';

export const overrideSchema = z.object({
  environment: z.enum(['integration', 'production']),
  personFingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  sectorId: z.string().min(1).max(200),
  sub: z.string().regex(/^[\x21-\x7e]{1,255}$/),
});

interface Decision {
  readonly id: string;
  readonly actor: Actor;
  readonly verdict: 'approved' | 'refused';
}

/** @throws GaranceError `general.not_found`, `support.second_person_required`, `support.rotation_unavailable`, `support.rotation_failed` */
export async function decide(deps: PortalDeps, decision: Decision): Promise<void> {
  const { id, actor, verdict } = decision;
  const approval = await deps.store.portal.approvals.find(id);
  if (approval === undefined) throw new GaranceError('general.not_found');
  const rotates = verdict === 'approved' && approval.action === 'hub-keys.rotate';
  if (rotates && deps.rotateKeys === undefined) throw new GaranceError('support.rotation_unavailable');
  await deps.store.portal.transaction(async (tables) => {
    const decided = { by: actor.personId, atMs: deps.clock.now(), verdict };
    if (!(await tables.approvals.decide(id, decided)))
      throw new GaranceError('support.second_person_required');
    const action = `${approval.action}.${verdict === 'approved' ? 'approve' : 'refuse'}`;
    const detail = { about: approval.objectId, askedBy: approval.askedBy };
    await record(tables, deps, { actor, action, object: 'approval', objectId: id, detail });
    if (verdict === 'approved') await applyWithin(tables, approval);
  });
  // Making keys takes time and its own transaction: after the decision, which it does not undo.
  if (rotates) await rotate(deps, approval, actor);
}

/** What commits together with the decision. */
async function applyWithin(tables: PortalTables, { action, detail }: Approval): Promise<void> {
  if (action === 'subject.override') await tables.subjectOverrides.put(overrideSchema.parse(detail));
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
