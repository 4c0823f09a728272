/** The report for programs, by a published schema (`docs/schemas/qualification-report.schema.json`). */
import { runHeadSchema, type SuiteRun, scenarioRecordSchema } from '@garance/core';
import { z } from 'zod';

export const jsonReportSchema = z.object({
  ...runHeadSchema.unwrap().shape,
  results: z.array(scenarioRecordSchema),
});
export type JsonReport = z.infer<typeof jsonReportSchema>;

/** All that a run found, except screenshots. Members missing from the schema are left out. */
export function toJson(run: SuiteRun): JsonReport {
  return jsonReportSchema.parse(run);
}

/** JSON Schema 2020-12 of what `toJson` gives. */
export function jsonReportJsonSchema(): object {
  return {
    $id: 'https://garance.example/schemas/qualification-report.schema.json',
    title: 'Garance qualification report, version 1',
    ...z.toJSONSchema(jsonReportSchema, { target: 'draft-2020-12' }),
  };
}
