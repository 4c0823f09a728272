import { type Kysely, sql } from 'kysely';
import { hashOf } from '../../journal/hash-of.ts';
import type { Tables } from '../../schema.ts';

export interface AttemptLimit {
  /** Purpose and subject of the count, such as `guess` and an address. Stored as a hash. */
  readonly key: readonly string[];
  readonly limit: number;
  readonly windowMs: number;
}

export interface AttemptWindows {
  /** Counts one attempt, over all nodes. @returns milliseconds to wait when the limit is exceeded, else 0 */
  hit(limit: AttemptLimit, nowMs: number): Promise<number>;
  /** Takes one attempt out of the count: it was counted before the check, and turned out to be correct. */
  forgive(key: AttemptLimit['key'], nowMs: number): Promise<void>;
  /** Attempts counted in the window that is open now. */
  count(key: AttemptLimit['key'], nowMs: number): Promise<number>;
  removeEnded(nowMs: number): Promise<void>;
}

const keyHash = (key: AttemptLimit['key']): string => hashOf('attempt', JSON.stringify(key));

/** Table `attempt_window`: fixed windows that survive a restart. */
export function createAttemptWindows(db: Kysely<Tables>): AttemptWindows {
  return {
    hit: async ({ key, limit, windowMs }, nowMs) => {
      const row = await db
        .insertInto('attempt_window')
        .values({ key_hash: keyHash(key), count: 1, ends_at_ms: nowMs + windowMs })
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
    forgive: async (key, nowMs) => {
      await db
        .updateTable('attempt_window')
        .set({ count: sql<number>`count - 1` })
        .where('key_hash', '=', keyHash(key))
        .where('ends_at_ms', '>', nowMs)
        .where('count', '>', 0)
        .execute();
    },
    count: async (key, nowMs) => {
      const row = await db
        .selectFrom('attempt_window')
        .select('count')
        .where('key_hash', '=', keyHash(key))
        .where('ends_at_ms', '>', nowMs)
        .executeTakeFirst();
      return row?.count ?? 0;
    },
    removeEnded: async (nowMs) => {
      await db.deleteFrom('attempt_window').where('ends_at_ms', '<=', nowMs).execute();
    },
  };
}
