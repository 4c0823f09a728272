import type { Clock } from '@garance/core';
import type { Observation } from '../vocabulary/observation.ts';
import type { Rehearsal } from '../vocabulary/rehearsal.ts';
import type { Stage, View } from '../vocabulary/stage.ts';
import type { Limits } from './limits.ts';
import type { Marks } from './marker.ts';
import type { ProtectedPage } from './oracle/protected-page.ts';
import type { Pace } from './pace.ts';
import type { RateLimit } from './rate-limit.ts';
import type { VisitorSource } from './visitors.ts';

/** What all scenarios of a run share. */
export interface RunContext {
  readonly rehearsal: Pick<Rehearsal, 'token' | 'observations' | 'search'>;
  readonly service: Stage['service'];
  readonly source: VisitorSource;
  /** Without scripts: signs out for those who leave. */
  readonly cleaners: VisitorSource;
  readonly marks: Marks;
  readonly pace: Pace;
  readonly rateLimit: RateLimit;
  /** Number of the worker: each has people of its own. */
  readonly worker: number;
  readonly limits: Limits;
  /** Of the rehearsal: shortens waits in the suite's own tests. */
  readonly scale: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Absent while it is being found. */
  readonly calibration?: Calibration;
}

/** What the service shows to a stranger and to a signed-in person. */
export interface Calibration {
  readonly protectedPage: ProtectedPage;
  /** What every visitor sees: a page that says no more than these tells nothing. */
  readonly knownPages: readonly View[];
  /** Text of all pages that the ordinary person was shown. */
  readonly shown: string;
  /** What the hub saw of the good login. */
  readonly login: readonly Observation[];
}
