/** What was found of every service, beside what was planted. */
import { allScenarios } from '@garance/qualification';
import { defects } from '@garance/qualification/services';
import { expectedRed, type Planted, planted } from './expectation.ts';
import type { Finding } from './laboratory.ts';

/** By platform, then by name of the defect: ids of the scenarios that turned red. */
export type Matrix = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export function redOf(findings: readonly Finding[]): readonly string[] {
  return findings
    .filter(({ verdict }) => verdict === 'failed')
    .map(({ id }) => id)
    .sort();
}

/** What the honest service must not be found to be. */
export function notGreen(findings: readonly Finding[]): readonly string[] {
  return findings
    .filter(({ verdict }) => verdict === 'failed' || verdict === 'inconclusive')
    .map(({ id, verdict, reason }) => `${id} ${verdict}: ${reason}`);
}

/** Differences in words; none when exactly the planted scenarios turned red. */
export function differences({ defect, platform }: Planted, findings: readonly Finding[]): readonly string[] {
  const red = redOf(findings);
  const expected = expectedRed(defect, platform);
  const why = (id: string) => {
    const found = findings.find((finding) => finding.id === id);
    return found === undefined ? `${id} was not played` : `${id} ${found.verdict}: ${found.reason}`;
  };
  return [
    ...expected.filter((id) => !red.includes(id)).map((id) => `not red: ${why(id)}`),
    ...red.filter((id) => !expected.includes(id)).map((id) => `red: ${why(id)}`),
  ];
}

/** What is planted, as a matrix. */
export function plantedMatrix(): Matrix {
  const of = (wanted: string) =>
    Object.fromEntries(
      planted
        .filter(({ platform }) => platform === wanted)
        .map(({ platform, defect }) => [defect.name, expectedRed(defect, platform)]),
    );
  return { standard: of('standard'), plus: of('plus') };
}

/** `detected 120 of 120 planted defects, 113 scenarios, 222 wrong services`. */
export function summary(undetected: ReadonlySet<string>, services: number): string {
  const detected = defects.filter(({ name }) => !undetected.has(name)).length;
  return `detected ${detected} of ${defects.length} planted defects, ${allScenarios.length} scenarios, ${services} wrong services`;
}
