/**
 * Derives the state of a request from a set of DataPass events. The result depends on the set, not on the order of
 * arrival (except within one second, which DataPass times do not order): the events are sorted by firing time and read
 * through the same table of transitions that rules the portal. When events before one are missing, they are implied if
 * they grant and open nothing (a decision implies a submission); an event that withdraws something never granted waits
 * for the missing one.
 */
import { checkTransition } from '../lifecycle/check-transition.ts';
import { initialOf } from '../lifecycle/lifecycle.ts';
import type { DatapassEvent } from '../request/datapass-fields.ts';
import { type RequestEvent, type RequestState, requestLifecycle } from '../request/lifecycle.ts';

export interface LifeEvent {
  /** Body hash of the delivery. */
  readonly key: string;
  readonly event: DatapassEvent;
  /** Seconds. */
  readonly firedAt: number;
  /** Grows with every delivery: decides between events of one second, whose order DataPass does not tell. */
  readonly arrival: number;
  /** The same for the same answers. */
  readonly answersKey: string;
}

/** An event of the table, or the creation. */
export type LifeEventName = RequestEvent | 'create';

/** A transition to make, with the delivery that it comes from. */
export interface LifeTransition {
  readonly event: LifeEventName;
  readonly delivery: string;
}

export interface Life {
  /** From nothing to `state`; the first is `create`, which makes the draft. */
  readonly transitions: readonly LifeTransition[];
  /** Undefined while nothing has created the request. */
  readonly state?: RequestState;
  /** Delivery whose approval is in force, or was when it was revoked. */
  readonly approvedBy?: string;
  /** Of that approval. */
  readonly approvedAnswers?: string;
  /** Delivery of the current answers. */
  readonly answersFrom?: string;
  /** Delivery of the current applicant and organisation. */
  readonly newest?: string;
  /** Deliveries that wait for a preceding event. */
  readonly waiting: ReadonlySet<string>;
}

/** Events that may be implied: none of them opens, grants or withdraws anything. */
const fillers: readonly RequestEvent[] = ['submit', 'reopen', 'take_back_refusal'];
/** Events of DataPass that may be repeated to reach a state: all but the approval. */
const detours: readonly RequestEvent[] = [
  ...fillers,
  'request_changes',
  'refuse',
  'cancel_reopening',
  'archive',
  'revoke',
];
/** Events without current answers. */
const silent: readonly DatapassEvent[] = ['transfer', 'revoke', 'archive'];

export function readLife(events: readonly LifeEvent[]): Life {
  let life: Life = { transitions: [], waiting: new Set() };
  for (const second of bySecond(events)) life = readSecond(life, second);
  return life;
}

/**
 * DataPass times have whole seconds: within one, events that need no missing predecessor come first, then by arrival.
 */
function readSecond(before: Life, events: readonly LifeEvent[]): Life {
  let life = before;
  let left = events;
  for (;;) {
    const possible = left.flatMap((event) => {
      const way = wayOf(life, event);
      return way === undefined ? [] : [{ event, way }];
    });
    const chosen = possible.find(({ way }) => way.length === 1) ?? possible[0];
    if (chosen === undefined)
      return { ...life, waiting: new Set([...life.waiting, ...left.map((e) => e.key)]) };
    life = readEvent(life, chosen.event, chosen.way);
    left = left.filter((event) => event !== chosen.event);
  }
}

function readEvent(life: Life, event: LifeEvent, way: readonly LifeEventName[]): Life {
  const transitions = [...life.transitions, ...way.map((name) => ({ event: name, delivery: event.key }))];
  const state = way.reduce<RequestState | undefined>(afterEvent, life.state);
  const approves = way.includes('approve');
  return {
    transitions,
    waiting: life.waiting,
    newest: event.key,
    ...optional('state', state),
    ...optional('approvedBy', approves ? event.key : life.approvedBy),
    ...optional('approvedAnswers', approves ? event.answersKey : life.approvedAnswers),
    answersFrom: approves ? event.key : answersAfter(life, event, state),
  };
}

/** A validated request has the approved answers; after any other event it has those of the event. */
function answersAfter(life: Life, event: LifeEvent, state: RequestState | undefined): string {
  if (state === 'validated') return life.approvedBy ?? event.key;
  return (silent.includes(event.event) ? life.answersFrom : undefined) ?? event.key;
}

/**
 * Transitions that the event means in this state, with implied ones before it; empty when the event adds nothing;
 * undefined when it must wait for an earlier event.
 */
function wayOf(life: Life, happened: LifeEvent): readonly LifeEventName[] | undefined {
  const { state } = life;
  const { event } = happened;
  if (state === undefined) {
    const onwards = wayOf({ ...life, state: initialOf(requestLifecycle) }, happened);
    return onwards === undefined ? undefined : ['create', ...onwards];
  }
  if (requestLifecycle.terminal.some((end) => end === state)) return [];
  if (event === 'create' || event === 'transfer') return [];
  if (event === 'update') return state === 'validated' ? ['reopen'] : [];
  if (saysAgain(state, life.approvedAnswers === happened.answersKey)[event] === true) return [];
  return wayToEvent(state, event);
}

/** Tells for an event whether it would repeat the current state; absent for events that never do. */
function saysAgain(
  state: RequestState,
  isApprovedSo: boolean,
): Readonly<Partial<Record<DatapassEvent, boolean | undefined>>> {
  const { waiting, resumes, reopened } = requestLifecycle.states[state];
  return {
    submit: waiting,
    request_changes: resumes,
    refuse: state === 'refused',
    reopen: reopened,
    cancel_reopening: state === 'validated',
    approve: state === 'validated' && isApprovedSo,
  };
}

/** Shortest way to, and through, an event. */
function wayToEvent(state: RequestState, event: RequestEvent): readonly RequestEvent[] | undefined {
  const way = shortestWay(state, fillers, (candidate) => afterEvent(candidate, event) !== undefined);
  return way === undefined ? undefined : [...way, event];
}

/** State after an event of the outside site, by the table; undefined when there is no such transition. */
export function afterEvent(state: RequestState | undefined, event: LifeEventName): RequestState | undefined {
  if (event === 'create') return state ?? initialOf(requestLifecycle);
  // Stryker disable next-line ConditionalExpression: for the type alone; an undefined state has no transitions.
  if (state === undefined) return undefined;
  const checked = checkTransition(requestLifecycle, {
    event,
    state,
    // Stryker disable next-line BooleanLiteral: a machine is asked for no second factor.
    authorization: { roles: ['datapass'], secondFactor: false },
    // Read from the table alone: conditions are checked when the transition is carried out.
    facts: { complete: true, 'terms-accepted': true, 'organisation-proven': true },
    reason: 'DataPass',
  });
  return checked.ok ? (checked.line.to as RequestState) : undefined;
}

/** Breadth first through the table, by the events allowed. */
function shortestWay(
  from: RequestState,
  events: readonly RequestEvent[],
  isThere: (state: RequestState) => boolean,
): readonly RequestEvent[] | undefined {
  const visited = new Set<RequestState>();
  let front: readonly { readonly state: RequestState; readonly way: readonly RequestEvent[] }[] = [
    { state: from, way: [] },
  ];
  while (front.length > 0) {
    const found = front.find(({ state }) => isThere(state));
    if (found !== undefined) return found.way;
    front = front.flatMap(({ state, way }) =>
      events.flatMap((event) => {
        const next = afterEvent(state, event);
        // Stryker disable next-line ConditionalExpression: equivalent mutant: an undefined state has no transitions.
        if (next === undefined || visited.has(next)) return [];
        visited.add(next);
        return [{ state: next, way: [...way, event] }];
      }),
    );
  }
  return undefined;
}

export interface LifePosition {
  /** State of the request in the database; undefined when there is no request. */
  readonly state?: RequestState;
  /** Delivery of the last applied approval. */
  readonly approvedBy?: string;
}

/**
 * Transitions of the table that bring the request from its present state to the one that its events mean: history is
 * continued, never rewritten. In order, these are the transitions of the new event; an event that arrives late may need
 * a longer sequence.
 * @param before meaning of the events without the new one
 * @returns undefined when no sequence leads there
 */
export function planTransitions(
  position: LifePosition,
  before: Life,
  life: Life,
): readonly LifeTransition[] | undefined {
  // Stryker disable next-line OptionalChaining: for the type alone; a life whose beginning is the same has not grown shorter.
  const isContinued = before.transitions.every(
    ({ delivery }, at) => delivery === life.transitions[at]?.delivery,
  );
  if (isContinued && position.state === before.state)
    return life.transitions.slice(before.transitions.length);
  const { state } = position;
  if (state === undefined) return life.transitions;
  const isOver = requestLifecycle.terminal.some((end) => end === state);
  if (isOver) return state === life.state ? [] : undefined;
  const { approvedBy } = life;
  if (approvedBy !== undefined && position.approvedBy !== approvedBy)
    return planApproval(state, life, approvedBy);
  // Stryker disable next-line StringLiteral: equivalent mutant: `answersFrom` is set whenever `state` is.
  const { answersFrom: delivery = '' } = life;
  return shortestWay(state, detoursLike(life), (candidate) => candidate === life.state)?.map((event) => ({
    event,
    delivery,
  }));
}

/** Among shortest paths prefer the events that DataPass sent most recently. */
function detoursLike({ transitions }: Life): readonly RequestEvent[] {
  const lastPosition = (event: RequestEvent) =>
    transitions.findLastIndex((transition) => transition.event === event);
  return [...detours].sort((a, b) => lastPosition(b) - lastPosition(a));
}

/** First the approval that has not been carried out, then the transitions after it. */
function planApproval(
  state: RequestState,
  life: Life,
  delivery: string,
): readonly LifeTransition[] | undefined {
  const last = life.transitions.findLastIndex((transition) => transition.event === 'approve');
  const way = wayToEvent(state, 'approve');
  // Stryker disable next-line ConditionalExpression: for the type alone; whatever is no end may still be approved.
  return way === undefined
    ? undefined
    : [...way.map((event) => ({ event, delivery })), ...life.transitions.slice(last + 1)];
}

/** In the order in which they were fired; within a second, in the order in which they arrived. */
function bySecond(events: readonly LifeEvent[]): readonly (readonly LifeEvent[])[] {
  const sorted = [...events].sort((a, b) => a.firedAt - b.firedAt || a.arrival - b.arrival);
  const seconds = new Map<number, LifeEvent[]>();
  for (const event of sorted) seconds.set(event.firedAt, [...(seconds.get(event.firedAt) ?? []), event]);
  return [...seconds.values()];
}

function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: V });
}
