/** The result as text: what was found of each rule, and why the rest was not. */
import type { Candidate } from './catalogue.ts';
import { explanationOf } from './explained.ts';
import type { Result } from './result.ts';
import { type Rule, rules } from './rules.ts';

/** Of one rule, or of all. */
export interface Count {
  readonly played: number;
  /** By a scenario that failed. */
  readonly found: number;
  /** The ordinary login does not work any more, or the client does not start. */
  readonly unusable: number;
  readonly equivalent: number;
  readonly invisible: number;
  readonly unasked: number;
  /** A required scenario stays undecided: never green, and not named. */
  readonly undecided: number;
  readonly missed: number;
}

const columns = [
  'played',
  'found',
  'unusable',
  'equivalent',
  'invisible',
  'unasked',
  'undecided',
  'missed',
] as const;

export function countOf(candidates: readonly Candidate[], { mutants }: Result): Count {
  const fates = candidates.map(({ id }) => fateOf(id, mutants[id]?.verdict));
  const count = (fate: string) => fates.filter((each) => each === fate).length;
  return {
    played: fates.length - count('unplayed'),
    found: count('found'),
    unusable: count('unusable'),
    equivalent: count('equivalent'),
    invisible: count('invisible'),
    unasked: count('unasked'),
    undecided: count('undecided'),
    missed: count('missed'),
  };
}

function fateOf(id: string, verdict: string | undefined): string {
  if (verdict === undefined) return 'unplayed';
  if (verdict === 'found') return 'found';
  if (verdict === 'no-sign-in' || verdict === 'broken') return 'unusable';
  return explanationOf(id)?.kind ?? verdict;
}

/** Found of what could be found: what breaks the ordinary login is left out, as any suite sees that. */
export function shareFound({ found, missed }: Count): string {
  return found + missed === 0 ? '–' : `${((found / (found + missed)) * 100).toFixed(1)} %`;
}

export function rowsByRule(
  candidates: readonly Candidate[],
  result: Result,
): readonly (readonly [string, Count])[] {
  const names = (Object.keys(rules) as readonly Rule[]).filter((rule) =>
    candidates.some((candidate) => candidate.rule === rule),
  );
  return [
    ...names.map((rule) => {
      const own = candidates.filter((candidate) => candidate.rule === rule);
      return [rule, countOf(own, result)] as const;
    }),
    ['all', countOf(candidates, result)] as const,
  ];
}

export function countsByRule(candidates: readonly Candidate[], result: Result): string {
  const head = ['rule', ...columns, 'share found'];
  const rows = rowsByRule(candidates, result).map(([rule, count]) => [
    rule,
    ...columns.map((column) => String(count[column])),
    shareFound(count),
  ]);
  return [head, ...rows]
    .map((row) => row.map((cell, place) => (place === 0 ? cell.padEnd(16) : cell.padStart(12))).join(''))
    .join('\n');
}

/** Each change that was not found, with its reason. */
export function listExplanations(candidates: readonly Candidate[], { mutants }: Result): string {
  return candidates
    .filter(({ id }) => ['missed', 'undecided'].includes(mutants[id]?.verdict ?? ''))
    .map(({ id }) => {
      const { kind, reason } = explanationOf(id) ?? { kind: 'MISSED', reason: 'not explained' };
      return `${kind}: ${id}\n  ${reason}\n`;
    })
    .join('');
}
