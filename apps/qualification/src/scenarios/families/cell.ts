/** A cell of a table: one wrong thing at one place, as a scenario. */
import type { Localized, QualificationFamily, ScenarioLevel } from '@garance/core';
import type { CauseId } from '../../vocabulary/cause.ts';
import type { Fault } from '../../vocabulary/fault.ts';
import type { Need, Scenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn, thePersonIsSignedIn } from '../expectations.ts';

/**
 * Who requires that the cell is refused; `accept`: it must be accepted; `observed`: both are right, and what the service
 * does is told.
 */
export type CellClass = ScenarioLevel | 'accept' | 'observed';

export interface Cell {
  readonly id: string;
  readonly family: QualificationFamily;
  readonly place: string;
  readonly cause: CauseId;
  readonly class: CellClass;
  readonly clause: string;
  readonly title: Localized;
  readonly does: Localized;
  readonly advice: Localized;
  readonly fault: Fault;
  readonly quick?: boolean | undefined;
  readonly needs?: readonly Need[] | undefined;
  readonly plusOnly?: boolean | undefined;
  readonly slow?: boolean | undefined;
  readonly needsEarlierLogin?: boolean | undefined;
}

const eitherIsRight: Localized = {
  fr: 'Les deux sont admis\u00a0: le rapport dit ce que le service a fait.',
  en: 'Either is admitted: the report says what the service did.',
};

export function toScenario(cell: Cell): Scenario {
  const { id, family, place, cause, clause, title, does, advice, fault } = cell;
  const common = {
    ...{ id, family, place, cause, clause, title, does, advice },
    ...(cell.needs !== undefined && { needs: cell.needs }),
    ...(cell.plusOnly === true && { platforms: ['plus'] as const }),
    ...(cell.quick === true && isDecisive(cell.class) && { quick: true as const }),
    ...(cell.slow === true && { slow: true as const }),
  };
  const earlier = cell.needsEarlierLogin === true ? { needsEarlierLogin: true as const } : {};
  if (cell.class === 'observed') {
    return { ...common, ...earlier, kind: 'observe', level: 'recommended', expects: eitherIsRight, fault };
  }
  if (cell.class === 'accept') {
    return { ...common, kind: 'accept', level: 'standard', expects: thePersonIsSignedIn, fault };
  }
  return {
    ...common,
    kind: 'refuse',
    level: cell.class,
    expects: nobodyIsSignedIn,
    fault,
    ...earlier,
  };
}

/** Whether a cell of this class can change the result of a run. */
function isDecisive(cellClass: CellClass): boolean {
  return cellClass !== 'recommended' && cellClass !== 'observed';
}
