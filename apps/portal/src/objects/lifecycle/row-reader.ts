import type { StoreLogger } from '@garance/store';
import { isStateOf, type Lifecycle } from './lifecycle.ts';

interface StateRow {
  readonly id: string;
  readonly state: string;
}

export interface RowReader<Row, T> {
  /** @throws Error for a row with an unknown state */
  single(row: Row | undefined): T | undefined;
  /** Rows with an unknown state are logged and left out, so that the list stays usable. */
  all(rows: readonly Row[]): readonly T[];
}

/** Reads rows of an object's table, having checked their state against the lifecycle. */
export function createRowReader<Row extends StateRow, T>(
  lifecycle: Lifecycle,
  logger: StoreLogger,
  read: (row: Row) => T,
): RowReader<Row, T> {
  const { object } = lifecycle;
  return {
    single: (row) => {
      if (row === undefined) return undefined;
      if (!isStateOf(lifecycle, row.state)) throw new Error(`${object} ${row.id} has no state ${row.state}`);
      return read(row);
    },
    all: (rows) =>
      rows.flatMap((row) => {
        if (isStateOf(lifecycle, row.state)) return [read(row)];
        logger.error({ object, id: row.id, state: row.state }, 'a row has a state that its lifecycle lacks');
        return [];
      }),
  };
}
