/** Findings for every service, compared with the planted defects. */
import { allScenarios } from '@garance/qualification';
import { expectedRed, type Planted, planted } from './expectation.ts';
import type { Finding } from './laboratory.ts';
import type { CorrectService } from './services/correct.ts';

/** By platform, then by name of the defect: ids of the failed scenarios, in their order, a blank between them. */
export type Matrix = Readonly<Record<string, Readonly<Record<string, string>>>>;

export function redOf(findings: readonly Finding[]): readonly string[] {
  return findings
    .filter(({ verdict }) => verdict === 'failed')
    .map(({ id }) => id)
    .sort();
}

/** Findings that are wrong for the correct service. */
export function notGreen(findings: readonly Finding[]): readonly string[] {
  return findings
    .filter(({ verdict }) => verdict === 'failed' || verdict === 'inconclusive')
    .map(({ id, verdict, reason }) => `${id} ${verdict}: ${reason}`);
}

/** Findings that are wrong for a correct service. Where the suite's own time runs out, undecided is right. */
export function wrongWith({ navigationMs }: CorrectService, findings: readonly Finding[]): readonly string[] {
  if (navigationMs === undefined) return notGreen(findings);
  return notGreen(findings.filter(({ verdict }) => verdict === 'failed'));
}

/**
 * Differences as text; none when exactly the planted scenarios failed.
 *
 * @param played ids of the scenarios played, when only a part was
 */
export function differences(
  { defect, platform }: Planted,
  findings: readonly Finding[],
  played?: readonly string[],
): readonly string[] {
  const red = redOf(findings);
  const expected = expectedRed(defect, platform).filter((id) => played?.includes(id) ?? true);
  const why = (id: string) => {
    const found = findings.find((finding) => finding.id === id);
    return found === undefined ? `${id} was not played` : `${id} ${found.verdict}: ${found.reason}`;
  };
  return [
    ...expected.filter((id) => !red.includes(id)).map((id) => `not red: ${why(id)}`),
    ...red.filter((id) => !expected.includes(id)).map((id) => `red: ${why(id)}`),
  ];
}

/** The expected matrix. */
export function plantedMatrix(): Matrix {
  const of = (platformName: string) =>
    Object.fromEntries(
      planted
        .filter(({ platform }) => platform === platformName)
        .map(({ platform, defect }) => [defect.name, expectedRed(defect, platform).join(' ')]),
    );
  return { standard: of('standard'), plus: of('plus') };
}

/**
 * `detected 117 of 117 planted defects, 110 scenarios, 220 wrong services`.
 *
 * @param services the defect of each wrong service played
 * @param undetected those of them with other failures than planted
 */
export function summary(services: readonly string[], undetected: readonly string[]): string {
  const all = new Set(services);
  const detected = [...all].filter((name) => !undetected.includes(name));
  return `detected ${detected.length} of ${all.size} planted defects, ${allScenarios.length} scenarios, ${services.length} wrong services`;
}
