import type { Clock } from '@garance/core';
import type { Calibration } from './calibrate.ts';
import { createTrail, type Trail } from './evidence/trail.ts';
import { createStage, type OwnStage, type StageSettings } from './stage.ts';

/** What all scenarios of a run share. */
export interface RunContext extends Omit<StageSettings, 'trail' | 'navigationMs' | 'protectedPage'> {
  readonly clock: Clock;
  /** Absent while it is being found. */
  readonly calibration?: Calibration;
}

export interface OpenStage {
  readonly stage: OwnStage;
  readonly trail: Trail;
}

/** A stage with nothing on it. The caller closes it. */
export function openStage(
  context: RunContext,
  options: { readonly slow?: boolean; readonly signal?: AbortSignal } = {},
): OpenStage {
  const { clock, limits, calibration, signal } = context;
  const trail = createTrail(clock);
  const stage = createStage({
    ...context,
    trail,
    signal: options.signal ?? signal,
    navigationMs: options.slow === true ? limits.slowNavigationMs : limits.navigationMs,
    ...(calibration === undefined ? {} : { protectedPage: calibration.protectedPage }),
  });
  return { stage, trail };
}
