/** What became of each change in the last run, as committed: `result.json`. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Outcome } from './workshop.ts';

export interface Result {
  /** Day of the run, UTC. */
  readonly date: string;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Absent: every change was played. */
  readonly sample?: number;
  readonly plays: number;
  /** By the id of the change. */
  readonly mutants: Readonly<Record<string, Fate>>;
}

export interface Fate {
  readonly verdict: Outcome['verdict'];
  /** The first scenario that failed, or those that stayed undecided. */
  readonly by?: string;
}

const file = new URL('../../../../tests/qualification/client-code/result.json', import.meta.url);

/** @param from absent, as built beside this module */
export function readResult(from: URL = file): Result {
  return JSON.parse(readFileSync(from, 'utf8')) as Result;
}

export function writeResult(result: Result): void {
  writeFileSync(file, `${JSON.stringify(result, undefined, 1)}\n`);
}

export function fateOf({ verdict, by }: Outcome): Fate {
  return by.length === 0 ? { verdict } : { verdict, by: by.join(' ') };
}
