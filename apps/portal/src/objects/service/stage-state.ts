import type { Localized } from '@garance/core';

/** State of a service in one stage of its path on one platform. */
export interface StageState {
  /**
   * `not_yet`: an earlier stage comes first; `to_do`: may begin; `in_progress`: waits for the partner; `waiting`: waits
   * for the team; `done`; `stopped`: refused, revoked, suspended.
   */
  readonly state: 'not_yet' | 'to_do' | 'in_progress' | 'waiting' | 'done' | 'stopped';
  /** More precise than the state: "Modifications demandées". */
  readonly label?: Localized;
  /** Next action of the partner. */
  readonly action?: { readonly href: string; readonly label: Localized };
}

/** The five stages, in order. */
export const pathStages = [
  'eligibility',
  'habilitation',
  'integration',
  'qualification',
  'production',
] as const;
export type PathStage = (typeof pathStages)[number];
