/** What a run found, as every report says it. The shapes live in `@garance/core`: the partner space keeps and shows runs too. */
export type { ObservedStep, Progress, ScenarioResult, SuiteRun } from '@garance/core';
