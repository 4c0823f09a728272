/** What became of each change in the last run, as committed: `result.json`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { root } from './root.ts';
import type { Rule } from './rules.ts';
import type { Outcome } from './workshop.ts';

export interface Result {
  /** Day of the last run, UTC. */
  readonly date: string;
  /** Of the whole, on that machine. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Absent: every change was played. */
  readonly sample?: number;
  readonly plays: number;
  /** How the figures came about, where it was not one run. */
  readonly note?: string;
  /** By the id of the change. */
  readonly mutants: Readonly<Record<string, Fate>>;
}

export interface Fate {
  readonly rule: Rule;
  readonly verdict: Outcome['verdict'];
  /** The first scenario that failed, or those that stayed undecided. */
  readonly by?: string;
}

const file = new URL('tests/qualification/client-code/result.json', root);

export function readResult(): Result {
  return JSON.parse(readFileSync(file, 'utf8')) as Result;
}

export function writeResult(result: Result): void {
  writeFileSync(file, `${JSON.stringify(result, undefined, 2)}\n`);
}

export function fateOf(rule: Rule, { verdict, by }: Outcome): Fate {
  return by.length === 0 ? { rule, verdict } : { rule, verdict, by: by.join(' ') };
}
