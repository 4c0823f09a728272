import { type Level, levelSchema, type Platform } from '@garance/core';
import type { StoreLogger } from '@garance/store';
import { type Kysely, type Selectable, sql } from 'kysely';
import { z } from 'zod';
import { matchesSearch, searchable } from '../../journal/search-text.ts';
import { createRowReader, type RowReader } from '../../lifecycle/row-reader.ts';
import type { StateChange, StateTable } from '../../lifecycle/state-table.ts';
import type { Tables } from '../../schema.ts';
import type { ListCursor } from '../../service/table.ts';
import { type QualificationState, qualificationLifecycle } from '../lifecycle.ts';

/** What was qualified. */
export interface QualificationScope {
  readonly habilitationId: string;
  readonly registrationId: string;
  readonly registrationVersion: number;
  /** The form that it was published from: production starts there. */
  readonly draftNumber: number;
  readonly level: Level;
  readonly scopes: readonly string[];
  readonly fromMs: number;
  /** When it should have been repeated. */
  readonly untilMs: number;
}

/** The qualification of one service on one platform. */
export interface Qualification {
  readonly id: string;
  readonly serviceId: string;
  readonly organisationId: string;
  readonly platform: Platform;
  readonly state: QualificationState;
  /** Grows with every change of it or of its items. */
  readonly version: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** Latest submission. */
  readonly submittedAtMs?: number;
  /** Set while the team's clock stands still. */
  readonly clockStoppedAtMs?: number;
  readonly clockUsedDays: number;
  /** `YYYY-MM-DD` in Paris. */
  readonly dueOn?: string;
  readonly holds?: QualificationScope;
}

/** What effects of a transition write. `null` empties a field. */
export interface QualificationChanges {
  readonly submittedAtMs?: number;
  readonly clockStoppedAtMs?: number | null;
  readonly clockUsedDays?: number;
  readonly dueOn?: string | null;
  readonly holds?: QualificationScope;
}

export interface QualificationQueue {
  readonly state: QualificationState;
  readonly platform?: Platform;
  readonly text?: string;
  /** The last one of the page before: `{atMs: submittedAtMs ?? createdAtMs, id}`. */
  readonly after?: ListCursor;
  readonly limit: number;
}

export interface Qualifications extends StateTable<QualificationState, Qualification> {
  find(id: string): Promise<Qualification | undefined>;
  findFor(serviceId: string, platform: Platform): Promise<Qualification | undefined>;
  ofServices(serviceIds: readonly string[]): Promise<readonly Qualification[]>;
  /** False when another request created it first. */
  create(qualification: {
    readonly id: string;
    readonly serviceId: string;
    readonly organisationId: string;
    readonly platform: Platform;
    readonly state: QualificationState;
    readonly atMs: number;
    /** Words to be found by. */
    readonly foundBy: string;
  }): Promise<boolean>;
  update(id: string, changes: QualificationChanges): Promise<void>;
  /** Something of it changed: a decision on the version before is refused. */
  touch(id: string, atMs: number): Promise<void>;
  /** Longest waiting first, by keyset. */
  queue(query: QualificationQueue): Promise<readonly Qualification[]>;
  /** Those in force that should have been repeated by now. */
  due(nowMs: number, limit: number): Promise<readonly Qualification[]>;
  countByState(): Promise<ReadonlyMap<QualificationState, number>>;
}

const scopeSchema = z.object({
  habilitationId: z.string(),
  registrationId: z.string(),
  registrationVersion: z.number(),
  draftNumber: z.number(),
  level: levelSchema,
  scopes: z.array(z.string()),
  fromMs: z.number(),
  untilMs: z.number(),
});

/** Table `qualification`. */
export function createQualifications(db: Kysely<Tables>, logger: StoreLogger): Qualifications {
  const all = () => db.selectFrom('qualification').selectAll();
  const read = createRowReader(qualificationLifecycle, logger, readRow);
  return {
    find: async (id) => read.one(await all().where('id', '=', id).executeTakeFirst()),
    findFor: async (serviceId, platform) =>
      read.one(
        await all().where('service_id', '=', serviceId).where('platform', '=', platform).executeTakeFirst(),
      ),
    ofServices: async (serviceIds) => {
      if (serviceIds.length === 0) return [];
      return read.all(await all().where('service_id', 'in', serviceIds).execute());
    },
    lock: async (id) => read.one(await all().where('id', '=', id).forUpdate().executeTakeFirst()),
    create: (qualification) => insert(db, qualification),
    setState: (change) => setState(db, change),
    update: (id, changes) => update(db, id, changes),
    touch: async (id, atMs) => {
      await db
        .updateTable('qualification')
        .set({ version: sql<number>`version + 1`, updated_at_ms: atMs })
        .where('id', '=', id)
        .execute();
    },
    queue: (query) => findPage(db, read, query),
    due: async (nowMs, limit) => {
      const rows = await all()
        .where('state', '=', 'qualified')
        .where('repeat_before_ms', '<=', nowMs)
        .orderBy('repeat_before_ms')
        .limit(limit)
        .execute();
      return read.all(rows);
    },
    countByState: async () => {
      const rows = await db
        .selectFrom('qualification')
        .select(['state', sql<string | number>`count(*)`.as('count')])
        .groupBy('state')
        .execute();
      return new Map(rows.map(({ state, count }) => [state, Number(count)]));
    },
  };
}

async function setState(
  db: Kysely<Tables>,
  { id, from, to, version, atMs }: StateChange<QualificationState>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('qualification')
    .set({ state: to, version: version + 1, updated_at_ms: atMs })
    .where('id', '=', id)
    .where('state', '=', from)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

async function insert(
  db: Kysely<Tables>,
  { id, serviceId, organisationId, platform, state, atMs, foundBy }: Parameters<Qualifications['create']>[0],
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('qualification')
    .values({
      id,
      service_id: serviceId,
      organisation_id: organisationId,
      platform,
      state,
      version: 1,
      search_text: searchable(foundBy, id),
      created_at_ms: atMs,
      updated_at_ms: atMs,
      ordered_at_ms: atMs,
      submitted_at_ms: null,
      clock_stopped_at_ms: null,
      clock_used_days: 0,
      due_on: null,
      holds: null,
      repeat_before_ms: null,
    })
    .onConflict((conflict) => conflict.columns(['service_id', 'platform']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

async function update(db: Kysely<Tables>, id: string, changes: QualificationChanges): Promise<void> {
  const { submittedAtMs, clockStoppedAtMs, clockUsedDays, dueOn, holds } = changes;
  await db
    .updateTable('qualification')
    .set({
      version: sql<number>`version + 1`,
      ...(submittedAtMs !== undefined && { submitted_at_ms: submittedAtMs, ordered_at_ms: submittedAtMs }),
      ...(clockStoppedAtMs !== undefined && { clock_stopped_at_ms: clockStoppedAtMs }),
      ...(clockUsedDays !== undefined && { clock_used_days: clockUsedDays }),
      ...(dueOn !== undefined && { due_on: dueOn }),
      ...(holds !== undefined && { holds: JSON.stringify(holds), repeat_before_ms: holds.untilMs }),
    })
    .where('id', '=', id)
    .execute();
}

/** A walk along the index (state, waiting since): a page costs the same whatever lies behind it. */
async function findPage(
  db: Kysely<Tables>,
  read: RowReader<Row, Qualification>,
  query: QualificationQueue,
): Promise<readonly Qualification[]> {
  const { state, platform, text, after, limit } = query;
  const matches = matchesSearch(text);
  let rows = db.selectFrom('qualification').selectAll().where('state', '=', state);
  if (platform !== undefined) rows = rows.where('platform', '=', platform);
  if (matches !== undefined) rows = rows.where(matches);
  if (after !== undefined) {
    rows = rows.where((eb) => eb(eb.refTuple('ordered_at_ms', 'id'), '>', eb.tuple(after.atMs, after.id)));
  }
  return read.all(await rows.orderBy('ordered_at_ms').orderBy('id').limit(limit).execute());
}

type Row = Selectable<Tables['qualification']>;

function readRow(row: Row): Qualification {
  return {
    id: row.id,
    serviceId: row.service_id,
    organisationId: row.organisation_id,
    platform: row.platform,
    state: row.state,
    version: row.version,
    createdAtMs: Number(row.created_at_ms),
    updatedAtMs: Number(row.updated_at_ms),
    clockUsedDays: row.clock_used_days,
    ...(row.submitted_at_ms !== null && { submittedAtMs: Number(row.submitted_at_ms) }),
    ...(row.clock_stopped_at_ms !== null && { clockStoppedAtMs: Number(row.clock_stopped_at_ms) }),
    ...(row.due_on !== null && { dueOn: row.due_on }),
    ...(row.holds !== null && { holds: scopeSchema.parse(row.holds) }),
  };
}
