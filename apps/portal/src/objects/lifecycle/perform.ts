import { type Clock, type ErrorCode, GaranceError } from '@garance/core';
import type { PortalTables } from '../portal-store.ts';
import { attempt, type Refusal, type Standing } from './interpreter.ts';
import type { Lifecycle } from './lifecycle.ts';

/** Carries out one named effect, inside the transaction of the transition. */
export type Effect = (tables: PortalTables) => Promise<void>;

export interface Performance {
  readonly lifecycle: Lifecycle;
  readonly objectId: string;
  readonly event: string;
  readonly state: string;
  readonly standing: Standing;
  /** Person id, `system` or `datapass`: for history and audit. */
  readonly actor: string;
  readonly facts: ReadonlySet<string>;
  readonly reason?: string;
  /** Writes the new state if the object is still in `from` (and of the version that was read); false when it is not. */
  readonly setState: (tables: PortalTables, to: string) => Promise<boolean>;
  /** Every effect that the lifecycle's table names for this event. */
  readonly effects: Readonly<Record<string, Effect>>;
}

/**
 * One transition: verdict, state, history, audit and effects, in the transaction that `tables` belongs to.
 * @throws GaranceError `portal.not_allowed`, `portal.not_now`, `portal.second_factor_required`, `portal.reason_missing`,
 *   `portal.condition_missing` or `account.organisation_unproven` (detail names the condition), `portal.changed_meanwhile`
 */
export async function perform(tables: PortalTables, clock: Clock, wanted: Performance): Promise<string> {
  const { lifecycle, objectId, event, state, actor, reason } = wanted;
  const verdict = attempt(lifecycle, wanted);
  if (!verdict.ok) throw refusalError(verdict.refusal);
  if (!(await wanted.setState(tables, verdict.to))) throw new GaranceError('portal.changed_meanwhile');
  const atMs = clock.now();
  await tables.history.append({
    object: lifecycle.object,
    objectId,
    event,
    from: state,
    to: verdict.to,
    actor,
    atMs,
    ...(reason !== undefined && { reason }),
  });
  await tables.audit.append({
    atMs,
    actor,
    action: `${lifecycle.object}.${event}`,
    object: lifecycle.object,
    objectId,
    detail: { from: state, to: verdict.to },
  });
  for (const name of verdict.effects) {
    const effect = wanted.effects[name];
    // A table that names an effect nobody carries out is a mistake of ours, and the transition must not half happen.
    if (effect === undefined) throw new Error(`${lifecycle.object}.${event}: no effect ${name}`);
    await effect(tables);
  }
  return verdict.to;
}

/** Conditions that hold of something else than the object: their error says where to go. */
const ownErrors: ReadonlyMap<string, ErrorCode> = new Map([
  ['organisation-proven', 'account.organisation_unproven'],
]);

function refusalError(refusal: Refusal): GaranceError {
  switch (refusal.kind) {
    case 'not-yours':
      return new GaranceError('portal.not_allowed');
    case 'not-now':
      return new GaranceError('portal.not_now', { detail: refusal.state });
    case 'second-factor':
      return new GaranceError('portal.second_factor_required');
    case 'reason-missing':
      return new GaranceError('portal.reason_missing');
    case 'condition': {
      const code = ownErrors.get(refusal.condition) ?? 'portal.condition_missing';
      return new GaranceError(code, { detail: refusal.condition });
    }
  }
}
