/** What is wrong with a service in few words: many scenarios fail for one cause. */
import { isBlocking, type Localized, type ScenarioResult } from '@garance/core';
import { allScenarios } from '../scenarios/index.ts';
import { type CauseId, causes } from '../vocabulary/cause.ts';

export interface FoundCause {
  readonly id: CauseId;
  readonly title: Localized;
  /** Required scenarios that failed. */
  readonly failed: readonly ScenarioResult[];
  /** Required scenarios of this cause that were decided. */
  readonly decided: number;
}

const causeOf: ReadonlyMap<string, CauseId> = new Map(
  allScenarios.flatMap(({ id, cause }) => (cause === undefined ? [] : [[id, cause] as const])),
);

/** A single failed scenario is described by itself. */
const fewest = 2;

/** Causes sorted by their failures, most first. Scenarios of other suite versions, unknown here, have no cause. */
export function findCauses(results: readonly ScenarioResult[]): readonly FoundCause[] {
  return (Object.keys(causes) as CauseId[])
    .map((id) => {
      const own = results.filter((result) => causeOf.get(result.id) === id && result.level !== 'recommended');
      return {
        id,
        title: causes[id],
        failed: own.filter((result) => isBlocking(result) && result.verdict === 'failed'),
        decided: own.filter(({ verdict }) => verdict === 'failed' || verdict === 'passed').length,
      };
    })
    .filter(({ failed }) => failed.length >= fewest)
    .sort((a, b) => b.failed.length - a.failed.length);
}
