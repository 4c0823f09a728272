import type { Kysely, Selectable } from 'kysely';
import type { Tables } from '../durable/schema.ts';
import { matchesSearch, searchable } from './search-text.ts';
import type { ListCursor } from './services.ts';

/** A support thread; its messages are in the discussion of object `thread`. */
export interface SupportThread {
  readonly id: string;
  /** Absent for people without an organisation. */
  readonly organisationId?: string;
  readonly serviceId?: string;
  readonly openedBy: string;
  readonly subject: string;
  /** Of `threadLifecycle`. */
  readonly state: string;
  /** Grows with every change: what a change must match. */
  readonly version: number;
  readonly createdAtMs: number;
  /** Since when somebody waits in this state. */
  readonly waitingSinceMs: number;
  readonly firstAnswerAtMs?: number;
}

export interface ThreadStateChange {
  readonly id: string;
  readonly expectedVersion: number;
  readonly to: string;
  readonly atMs: number;
  /** The team has answered for the first time. */
  readonly firstAnswer: boolean;
}

export interface Threads {
  find(id: string): Promise<SupportThread | undefined>;
  create(thread: Omit<SupportThread, 'version' | 'waitingSinceMs' | 'firstAnswerAtMs'>): Promise<void>;
  /** False when the thread changed meanwhile. */
  setState(change: ThreadStateChange): Promise<boolean>;
  /** The team's queue: longest waiting first. `after` is the last of the page before: `{atMs: waitingSinceMs, id}`. */
  queue(query: {
    readonly state: string;
    readonly text?: string;
    readonly after?: ListCursor;
    readonly limit: number;
  }): Promise<readonly SupportThread[]>;
  /** Of a person and of their organisations, newest first. `after`: `{atMs: createdAtMs, id}`. */
  visibleTo(query: {
    readonly personId: string;
    readonly organisationIds: readonly string[];
    readonly after?: ListCursor;
    readonly limit: number;
  }): Promise<readonly SupportThread[]>;
}

/** Table `support_thread`. */
export function createThreads(db: Kysely<Tables>): Threads {
  return {
    find: async (id) => {
      const row = await db.selectFrom('support_thread').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : readThread(row);
    },
    create: async ({ id, organisationId, serviceId, openedBy, subject, state, createdAtMs }) => {
      await db
        .insertInto('support_thread')
        .values({
          id,
          organisation_id: organisationId ?? null,
          service_id: serviceId ?? null,
          opened_by: openedBy,
          subject,
          state,
          version: 1,
          search_text: searchable(subject),
          created_at_ms: createdAtMs,
          waiting_since_ms: createdAtMs,
          first_answer_at_ms: null,
        })
        .execute();
    },
    setState: async ({ id, expectedVersion, to, atMs, firstAnswer }) => {
      const { numUpdatedRows } = await db
        .updateTable('support_thread')
        .set({
          state: to,
          version: expectedVersion + 1,
          waiting_since_ms: atMs,
          ...(firstAnswer && { first_answer_at_ms: atMs }),
        })
        .where('id', '=', id)
        .where('version', '=', expectedVersion)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    queue: async ({ state, text, after, limit }) => {
      const matches = matchesSearch(text);
      let query = db.selectFrom('support_thread').selectAll().where('state', '=', state);
      if (matches !== undefined) query = query.where(matches);
      if (after !== undefined) {
        query = query.where((eb) =>
          eb(eb.refTuple('waiting_since_ms', 'id'), '>', eb.tuple(after.atMs, after.id)),
        );
      }
      const rows = await query.orderBy('waiting_since_ms').orderBy('id').limit(limit).execute();
      return rows.map(readThread);
    },
    visibleTo: async ({ personId, organisationIds, after, limit }) => {
      let query = db
        .selectFrom('support_thread')
        .selectAll()
        .where((eb) =>
          eb.or([
            eb('opened_by', '=', personId),
            ...(organisationIds.length > 0 ? [eb('organisation_id', 'in', [...organisationIds])] : []),
          ]),
        );
      if (after !== undefined) {
        query = query.where((eb) =>
          eb(eb.refTuple('created_at_ms', 'id'), '<', eb.tuple(after.atMs, after.id)),
        );
      }
      const rows = await query.orderBy('created_at_ms', 'desc').orderBy('id', 'desc').limit(limit).execute();
      return rows.map(readThread);
    },
  };
}

function readThread(row: Selectable<Tables['support_thread']>): SupportThread {
  return {
    id: row.id,
    openedBy: row.opened_by,
    subject: row.subject,
    state: row.state,
    version: row.version,
    createdAtMs: Number(row.created_at_ms),
    waitingSinceMs: Number(row.waiting_since_ms),
    ...(row.organisation_id !== null && { organisationId: row.organisation_id }),
    ...(row.service_id !== null && { serviceId: row.service_id }),
    ...(row.first_answer_at_ms !== null && { firstAnswerAtMs: Number(row.first_answer_at_ms) }),
  };
}
