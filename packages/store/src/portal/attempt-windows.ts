import { type Kysely, sql } from 'kysely';
import type { Tables } from '../durable/schema.ts';
import { hashOf } from './hash-of.ts';

export interface AttemptLimit {
  /** What is counted and for whom: `guess`, an address. Kept as a hash. */
  readonly key: readonly string[];
  readonly limit: number;
  readonly windowMs: number;
}

export interface AttemptWindows {
  /** Counts one attempt, on whichever node it comes. @returns milliseconds to wait when it is one too many, else 0 */
  hit(limit: AttemptLimit, nowMs: number): Promise<number>;
  removeEnded(nowMs: number): Promise<void>;
}

/** Table `attempt_window`: fixed windows that survive a restart. */
export function createAttemptWindows(db: Kysely<Tables>): AttemptWindows {
  return {
    hit: async ({ key, limit, windowMs }, nowMs) => {
      const row = await db
        .insertInto('attempt_window')
        .values({ key_hash: hashOf('attempt', JSON.stringify(key)), count: 1, ends_at_ms: nowMs + windowMs })
        .onConflict((conflict) =>
          conflict.column('key_hash').doUpdateSet({
            count: sql<number>`case when attempt_window.ends_at_ms <= ${nowMs} then 1 else attempt_window.count + 1 end`,
            ends_at_ms: sql<number>`case when attempt_window.ends_at_ms <= ${nowMs} then excluded.ends_at_ms
              else attempt_window.ends_at_ms end`,
          }),
        )
        .returning(['count', 'ends_at_ms'])
        .executeTakeFirstOrThrow();
      return row.count > limit ? Number(row.ends_at_ms) - nowMs : 0;
    },
    removeEnded: async (nowMs) => {
      await db.deleteFrom('attempt_window').where('ends_at_ms', '<=', nowMs).execute();
    },
  };
}
