import type { Kysely } from 'kysely';
import { writeColumns } from '../columns.ts';
import type { Tables } from '../schema.ts';

/** One transition of one object, as it happened. Never changed, never removed. */
export interface HistoryEntry {
  readonly object: string;
  readonly objectId: string;
  readonly event: string;
  readonly from: string;
  readonly to: string;
  /** Person id, or `system`, or `datapass`. */
  readonly actor: string;
  readonly atMs: number;
  readonly reason?: string;
}

export interface History {
  append(entry: HistoryEntry): Promise<void>;
  /** Oldest first. */
  list(object: string, objectId: string): Promise<readonly HistoryEntry[]>;
}

/** Table `transition_history`: append-only. */
export function createHistory(db: Kysely<Tables>): History {
  return {
    append: async ({ from, to, ...entry }) => {
      await db
        .insertInto('transition_history')
        .values({ ...writeColumns(entry), from_state: from, to_state: to })
        .execute();
    },
    list: async (object, objectId) => {
      const rows = await db
        .selectFrom('transition_history')
        .selectAll()
        .where('object', '=', object)
        .where('object_id', '=', objectId)
        .orderBy('id')
        .execute();
      return rows.map((row) => ({
        object: row.object,
        objectId: row.object_id,
        event: row.event,
        from: row.from_state,
        to: row.to_state,
        actor: row.actor,
        atMs: Number(row.at_ms),
        ...(row.reason !== null && { reason: row.reason }),
      }));
    },
  };
}
