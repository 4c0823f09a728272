import type { Localized } from '@garance/core';

/** Where a service stands with one stage of its path on one platform. */
export interface StageState {
  /**
   * `not_yet`: an earlier stage comes first; `to_do`: may begin; `in_progress`: the partner is at it; `waiting`: the team is;
   * `done`; `stopped`: refused, revoked, suspended.
   */
  readonly state: 'not_yet' | 'to_do' | 'in_progress' | 'waiting' | 'done' | 'stopped';
  /** What exactly, in a few words: "Modifications demandées". */
  readonly label?: Localized;
  /** Where the partner goes on. */
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
