import { GaranceError, type Platform } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import type { PortalTables } from '../portal-store.ts';
import type { Service } from '../service/table.ts';
import { ensureQualification } from './begin.ts';
import { qualificationLifecycle } from './lifecycle.ts';
import { findPrerequisite, type Prerequisite } from './prerequisites.ts';
import type { Qualification } from './tables/qualifications.ts';

type Deps = Pick<PortalDeps, 'store' | 'clock'>;

export interface Evidence {
  readonly service: Service;
  readonly platform: Platform;
  readonly itemId: string;
  /** Version of the item on the page; 0 when it had no declaration. */
  readonly expectedVersion: number;
  readonly text: string;
  /** '' or an https address. */
  readonly link: string;
  readonly actor: string;
}

/** @returns false when the item was changed since it was shown @throws GaranceError `general.not_found`, `portal.not_now` */
export function declareItem(deps: Deps, evidence: Evidence): Promise<boolean> {
  const { service, platform, itemId, expectedVersion, text, link, actor } = evidence;
  requirePrerequisite(platform, itemId);
  return deps.store.portal.transaction(async (tables) => {
    const atMs = deps.clock.now();
    const qualification = await ensureQualification(tables, deps.clock, { service, platform, actor });
    requireState(qualification, 'editable');
    const change = { qualificationId: qualification.id, itemId, expectedVersion, text, link };
    const done = await tables.qualificationItems.declare({ ...change, by: actor, atMs });
    if (done) await noteChange(tables, qualification, { actor, atMs, action: 'item.declare', itemId });
    return done;
  });
}

export interface Judgement {
  readonly qualificationId: string;
  readonly itemId: string;
  readonly expectedVersion: number;
  readonly verdict: 'accepted' | 'changes';
  readonly comment: string;
  readonly actor: string;
}

/**
 * Stores an officer's verdict on one item of a submitted qualification.
 * @throws GaranceError `general.not_found`, `portal.not_now`, `portal.reason_missing`, `portal.changed_meanwhile` when
 * the
 *   item changed since it was read
 */
export function judgeItem(deps: Deps, judgement: Judgement): Promise<void> {
  const { qualificationId, itemId, expectedVersion, verdict, comment, actor } = judgement;
  return deps.store.portal.transaction(async (tables) => {
    const qualification = await tables.qualifications.lock(qualificationId);
    if (qualification === undefined) throw new GaranceError('general.not_found');
    requirePrerequisite(qualification.platform, itemId);
    requireState(qualification, 'waiting');
    if (verdict === 'changes' && comment === '') throw new GaranceError('portal.reason_missing');
    const atMs = deps.clock.now();
    const change = { qualificationId, itemId, expectedVersion, verdict, comment };
    const done = await tables.qualificationItems.judge({ ...change, by: actor, atMs });
    if (!done) throw new GaranceError('portal.changed_meanwhile');
    const action = verdict === 'accepted' ? 'item.accept' : 'item.request_changes';
    await noteChange(tables, qualification, { actor, atMs, action, itemId });
  });
}

/** Only declared prerequisites take evidence; the suite proves the others. */
export function requirePrerequisite(platform: Platform, itemId: string | undefined): Prerequisite {
  const found = findPrerequisite(platform, itemId);
  if (found === undefined || found.proof.how === 'automatic') throw new GaranceError('general.not_found');
  return found;
}

/** @throws GaranceError `portal.not_now` unless the state allows it */
export function requireState({ state }: Qualification, allows: 'editable' | 'open' | 'waiting'): void {
  if (!qualificationLifecycle.states[state][allows])
    throw new GaranceError('portal.not_now', { detail: state });
}

export async function noteChange(
  tables: PortalTables,
  { id }: Qualification,
  {
    actor,
    atMs,
    action,
    itemId,
  }: {
    readonly actor: string;
    readonly atMs: number;
    readonly action: string;
    readonly itemId: string;
  },
): Promise<void> {
  await tables.qualifications.touch(id, atMs);
  await tables.audit.append({
    atMs,
    actor,
    action: `qualification.${action}`,
    object: 'qualification',
    objectId: id,
    detail: { item: itemId },
  });
}
