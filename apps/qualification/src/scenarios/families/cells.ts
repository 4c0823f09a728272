import type { QualificationFamily } from '@garance/core';
import type { Scenario } from '../../vocabulary/scenario.ts';
import { comparedValues } from './compared-values.ts';
import { protection } from './protection.ts';
import { times } from './times.ts';

const cells = [...comparedValues, ...times, ...protection];

/** The cells of every table that belong to this family. */
export function cellsOf(family: QualificationFamily): readonly Scenario[] {
  return cells.filter((cell) => cell.family === family);
}
