import { type ScenarioResult, scenarioRecordSchema } from '@garance/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../../schema.ts';

export interface RunResults {
  /** The last result of a scenario replaces earlier ones. */
  putResult(runId: string, position: number, result: ScenarioResult): Promise<void>;
  /** In the order in which they ended, without pictures. */
  results(runId: string): Promise<readonly ScenarioResult[]>;
  /** With its picture. */
  result(runId: string, scenarioId: string): Promise<ScenarioResult | undefined>;
  /** With every picture: for downloads. */
  resultsInFull(runId: string): Promise<readonly ScenarioResult[]>;
}

/** Table `qualification_run_result`. */
export function createRunResults(db: Kysely<Tables>): RunResults {
  const all = (runId: string) =>
    db.selectFrom('qualification_run_result').where('run_id', '=', runId).orderBy('position');
  return {
    putResult: async (runId, position, { screenshot, ...record }) => {
      const result = scenarioRecordSchema.parse(record);
      const columns = {
        result: jsonOf(result),
        screenshot: screenshot === undefined ? null : Buffer.from(screenshot),
      };
      await db
        .insertInto('qualification_run_result')
        .values({ ...columns, run_id: runId, scenario_id: result.id, position })
        .onConflict((conflict) => conflict.columns(['run_id', 'scenario_id']).doUpdateSet(columns))
        .execute();
    },
    results: async (runId) => {
      const rows = await all(runId).select('result').execute();
      return rows.map(({ result }) => readResult(result, null));
    },
    result: async (runId, scenarioId) => {
      const row = await all(runId)
        .select(['result', 'screenshot'])
        .where('scenario_id', '=', scenarioId)
        .executeTakeFirst();
      return row && readResult(row.result, row.screenshot);
    },
    resultsInFull: async (runId) => {
      const rows = await all(runId).select(['result', 'screenshot']).execute();
      return rows.map(({ result, screenshot }) => readResult(result, screenshot));
    },
  };
}

/** JSON without what `jsonb` refuses, and pages of a tested service may contain: U+0000, lone surrogates. */
export function jsonOf(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'string' ? inner.replaceAll('\u0000', '\ufffd').toWellFormed() : inner,
  );
}

function readResult(result: unknown, screenshot: Uint8Array | null): ScenarioResult {
  return {
    ...scenarioRecordSchema.parse(result),
    ...(screenshot !== null && { screenshot: Uint8Array.from(screenshot) }),
  };
}
