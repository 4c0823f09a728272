/**
 * The path of a service as data. Each object of the partner space has one table of states and transitions; `transition.ts`
 * carries them all out. From the tables come the rights, the progress shown on pages, the mails, and the diagrams in
 * docs/lifecycle.md. The types below are derived from a table, so that a state, an event, a condition or an effect that it
 * does not name does not compile, and neither does a transition of which one is left out.
 */

/** Roles towards an object. Partner roles come from a membership in the object's organisation. */
export const roles = [
  'owner',
  'technical-contact',
  'contributor',
  'reader',
  'legal-reviewer',
  'qualification-officer',
  'support-agent',
  'operator',
  /** Garance itself: a clock, another object's transition. */
  'system',
  /** A signed webhook of the outside habilitation site. */
  'datapass',
] as const;
export type Role = (typeof roles)[number];

export const partnerRoles = ['owner', 'technical-contact', 'contributor', 'reader'] as const;
export type PartnerRole = (typeof partnerRoles)[number];
export const platformRoles = [
  'legal-reviewer',
  'qualification-officer',
  'support-agent',
  'operator',
] as const;
export type PlatformRole = (typeof platformRoles)[number];

/** State of an object that does not exist yet: the only `from` of the event that creates it. The history stores it so. */
export const unborn = '';

export interface Transition<State extends string = string> {
  readonly event: string;
  readonly from: readonly (State | typeof unborn)[];
  readonly to: State;
  readonly who: readonly Role[];
  /** Named conditions; the rules of the object compute them, the check reports the first unmet one. */
  readonly conditions?: readonly string[];
  /** Named consequences carried out before the state is written, in the same database transaction. */
  readonly before?: readonly string[];
  /** Named consequences carried out after the state is written, in the same database transaction. */
  readonly effects?: readonly string[];
  /** Needs a second factor in this session. */
  readonly secondFactor?: boolean;
  /** Needs a reason in words, kept in the history and shown to the other side. */
  readonly reason?: boolean;
}

/**
 * Columns of a state, which rules and pages read instead of comparing names of states. A column that a state leaves out
 * does not apply to it, so that a new state allows nothing until its row says so.
 */
export type StateColumns = Readonly<Record<string, string | boolean | undefined>>;

export interface Lifecycle {
  /** Names the object in the history, the audit log and the diagrams. */
  readonly object: string;
  /** In order. Reading a column that no state names does not compile. */
  readonly states: Readonly<Record<string, StateColumns>>;
  readonly terminal: readonly string[];
  /** States shown as steps of a progress bar, in order. */
  readonly progress: readonly string[];
  readonly transitions: readonly Transition[];
}

type ColumnOf<Row> = Row extends unknown ? keyof Row : never;
type CellOf<Row, Column> = Row extends { readonly [Key in Column & PropertyKey]: infer Cell }
  ? Cell
  : undefined;
/** Every state with the columns of all. */
type StateTable<States> = {
  readonly [State in keyof States]: {
    readonly [Column in ColumnOf<States[keyof States]>]: CellOf<States[keyof States], Column>;
  };
};

export interface DefinedLifecycle<States, Transitions> {
  readonly object: string;
  readonly states: StateTable<States>;
  readonly terminal: readonly (keyof States & string)[];
  readonly progress: readonly (keyof States & string)[];
  readonly transitions: Transitions;
}

/** Keeps the names as types; a state that `states` does not list does not compile anywhere in the table. */
export function defineLifecycle<
  const States extends Readonly<Record<string, StateColumns>>,
  const Transitions extends readonly Transition<keyof States & string>[],
>(
  lifecycle: Omit<DefinedLifecycle<States, Transitions>, 'states'> & { readonly states: States },
): DefinedLifecycle<States, Transitions> {
  return lifecycle as unknown as DefinedLifecycle<States, Transitions>;
}

export type StateOf<L extends Lifecycle> = keyof L['states'] & string;

type Creating = { readonly from: readonly [typeof unborn] };
/** Events that create an object. */
export type CreationOf<L extends Lifecycle> = Extract<L['transitions'][number], Creating>['event'];
/** Events of an object that exists. */
export type EventOf<L extends Lifecycle> = Exclude<L['transitions'][number], Creating>['event'];

type LineOf<L extends Lifecycle, Event> = Extract<L['transitions'][number], { readonly event: Event }>;
type Named<Line, Field extends string> = Line extends {
  readonly [Key in Field]: readonly (infer Name extends string)[];
}
  ? Name
  : never;

/** Conditions of these events. */
export type ConditionOf<L extends Lifecycle, Event = EventOf<L>> = Named<LineOf<L, Event>, 'conditions'>;
/** Effects of these events, those before the state is written included. */
export type EffectOf<L extends Lifecycle, Event = EventOf<L>> =
  | Named<LineOf<L, Event>, 'before'>
  | Named<LineOf<L, Event>, 'effects'>;
/** Whether each condition holds now. */
export type Facts<L extends Lifecycle, Event = EventOf<L>> = Readonly<Record<ConditionOf<L, Event>, boolean>>;

/** In the order of the table. */
export function statesOf<L extends Lifecycle>({ states }: L): readonly StateOf<L>[] {
  return Object.keys(states) as StateOf<L>[];
}

/** For a word from outside: an address, a form, the database. */
export function isStateOf<L extends Lifecycle>({ states }: L, word: string): word is StateOf<L> {
  return Object.hasOwn(states, word);
}

/** The state in which an object is created. */
export function initialOf<L extends Lifecycle>({ object, transitions }: L): StateOf<L> {
  const creation = transitions.find(({ from }) => from.includes(unborn));
  if (creation === undefined) throw new Error(`no event creates a ${object}`);
  return creation.to as StateOf<L>;
}

/** States from which some line of the table leads on by this event. */
export function comesFrom<L extends Lifecycle>({ transitions }: L, event: EventOf<L>, state: StateOf<L>) {
  return transitions.some((line) => line.event === event && line.from.includes(state));
}

/** Conditions of an event in this state that do not hold, in the order of the table. */
export function missingConditions<L extends Lifecycle, E extends EventOf<L>>(
  { transitions }: L,
  { event, state, facts }: { readonly event: E; readonly state: StateOf<L>; readonly facts: Facts<L, E> },
): readonly ConditionOf<L, E>[] {
  const line = transitions.find(
    (transition) => transition.event === event && transition.from.includes(state),
  );
  const conditions = (line?.conditions ?? []) as readonly ConditionOf<L, E>[];
  return conditions.filter((condition) => !facts[condition]);
}
