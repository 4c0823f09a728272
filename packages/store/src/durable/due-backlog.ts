import { type AliasedRawBuilder, sql } from 'kysely';

/**
 * Waiting rows of a queue table: their number, and since when the longest overdue one is due (epoch ms; absent when
 * none is due).
 */
export interface DueBacklog {
  readonly queued: number;
  readonly dueSinceMs?: number;
}

/** Columns to select from the waiting rows of a table with `next_attempt_at_ms` and `leased_until_ms`. */
export function backlogColumns(
  nowMs: number,
): readonly [
  AliasedRawBuilder<string | number, 'queued'>,
  AliasedRawBuilder<string | number | null, 'since'>,
] {
  const isDue = sql`next_attempt_at_ms <= ${nowMs} and leased_until_ms <= ${nowMs}`;
  return [
    sql<string | number>`count(*)`.as('queued'),
    sql<string | number | null>`min(next_attempt_at_ms) filter (where ${isDue})`.as('since'),
  ];
}

interface BacklogRow {
  readonly queued: string | number;
  readonly since: string | number | null;
}

/** Converts a row selected with `backlogColumns`, whose numbers are text in node-postgres. */
export function readBacklogRow({ queued, since }: BacklogRow): DueBacklog {
  return { queued: Number(queued), ...(since !== null && { dueSinceMs: Number(since) }) };
}
