/**
 * Faults between two good logins that they share: up to ten, each in a login and a browser of its own. Where the good
 * login after them fails, or one of them is undecided, each is played again between two of its own.
 */
import type { ScenarioResult } from '@garance/core';
import type { Scenario } from '../vocabulary/scenario.ts';
import type { FaultScenario, Play } from './play-scenario.ts';
import { runScenario, runUnbracketed } from './run-scenario.ts';

export const mostInBatch = 10;

/** What one worker does at a time. */
export type Task = readonly Scenario[];

/** Faults in batches, slow ones and all else alone; long ones first, so that none is left alone at the end. */
export function toTasks(scenarios: readonly Scenario[]): readonly Task[] {
  const faults = scenarios.filter(
    (scenario): scenario is FaultScenario => isFault(scenario) && scenario.slow !== true,
  );
  const alone = scenarios.filter((scenario) => !isFault(scenario) || scenario.slow === true);
  const first = [...alone].sort((a, b) => Number(b.slow ?? false) - Number(a.slow ?? false));
  const batches = Array.from({ length: Math.ceil(faults.length / mostInBatch) }, (_, place) =>
    faults.slice(place * mostInBatch, (place + 1) * mostInBatch),
  );
  return [...first.map((scenario) => [scenario]), ...batches];
}

/** Results of a task, each handed over as soon as it is known. */
export async function runTask(
  task: Task,
  run: Omit<Play, 'stage'>,
  report: (result: ScenarioResult) => void,
): Promise<void> {
  const bracketed = task.length > 1 && task.every(isFault) ? await runBracketed(task, run, report) : [];
  for (const scenario of task.filter((scenario) => !bracketed.includes(scenario))) {
    report(await runScenario(scenario, run));
  }
}

/** @returns those of which the verdict is known */
async function runBracketed(
  batch: readonly FaultScenario[],
  run: Omit<Play, 'stage'>,
  report: (result: ScenarioResult) => void,
): Promise<readonly Scenario[]> {
  const { controls } = run;
  if (!(await controls.before())) return [];
  const results: ScenarioResult[] = [];
  for (const scenario of batch) results.push(await runUnbracketed(scenario, run));
  const held = await controls.after();
  // A session is a failure whatever comes later; what is undecided may be so because of another one.
  const known = results.filter(({ verdict }) => verdict === 'failed' || (held && verdict !== 'inconclusive'));
  for (const result of known) report(result);
  return batch.filter(({ id }) => known.some((result) => result.id === id));
}

function isFault(scenario: Scenario): scenario is FaultScenario {
  return scenario.kind === 'refuse' || scenario.kind === 'inform' || scenario.kind === 'observe';
}
