/** Carries out one event of one object: the only place that changes a state, or creates an object that has states. */

import { type Clock, type ErrorCode, GaranceError } from '@garance/core';
import type { PortalTables } from '../portal-store.ts';
import { type AuthorizationContext, checkTransition, type Refusal } from './check-transition.ts';
import {
  type CreationOf,
  type EffectOf,
  type EventOf,
  type Facts,
  type Lifecycle,
  type StateOf,
  type Transition,
  unborn,
} from './lifecycle.ts';
import type { StateTable, Stored } from './state-table.ts';

/** Carries out one named effect, inside the transaction of the transition. */
export type Effect = (tables: PortalTables) => Promise<void>;
export type Effects<L extends Lifecycle, Event = EventOf<L>> = Readonly<Record<EffectOf<L, Event>, Effect>>;

/** Input for one event: the value of every condition and the implementation of every effect in the table. */
export interface Prepared<L extends Lifecycle, Event = EventOf<L>> {
  readonly facts: Facts<L, Event>;
  readonly effects: Effects<L, Event>;
}

interface Act {
  readonly authorization: AuthorizationContext;
  /** Person id, `system` or `datapass`: for history and audit. */
  readonly actor: string;
  readonly reason?: string | undefined;
}

export interface Change<L extends Lifecycle, Event extends EventOf<L>, Row extends Stored<StateOf<L>>>
  extends Act {
  readonly lifecycle: L;
  readonly table: StateTable<StateOf<L>, Row>;
  readonly id: string;
  readonly event: Event;
  /** The version that the person decided on; another one is refused. */
  readonly expectedVersion?: number | undefined;
  /** Called with the locked row. */
  readonly prepare: (row: Row) => Promise<Prepared<L, Event>> | Prepared<L, Event>;
}

export type Outcome<State extends string = string> =
  | { readonly ok: true; readonly to: State }
  | { readonly ok: false; readonly refusal: Refusal | { readonly kind: 'not-found' | 'changed' } };

/**
 * Lock, version, check, state, history, audit and effects, in the transaction that `tables` belongs to. A refusal is
 * returned before anything is written.
 */
export async function tryTransition<
  L extends Lifecycle,
  Event extends EventOf<L>,
  Row extends Stored<StateOf<L>>,
>(tables: PortalTables, clock: Clock, change: Change<L, Event, Row>): Promise<Outcome<StateOf<L>>> {
  const { lifecycle, table, id, event, expectedVersion, authorization, reason } = change;
  const row = await table.lock(id);
  if (row === undefined) return { ok: false, refusal: { kind: 'not-found' } };
  const { state, version = 0 } = row;
  if (expectedVersion !== undefined && expectedVersion !== version) {
    return { ok: false, refusal: { kind: 'changed' } };
  }
  const { facts, effects } = await change.prepare(row);
  const checked = checkTransition(lifecycle, { event, state, authorization, facts, reason });
  if (!checked.ok) return checked;
  const { line } = checked;
  const to = line.to as StateOf<L>;
  await carryOut(tables, effects, line.before);
  const atMs = clock.now();
  const why = reason === undefined ? {} : { reason };
  // Thrown, not returned: effects before the state have been carried out and must be rolled back.
  if (!(await table.setState({ id, from: state, to, version, atMs, ...why }))) {
    throw new GaranceError('portal.changed_meanwhile');
  }
  await record(tables, { lifecycle, id, line, from: state, atMs, actor: change.actor, ...why });
  await carryOut(tables, effects, line.effects);
  return { ok: true, to };
}

/**
 * The same for callers that have no page of their own for a refusal.
 * @returns the new state
 * @throws GaranceError `general.not_found`, `portal.changed_meanwhile`, `portal.not_allowed`, `portal.not_now`,
 *   `portal.second_factor_required`, `portal.reason_missing`, `portal.condition_missing` or
 *   `account.organisation_unproven` (detail names the condition)
 */
export async function transition<
  L extends Lifecycle,
  Event extends EventOf<L>,
  Row extends Stored<StateOf<L>>,
>(tables: PortalTables, clock: Clock, change: Change<L, Event, Row>): Promise<StateOf<L>> {
  return orThrow(await tryTransition(tables, clock, change));
}

export interface Creation<L extends Lifecycle, Event extends CreationOf<L>, Created> extends Act {
  readonly lifecycle: L;
  readonly id: string;
  readonly event: Event;
  /** For the audit log. */
  readonly detail?: Readonly<Record<string, string>>;
  /** @returns undefined when another request created the object first */
  readonly insert: (state: StateOf<L>, atMs: number) => Promise<Created | undefined>;
  readonly effects: Effects<L, Event>;
}

/**
 * Creates an object in its initial state, with history, audit and effects; records nothing when `insert` reports that
 * it exists already.
 * @returns the result of `insert`
 * @throws GaranceError as `transition`
 */
export async function create<L extends Lifecycle, Event extends CreationOf<L>, Created>(
  tables: PortalTables,
  clock: Clock,
  creation: Creation<L, Event, Created>,
): Promise<Created | undefined> {
  const { lifecycle, id, event, authorization, actor, detail, effects } = creation;
  const checked = checkTransition(lifecycle, { event, state: unborn, authorization, facts: {} });
  if (!checked.ok) throw refusalError(checked.refusal);
  const { line } = checked;
  const atMs = clock.now();
  const created = await creation.insert(line.to as StateOf<L>, atMs);
  if (created === undefined) return undefined;
  await record(tables, {
    lifecycle,
    id,
    line,
    from: unborn,
    atMs,
    actor,
    ...(detail !== undefined && { detail }),
  });
  await carryOut(tables, effects, line.effects);
  return created;
}

async function carryOut(
  tables: PortalTables,
  effects: Readonly<Record<string, Effect>>,
  names: readonly string[] = [],
): Promise<void> {
  for (const name of names) {
    const effect = effects[name];
    // The types require it; a table used without its types fails here, and the transaction is rolled back.
    if (effect === undefined) throw new Error(`no effect ${name}`);
    await effect(tables);
  }
}

interface Happened {
  readonly lifecycle: Lifecycle;
  readonly id: string;
  readonly line: Transition;
  readonly from: string;
  readonly atMs: number;
  readonly actor: string;
  readonly reason?: string;
  /** Instead of the states. */
  readonly detail?: Readonly<Record<string, string>>;
}

async function record(tables: PortalTables, happened: Happened): Promise<void> {
  const { lifecycle, id: objectId, line, from, atMs, actor, reason } = happened;
  const { event, to } = line;
  const { object } = lifecycle;
  const entry = { object, objectId, actor, atMs };
  await tables.history.append({ ...entry, event, from, to, ...(reason !== undefined && { reason }) });
  const detail = happened.detail ?? { from, to };
  await tables.audit.append({ ...entry, action: `${object}.${event}`, detail });
}

/** @throws GaranceError as `transition` */
export function orThrow<State extends string>(outcome: Outcome<State>): State {
  if (!outcome.ok) throw refusalError(outcome.refusal);
  return outcome.to;
}

/** Conditions on another object, with an error code of their own. */
const ownErrors: ReadonlyMap<string, ErrorCode> = new Map([
  ['organisation-proven', 'account.organisation_unproven'],
]);

export function refusalError(refusal: Extract<Outcome, { ok: false }>['refusal']): GaranceError {
  switch (refusal.kind) {
    case 'not-found':
      return new GaranceError('general.not_found');
    case 'changed':
      return new GaranceError('portal.changed_meanwhile');
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
