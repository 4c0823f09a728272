import type { Lifecycle, Role, Transition } from './lifecycle.ts';

/** Who asks: the roles they hold towards this very object, and how they proved themselves in this session. */
export interface Standing {
  readonly roles: readonly Role[];
  readonly secondFactor: boolean;
}

export interface Attempt {
  readonly event: string;
  readonly state: string;
  readonly standing: Standing;
  /** Conditions that hold now, by name; those absent do not. */
  readonly facts: ReadonlySet<string>;
  /** In words, where the transition wants them. */
  readonly reason?: string;
}

export type Verdict =
  | { readonly ok: true; readonly to: string; readonly effects: readonly string[] }
  | { readonly ok: false; readonly refusal: Refusal };

/** Why not, in the order in which it is looked at: nobody learns a state they may not see. */
export type Refusal =
  | { readonly kind: 'not-yours' }
  | { readonly kind: 'not-now'; readonly state: string }
  | { readonly kind: 'second-factor' }
  | { readonly kind: 'reason-missing' }
  | { readonly kind: 'condition'; readonly condition: string };

/** Reads the table: may this happen, and what follows? Pure; the stage carries out the effects. */
export function attempt(lifecycle: Lifecycle, { event, state, standing, facts, reason }: Attempt): Verdict {
  const ofEvent = lifecycle.transitions.filter((transition) => transition.event === event);
  const allowed = ofEvent.filter((transition) => isAllowed(transition, standing));
  if (allowed.length === 0) return { ok: false, refusal: { kind: 'not-yours' } };
  const transition = allowed.find((candidate) => candidate.from.includes(state));
  if (transition === undefined) return { ok: false, refusal: { kind: 'not-now', state } };
  if (transition.secondFactor === true && !standing.secondFactor && !isMachine(standing)) {
    return { ok: false, refusal: { kind: 'second-factor' } };
  }
  if (transition.reason === true && (reason ?? '').trim() === '') {
    return { ok: false, refusal: { kind: 'reason-missing' } };
  }
  const missing = transition.conditions?.find((condition) => !facts.has(condition));
  if (missing !== undefined) return { ok: false, refusal: { kind: 'condition', condition: missing } };
  return { ok: true, to: transition.to, effects: transition.effects ?? [] };
}

/** Events that this person may try now: what a page offers. Conditions are not looked at, so that a page can say what is missing. */
export function offeredEvents(lifecycle: Lifecycle, state: string, standing: Standing): readonly string[] {
  const events = lifecycle.transitions
    .filter((transition) => transition.from.includes(state) && isAllowed(transition, standing))
    .map((transition) => transition.event);
  return [...new Set(events)];
}

function isAllowed(transition: Transition, { roles }: Standing): boolean {
  return transition.who.some((role) => roles.includes(role));
}

/** Garance itself and signed webhooks have no second factor to show. */
function isMachine({ roles }: Standing): boolean {
  return roles.includes('system') || roles.includes('datapass');
}
