import type { Clock } from '@garance/core';
import type { Rehearsal } from '../vocabulary/rehearsal.ts';
import type { Stage } from '../vocabulary/stage.ts';
import type { Calibration } from './calibrate.ts';
import { createTrail, type Trail } from './evidence/trail.ts';
import type { Limits } from './limits.ts';
import type { Marks } from './marker.ts';
import type { Pace } from './pace.ts';
import { createStage, type OwnStage } from './stage.ts';
import type { VisitorSource } from './visitors.ts';

/** What all scenarios of a run share. */
export interface RunContext {
  readonly rehearsal: Pick<Rehearsal, 'ticket' | 'observations'>;
  readonly service: Stage['service'];
  readonly source: VisitorSource;
  readonly cleaners: VisitorSource;
  readonly marks: Marks;
  readonly pace: Pace;
  readonly limits: Limits;
  readonly scale: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
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
