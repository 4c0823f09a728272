import { type Kysely, sql } from 'kysely';
import type { Tables } from '../durable/schema.ts';

/** Sign-ins of a time, counted one way. */
export interface FigureRow {
  readonly key: string;
  readonly count: number;
}

export interface Figures {
  /** Per day (UTC, `YYYY-MM-DD`), oldest first; days without a sign-in are absent. */
  perDay(range: { readonly fromMs: number; readonly toMs: number }): Promise<readonly FigureRow[]>;
  /** By service, provider or level, most first. */
  by(
    column: 'service_id' | 'provider_id' | 'level',
    range: { readonly fromMs: number; readonly toMs: number },
  ): Promise<readonly FigureRow[]>;
}

/** Counts of `sign_in`: how many, never who. */
export function createFigures(db: Kysely<Tables>): Figures {
  return {
    perDay: async ({ fromMs, toMs }) => {
      const day = sql<string>`to_char(to_timestamp(at_ms / 1000) at time zone 'UTC', 'YYYY-MM-DD')`;
      const rows = await db
        .selectFrom('sign_in')
        .select((eb) => [day.as('key'), eb.fn.countAll<string | number>().as('count')])
        .where('at_ms', '>=', fromMs)
        .where('at_ms', '<', toMs)
        .groupBy(day)
        .orderBy(day)
        .execute();
      return rows.map(readFigure);
    },
    by: async (column, { fromMs, toMs }) => {
      const rows = await db
        .selectFrom('sign_in')
        .select((eb) => [eb.ref(column).as('key'), eb.fn.countAll<string | number>().as('count')])
        .where('at_ms', '>=', fromMs)
        .where('at_ms', '<', toMs)
        .groupBy(column)
        .orderBy('count', 'desc')
        .limit(50)
        .execute();
      return rows.map(readFigure);
    },
  };
}

function readFigure(row: { readonly key: string; readonly count: string | number }): FigureRow {
  return { key: row.key, count: Number(row.count) };
}
