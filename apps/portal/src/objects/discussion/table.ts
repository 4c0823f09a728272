import { anyChanged } from '@garance/store';
import type { Kysely } from 'kysely';
import { readColumns, writeColumns } from '../columns.ts';
import type { Tables } from '../schema.ts';

/** One message between a partner and the team about an object. */
export interface DiscussionMessage {
  readonly id: string;
  readonly object: string;
  readonly objectId: string;
  /** Person id, or `system`, or `datapass`. */
  readonly author: string;
  readonly text: string;
  /** An internal note of the team: never shown to the partner. */
  readonly internal: boolean;
  readonly atMs: number;
}

export interface Discussion {
  /** @returns false when a message of this id is there already; waits for a transaction that is writing the same id */
  append(message: DiscussionMessage): Promise<boolean>;
  /** Oldest first. Notes of the team only when asked for. */
  list(
    object: string,
    objectId: string,
    options?: { readonly withInternal: boolean },
  ): Promise<readonly DiscussionMessage[]>;
}

/** Table `discussion_message`: append-only. */
export function createDiscussion(db: Kysely<Tables>): Discussion {
  return {
    append: (message) =>
      anyChanged(
        db
          .insertInto('discussion_message')
          .values(writeColumns(message))
          .onConflict((conflict) => conflict.column('id').doNothing()),
      ),
    list: async (object, objectId, { withInternal } = { withInternal: false }) => {
      const rows = await db
        .selectFrom('discussion_message')
        .selectAll()
        .where('object', '=', object)
        .where('object_id', '=', objectId)
        .$if(!withInternal, (query) => query.where('internal', '=', false))
        .orderBy('at_ms')
        .orderBy('id')
        .execute();
      return rows.map((row) => readColumns(row));
    },
  };
}
