import type { StoreLogger } from '@garance/store';
import type { Kysely, Selectable } from 'kysely';
import { matchesSearch, searchable } from '../../journal/search-text.ts';
import { createRowReader } from '../../lifecycle/row-reader.ts';
import type { StateChange, StateTable } from '../../lifecycle/state-table.ts';
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
  /** Since when it is in this state. */
  readonly waitingSinceMs: number;
  readonly firstAnswerAtMs?: number;
}

export interface Threads extends StateTable<ThreadState, SupportThread> {
  find(id: string): Promise<SupportThread | undefined>;
  /** The same, held until the transaction ends. */
  lock(id: string): Promise<SupportThread | undefined>;
  create(thread: NewThread): Promise<void>;
  /** The team has answered or asked; only the first time counts. */
  noteFirstAnswer(id: string, atMs: number): Promise<void>;
  /** The team's queue: longest waiting first. `after` is the last of the page before: `{atMs: waitingSinceMs, id}`. */
  queue(query: {
    readonly state: ThreadState;
    readonly text?: string;
    readonly after?: ListCursor;
    readonly limit: number;
  }): Promise<readonly SupportThread[]>;
  /** A person's own outside of any organisation, and those of these organisations; newest first. `after`: `{atMs: createdAtMs, id}`. */
  visibleTo(query: {
    readonly personId: string;
    readonly organisationIds: readonly string[];
    readonly after?: ListCursor;
    readonly limit: number;
  }): Promise<readonly SupportThread[]>;
  countByState(): Promise<ReadonlyMap<ThreadState, number>>;
}

export type NewThread = Omit<SupportThread, 'version' | 'waitingSinceMs' | 'firstAnswerAtMs'> & {
  /** Further words to be found by: organisation, service. */
  readonly foundBy?: string;
};

/** Table `support_thread`. */
export function createThreads(db: Kysely<Tables>, logger: StoreLogger): Threads {
  const all = () => db.selectFrom('support_thread').selectAll();
  const read = createRowReader(threadLifecycle, logger, readRow);
  return {
    find: async (id) => read.one(await all().where('id', '=', id).executeTakeFirst()),
    lock: async (id) => read.one(await all().where('id', '=', id).forUpdate().executeTakeFirst()),
    create: (thread) => insert(db, thread),
    setState: (change) => setState(db, change),
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
      // Each owner is its own walk along an index, and the walks are merged: a page costs the same whatever lies behind it.
      const walks = [
        // After leaving an organisation a person no longer reads what they wrote for it.
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
    countByState: async () => {
      const rows = await db
        .selectFrom('support_thread')
        .select((eb) => ['state', eb.fn.countAll<string | number>().as('count')])
        .groupBy('state')
        .execute();
      return new Map(rows.map(({ state, count }) => [state, Number(count)]));
    },
  };
}

async function insert(
  db: Kysely<Tables>,
  {
    id,
    organisationId,
    serviceId,
    openedBy,
    subject,
    state,
    createdAtMs,
    foundBy,
  }: Parameters<Threads['create']>[0],
): ReturnType<Threads['create']> {
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
      search_text: searchable(subject, foundBy),
      created_at_ms: createdAtMs,
      waiting_since_ms: createdAtMs,
      first_answer_at_ms: null,
    })
    .execute();
}

/** A further message of a waiting partner does not change the thread's place in the queue. */
async function setState(
  db: Kysely<Tables>,
  { id, from, to, version, atMs }: StateChange<ThreadState>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('support_thread')
    .set({ state: to, version: version + 1, ...(from !== to && { waiting_since_ms: atMs }) })
    .where('id', '=', id)
    .where('state', '=', from)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

function newestFirst(a: SupportThread, b: SupportThread): number {
  return b.createdAtMs - a.createdAtMs || (a.id < b.id ? 1 : -1);
}

function readRow(row: Selectable<Tables['support_thread']>): SupportThread {
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
