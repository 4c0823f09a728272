/**
 * The path of a service as data. Each object of the partner space has one table of transitions; one interpreter reads
 * them all. From the tables come the rights, the progress shown on pages, the mails, and the diagrams in docs/lifecycle.md.
 */

/** What a person is to an object. Partner roles are those of a membership in the object's organisation. */
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

export interface Transition {
  readonly event: string;
  readonly from: readonly string[];
  readonly to: string;
  readonly who: readonly Role[];
  /** Named facts that must hold; the stage computes them, the interpreter says which one is missing. */
  readonly conditions?: readonly string[];
  /** Named consequences, carried out in the same database transaction by the stage. */
  readonly effects?: readonly string[];
  /** Needs a second factor in this session. */
  readonly secondFactor?: boolean;
  /** Needs a reason in words, kept in the history and shown to the other side. */
  readonly reason?: boolean;
}

export interface Lifecycle {
  /** Names the object in the history, the audit log and the diagrams. */
  readonly object: string;
  readonly states: readonly string[];
  readonly initial: string;
  readonly terminal: readonly string[];
  readonly transitions: readonly Transition[];
  /** States shown as steps of a progress bar, in order. */
  readonly progress: readonly string[];
}

/** Checked when the tables are written: a lifecycle names only what it declares. */
export function defineLifecycle<const L extends Lifecycle>(lifecycle: L): L {
  return lifecycle;
}

export type EventOf<L extends Lifecycle> = L['transitions'][number]['event'];
export type StateOf<L extends Lifecycle> = L['states'][number];
