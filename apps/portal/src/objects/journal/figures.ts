import type { Environment, Platform } from '@garance/core';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

/** Sign-ins of a period under one key. */
export interface FigureRow {
  readonly key: string;
  readonly count: number;
}

/** Filter of the counts: a period, optionally one platform or environment. */
export interface FigureRange {
  readonly fromMs: number;
  readonly toMs: number;
  readonly platform?: Platform;
  readonly environment?: Environment;
}

export interface WaitingMails {
  readonly count: number;
  /** Mails among them with at least one failed attempt. */
  readonly retried: number;
}

export interface Figures {
  /** Per day (UTC, `YYYY-MM-DD`), oldest first; days without a sign-in are absent. */
  perDay(range: FigureRange): Promise<readonly FigureRow[]>;
  /** By service, provider or level, most first; at most 50. */
  by(column: 'service_id' | 'provider_id' | 'level', range: FigureRange): Promise<readonly FigureRow[]>;
  /** Authorization requests by outcome, `accepted` or an error code, most first; as far back as the trace is kept. */
  outcomes(range: FigureRange): Promise<readonly FigureRow[]>;
  /** Mails of the outbox that have not left. */
  waitingMails(nowMs: number): Promise<WaitingMails>;
}

/** Counts of `sign_in_event`, `trace` and `outbox_mail`, without personal data. */
export function createFigures(db: Kysely<Tables>): Figures {
  const counted = (table: 'sign_in_event' | 'trace', range: FigureRange) => {
    let rows = db.selectFrom(table).where('at_ms', '>=', range.fromMs).where('at_ms', '<', range.toMs);
    if (range.platform !== undefined) rows = rows.where('platform', '=', range.platform);
    if (range.environment !== undefined) rows = rows.where('environment', '=', range.environment);
    return rows;
  };
  const count = sql<string | number>`count(*)`;
  return {
    perDay: async (range) => {
      const day = sql<string>`to_char(to_timestamp(at_ms / 1000) at time zone 'UTC', 'YYYY-MM-DD')`;
      const rows = await counted('sign_in_event', range)
        .select([day.as('key'), count.as('count')])
        .groupBy(day)
        .orderBy(day)
        .execute();
      return rows.map(readFigure);
    },
    by: async (column, range) => {
      const key = sql<string>`${sql.ref(column)}`;
      return mostFirst(counted('sign_in_event', range), key);
    },
    outcomes: (range) =>
      mostFirst(counted('trace', range).where('endpoint', '=', 'authorize'), sql<string>`outcome`),
    waitingMails: async (nowMs) => {
      const row = await db
        .selectFrom('outbox_mail')
        .select([
          count.as('count'),
          sql<string | number>`count(*) filter (where attempt > 0 and leased_until_ms = 0)`.as('retried'),
        ])
        .where('expires_at_ms', '>', nowMs)
        .executeTakeFirstOrThrow();
      return { count: Number(row.count), retried: Number(row.retried) };
    },
  };
  async function mostFirst(rows: ReturnType<typeof counted>, key: ReturnType<typeof sql<string>>) {
    const found = await rows
      .select([key.as('key'), count.as('count')])
      .groupBy(key)
      .orderBy(count, 'desc')
      .orderBy(key)
      .limit(50)
      .execute();
    return found.map(readFigure);
  }
}

function readFigure(row: { readonly key: string; readonly count: string | number }): FigureRow {
  return { key: row.key, count: Number(row.count) };
}
