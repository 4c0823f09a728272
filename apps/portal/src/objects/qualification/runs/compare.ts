/** Differences between two runs. Pure. */
import { hasNotPassed, isBlocking, type ScenarioRecord } from '@garance/core';

type Compared = Pick<ScenarioRecord, 'id' | 'title' | 'verdict' | 'level'>;

export interface Comparison<R extends Compared = Compared> {
  /** Did not pass before, passes now. */
  readonly fixed: readonly R[];
  /** Passed before, does not now; recommendations included. */
  readonly broken: readonly R[];
  /** Was absent, or did not apply, and does not pass now. */
  readonly fresh: readonly R[];
}

export function compareResults<R extends Compared>(
  before: readonly Compared[],
  now: readonly R[],
): Comparison<R> {
  const previousById = new Map(before.map((result) => [result.id, result]));
  const of = (fits: (result: R, earlier: Compared | undefined) => boolean) =>
    now.filter((result) => fits(result, previousById.get(result.id)));
  return {
    fixed: of(
      (result, earlier) => result.verdict === 'passed' && earlier !== undefined && hasNotPassed(earlier),
    ),
    broken: of((result, earlier) => hasNotPassed(result) && earlier?.verdict === 'passed'),
    fresh: of(
      (result, earlier) =>
        hasNotPassed(result) && (earlier === undefined || earlier.verdict === 'not-applicable'),
    ),
  };
}

/** Regressions that cause a mail: required, passed before, failed now. */
export function regressions<R extends Compared>(
  before: readonly Compared[],
  now: readonly R[],
): readonly R[] {
  return compareResults(before, now).broken.filter(
    (result) => isBlocking(result) && result.verdict === 'failed',
  );
}
