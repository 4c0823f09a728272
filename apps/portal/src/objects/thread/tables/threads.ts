import type { StoreLogger } from '@garance/store';
import type { Kysely, Selectable } from 'kysely';
import { readColumns, writeColumns } from '../../columns.ts';
import { matchesSearch, searchable } from '../../journal/search-text.ts';
import { createRowReader } from '../../lifecycle/row-reader.ts';
import { type CountedStateTable, createStateTable } from '../../lifecycle/state-table.ts';
import type { Tables } from '../../schema.ts';
import type { ListCursor } from '../../service/table.ts';
import { type ThreadState, threadLifecycle } from '../lifecycle.ts';

/** A support thread; its messages are in the discussion of object `thread`. */
export interface SupportThread {
  readonly id: string;
  /** Absent for people without an organisation. */
  readonly organisationId?: string;
  readonly serviceId?: string;
  readonly openedBy: string;
  readonly subject: string;
  readonly state: ThreadState;
  /** Version for optimistic locking; incremented by every change. */
  readonly version: number;
  readonly createdAtMs: number;
  /** Start of its present state. */
  readonly waitingSinceMs: number;
  readonly firstAnswerAtMs?: number;
}

export interface Threads extends CountedStateTable<ThreadState, SupportThread> {
  create(thread: NewThread): Promise<void>;
  /** Notes the first answer or question of the team; later calls change nothing. */
  noteFirstAnswer(id: string, atMs: number): Promise<void>;
  /**
   * The team's queue: longest waiting first. `after` is the last row of the previous page: `{atMs: waitingSinceMs,
   * id}`.
   */
  queue(query: {
    readonly state: ThreadState;
    readonly text?: string;
    readonly after?: ListCursor;
    readonly limit: number;
  }): Promise<readonly SupportThread[]>;
  /**
   * Threads that the person opened outside any organisation, and those of the given organisations; newest first.
   * `after`: `{atMs: createdAtMs, id}`.
   */
  visibleTo(query: {
    readonly personId: string;
    readonly organisationIds: readonly string[];
    readonly after?: ListCursor;
    readonly limit: number;
  }): Promise<readonly SupportThread[]>;
}

export type NewThread = Omit<SupportThread, 'version' | 'waitingSinceMs' | 'firstAnswerAtMs'> & {
  /** Further search words: organisation, service. */
  readonly foundBy?: string;
};

/** Table `support_thread`. */
export function createThreads(db: Kysely<Tables>, logger: StoreLogger): Threads {
  const all = () => db.selectFrom('support_thread').selectAll();
  const read = createRowReader(threadLifecycle, logger, readRow);
  return {
    ...createStateTable({
      db,
      table: 'support_thread',
      read,
      // A further message of a waiting partner does not change the thread's place in the queue.
      alsoSet: ({ from, to, version, atMs }) => ({
        version: version + 1,
        ...(from !== to && { waiting_since_ms: atMs }),
      }),
    }),
    create: (draft) => insert(db, draft),
    noteFirstAnswer: async (id, atMs) => {
      await db
        .updateTable('support_thread')
        .set({ first_answer_at_ms: atMs })
        .where('id', '=', id)
        .where('first_answer_at_ms', 'is', null)
        .execute();
    },
    queue: async ({ state, text, after, limit }) => {
      const matches = matchesSearch(text);
      let query = all().where('state', '=', state);
      if (matches !== undefined) query = query.where(matches);
      if (after !== undefined) {
        query = query.where((eb) =>
          eb(eb.refTuple('waiting_since_ms', 'id'), '>', eb.tuple(after.atMs, after.id)),
        );
      }
      const rows = await query.orderBy('waiting_since_ms').orderBy('id').limit(limit).execute();
      return read.all(rows);
    },
    visibleTo: async ({ personId, organisationIds, after, limit }) => {
      const page = () => {
        return after === undefined
          ? all()
          : all().where((eb) => eb(eb.refTuple('created_at_ms', 'id'), '<', eb.tuple(after.atMs, after.id)));
      };
      // Each owner is read by an index and the results are merged, so that the cost of a page does not depend on its
      // position.
      const walks = [
        // Without an organisation only: a person who left an organisation no longer reads what they wrote for it.
        page().where('opened_by', '=', personId).where('organisation_id', 'is', null),
        ...organisationIds.map((id) => page().where('organisation_id', '=', id)),
      ];
      const found: SupportThread[] = [];
      for (const walk of walks) {
        const rows = await walk.orderBy('created_at_ms', 'desc').orderBy('id', 'desc').limit(limit).execute();
        found.push(...read.all(rows));
      }
      return found.sort(newestFirst).slice(0, limit);
    },
  };
}

async function insert(db: Kysely<Tables>, { foundBy, ...thread }: NewThread): Promise<void> {
  await db
    .insertInto('support_thread')
    .values({
      ...writeColumns(thread),
      version: 1,
      search_text: searchable(thread.subject, foundBy),
      waiting_since_ms: thread.createdAtMs,
    })
    .execute();
}

function newestFirst(a: SupportThread, b: SupportThread): number {
  return b.createdAtMs - a.createdAtMs || (a.id < b.id ? 1 : -1);
}

function readRow(row: Selectable<Tables['support_thread']>): SupportThread {
  return readColumns(row);
}
