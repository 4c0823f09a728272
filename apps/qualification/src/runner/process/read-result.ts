/** Reads what the runner's process says of one scenario. */
import { type ScenarioResult, scenarioRecordSchema } from '@garance/core';
import { z } from 'zod';

/** Who and what a scenario is: known here, and not taken from there. */
export type KnownScenario = Pick<
  ScenarioResult,
  'id' | 'family' | 'level' | 'title' | 'clause' | 'does' | 'expects' | 'advice'
>;

const maxScreenshotBytes = 5_000_000;
const maxText = 2_000;
const maxStepText = 500;
const mostFindings = 50;
const mostSteps = 1_000;

const localized = z.object({ fr: z.string(), en: z.string() });
const cutLocalized = ({ fr, en }: z.infer<typeof localized>) => ({
  fr: fr.slice(0, maxText),
  en: en.slice(0, maxText),
});

/**
 * The result with every text and list of it cut, or undefined when it is of no scenario that was asked for.
 *
 * @throws ZodError for what is no result
 */
export function readResult(
  value: unknown,
  known: ReadonlyMap<string, KnownScenario>,
): ScenarioResult | undefined {
  const scenario = known.get(z.object({ id: z.string() }).parse(value).id);
  if (scenario === undefined) return undefined;
  const { screenshot, ...otherMembers } = value as Record<string, unknown>;
  const { id, family, level, title, clause, does, expects, advice } = scenario;
  const record = scenarioRecordSchema.parse({
    ...otherMembers,
    ...{ id, family, level, title, clause, does, expects, advice },
  });
  const { reason, pageText } = record;
  return {
    ...record,
    findings: record.findings.slice(0, mostFindings).map(cutLocalized),
    observed: record.observed
      .slice(0, mostSteps)
      .map((step) => ({ ...step, text: step.text.slice(0, maxStepText) })),
    ...(reason !== undefined && { reason: cutLocalized(reason) }),
    ...(pageText !== undefined && { pageText: pageText.slice(0, maxText) }),
    ...(screenshot instanceof Uint8Array && screenshot.length <= maxScreenshotBytes && { screenshot }),
  };
}
