import type { EventOf, Lifecycle, Role, StateOf, Transition } from './lifecycle.ts';

/** The acting person's roles towards this object, and whether this session has a second factor. */
export interface AuthorizationContext {
  readonly roles: readonly Role[];
  readonly secondFactor: boolean;
}

/** For the scheduler, and for transitions caused by another object. */
export const systemAuthorization: AuthorizationContext = { roles: ['system'], secondFactor: false };

export interface TransitionInput {
  readonly event: string;
  readonly state: string;
  readonly authorization: AuthorizationContext;
  /** Whether each condition holds now, by name; one that is absent does not. */
  readonly facts: Readonly<Record<string, boolean>>;
  /** In words, where the transition needs them. */
  readonly reason?: string | undefined;
}

export type TransitionCheck =
  | { readonly ok: true; readonly line: Transition }
  | { readonly ok: false; readonly refusal: Refusal };

/** Reasons of a refusal, in the order of the checks: the state is disclosed only to holders of a role of the event. */
export type Refusal =
  | { readonly kind: 'not-yours' }
  | { readonly kind: 'not-now'; readonly state: string }
  | { readonly kind: 'second-factor' }
  | { readonly kind: 'reason-missing' }
  | { readonly kind: 'condition'; readonly condition: string };

/** Whether the table lets this happen, and by which of its lines. Pure. */
export function checkTransition(lifecycle: Lifecycle, input: TransitionInput): TransitionCheck {
  const { event, state, authorization, facts, reason } = input;
  const ofEvent = lifecycle.transitions.filter((line) => line.event === event);
  const allowed = ofEvent.filter((line) => isAllowed(line, authorization));
  if (allowed.length === 0) return { ok: false, refusal: { kind: 'not-yours' } };
  const line = allowed.find((candidate) => candidate.from.includes(state));
  if (line === undefined) return { ok: false, refusal: { kind: 'not-now', state } };
  if (line.secondFactor === true && !authorization.secondFactor && !isMachine(authorization)) {
    return { ok: false, refusal: { kind: 'second-factor' } };
  }
  if (line.reason === true && (reason ?? '').trim() === '') {
    return { ok: false, refusal: { kind: 'reason-missing' } };
  }
  const missing = line.conditions?.find((condition) => facts[condition] !== true);
  if (missing !== undefined) return { ok: false, refusal: { kind: 'condition', condition: missing } };
  return { ok: true, line };
}

/** Events offered on a page: allowed by state and role. Conditions are left out, so that the page can name the unmet ones. */
export function offeredEvents<L extends Lifecycle>(
  lifecycle: L,
  state: StateOf<L>,
  authorization: AuthorizationContext,
): readonly EventOf<L>[] {
  const events = lifecycle.transitions
    .filter((line) => line.from.includes(state) && isAllowed(line, authorization))
    .map((line) => line.event as EventOf<L>);
  return [...new Set(events)];
}

/** Whether this person may try the event in some state. */
export function mayEver<L extends Lifecycle>(
  lifecycle: L,
  event: EventOf<L>,
  authorization: AuthorizationContext,
): boolean {
  return lifecycle.transitions.some((line) => line.event === event && isAllowed(line, authorization));
}

function isAllowed(transition: Transition, { roles }: AuthorizationContext): boolean {
  return transition.who.some((role) => roles.includes(role));
}

/** Garance itself and signed webhooks have no second factor to show. */
function isMachine({ roles }: AuthorizationContext): boolean {
  return roles.includes('system') || roles.includes('datapass');
}
