import type { Localized, Platform } from '@garance/core';
import { allScenarios } from '@garance/qualification';
import type { Check, Checks, Does, ImplementationTable } from '../types.ts';

/** A wrong service: the honest one with one thing left out, or done differently. */
export interface Defect {
  readonly name: string;
  readonly platforms: readonly Platform[];
  readonly title: Localized;
  /** Scenarios that must turn red, and no others; those of the other platform do not count. */
  readonly turnsRed: readonly string[];
  /** One of many like it: played in the second ring and by `npm run mutants` alone. */
  readonly matrixOnly?: true;
  plant(honest: ImplementationTable): ImplementationTable;
}
export type DefectName = string;

export const both: readonly Platform[] = ['standard', 'plus'];
export const plusOnly: readonly Platform[] = ['plus'];
export const standardOnly: readonly Platform[] = ['standard'];

type ContextOf<T extends keyof Checks> = Checks[T] extends readonly Check<infer C>[] ? C : never;

/** Leaves checks out. @throws RangeError when the honest service has no such check: a defect that plants nothing */
export function without<T extends keyof Checks>(
  honest: ImplementationTable,
  table: T,
  ...names: readonly string[]
) {
  const rows: readonly Check<never>[] = honest.checks[table];
  for (const name of names) {
    if (!rows.some((row) => row.name === name)) throw new RangeError(`no check ${table}.${name}`);
  }
  return withTable(
    honest,
    table,
    rows.filter((row) => !names.includes(row.name)),
  );
}

/** Puts another condition in the place of a check; it may ask the honest one. */
export function replaced<T extends keyof Checks>(
  honest: ImplementationTable,
  table: T,
  name: string,
  holds: (context: ContextOf<T>, honestly: () => boolean | Promise<boolean>) => boolean | Promise<boolean>,
): ImplementationTable {
  const rows = honest.checks[table] as readonly Check<ContextOf<T>>[];
  if (!rows.some((row) => row.name === name)) throw new RangeError(`no check ${table}.${name}`);
  return withTable(
    honest,
    table,
    rows.map((row) =>
      row.name === name
        ? { ...row, holds: (context: ContextOf<T>) => holds(context, () => row.holds(context)) }
        : row,
    ),
  );
}

/** Asks for more than it should. */
export function withCheck<T extends keyof Checks>(
  honest: ImplementationTable,
  table: T,
  holds: (context: ContextOf<T>) => boolean,
): ImplementationTable {
  const rows = honest.checks[table] as readonly Check<ContextOf<T>>[];
  return withTable(honest, table, [...rows, { name: 'planted', clause: 'none', holds }]);
}

function withTable(
  honest: ImplementationTable,
  table: keyof Checks,
  rows: readonly Check<never>[],
): ImplementationTable {
  return { ...honest, checks: { ...honest.checks, [table]: rows } };
}

/** Does some things differently. */
export function doing(honest: ImplementationTable, does: Partial<Does>): ImplementationTable {
  return { ...honest, does: { ...honest.does, ...does } };
}

/** Shows nothing at all for failures of these codes. */
export function blank(honest: ImplementationTable, ...codes: readonly string[]): ImplementationTable {
  return doing(honest, {
    failurePage: (failure, html) =>
      codes.includes(failure.code) ? { status: 200, html: '' } : honest.does.failurePage(failure, html),
  });
}

/**
 * Ids of the cells of a place that must be refused, of all or of these mutations. A mutation that the place does not have
 * is left out.
 */
export function cells(place: string, ...mutations: readonly string[]): readonly string[] {
  const own = allScenarios.filter((scenario) => scenario.place === place && scenario.kind === 'refuse');
  if (own.length === 0) throw new RangeError(`no place ${place}`);
  const selected = own.filter(
    (scenario) => mutations.length === 0 || mutations.includes(mutationIn(scenario)),
  );
  return selected.map(({ id }) => id);
}

/** Of all cells of a place but these mutations. */
export function cellsWithout(place: string, ...mutations: readonly string[]): readonly string[] {
  const left = cells(place, ...mutations);
  return cells(place).filter((id) => !left.includes(id));
}

/** What the cell's fault says: the mutation of the value, or the wrong protection. */
function mutationIn(scenario: (typeof allScenarios)[number]): string {
  const fault = 'fault' in scenario ? JSON.stringify(scenario.fault ?? {}) : '';
  return /"(?:mutated|jose)":"([\w-]+)"/.exec(fault)?.[1] ?? '';
}
