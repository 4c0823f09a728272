/** Results of the suite for tests. */
import { type QualificationFamily, type QualificationReport, qualificationFamilies } from '@garance/core';

/** A scenario of each family, all passed. */
export function passedResults(): QualificationReport['results'] {
  return qualificationFamilies.map((family) => ({
    id: `scenario-of-${family}`,
    family,
    level: 'standard',
    verdict: 'passed',
  }));
}

/** One scenario of a family with another verdict, the rest passed. */
export function resultsWith(
  family: QualificationFamily,
  change: Partial<QualificationReport['results'][number]>,
): QualificationReport['results'] {
  return passedResults().map((result) => (result.family === family ? { ...result, ...change } : result));
}
