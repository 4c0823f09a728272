import { type Level, levelSchema, type Platform } from '@garance/core';
import { anyChanged, type StoreLogger } from '@garance/store';
import { type Kysely, type Selectable, sql } from 'kysely';
import { z } from 'zod';
import { readColumns, writeColumns } from '../../columns.ts';
import { matchesSearch, searchable } from '../../journal/search-text.ts';
import { createRowReader, type RowReader } from '../../lifecycle/row-reader.ts';
import {
  type CountedStateTable,
  createPlatformTable,
  createStateTable,
  type PlatformTable,
  type StateSource,
} from '../../lifecycle/state-table.ts';
import type { Tables } from '../../schema.ts';
import type { ListCursor } from '../../service/table.ts';
import { type QualificationState, qualificationLifecycle } from '../lifecycle.ts';

/** The registration that was qualified. */
export interface QualificationScope {
  readonly habilitationId: string;
  readonly registrationId: string;
  readonly registrationVersion: number;
  /** The form version that it was published from: the production form starts from it. */
  readonly draftNumber: number;
  readonly level: Level;
  readonly scopes: readonly string[];
  readonly fromMs: number;
  /** End of validity, by which it has to be repeated. */
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
  /** Set while the team's clock is stopped. */
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

export interface Qualifications
  extends CountedStateTable<QualificationState, Qualification>,
    PlatformTable<Qualification> {
  /** False when another request created it first. */
  create(qualification: {
    readonly id: string;
    readonly serviceId: string;
    readonly organisationId: string;
    readonly platform: Platform;
    readonly state: QualificationState;
    readonly atMs: number;
    /** Further search words. */
    readonly foundBy: string;
  }): Promise<boolean>;
  update(id: string, changes: QualificationChanges): Promise<void>;
  /** Increments the version after a change of its items: a decision on the former version is refused. */
  touch(id: string, atMs: number): Promise<void>;
  /** Longest waiting first, by keyset. */
  queue(query: QualificationQueue): Promise<readonly Qualification[]>;
  /** Qualifications in force whose validity has ended. */
  due(nowMs: number, limit: number): Promise<readonly Qualification[]>;
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
  const source: StateSource<'qualification', Qualification> = {
    db,
    table: 'qualification',
    read,
    alsoSet: ({ version, atMs }) => ({ version: version + 1, updated_at_ms: atMs }),
  };
  return {
    ...createStateTable(source),
    ...createPlatformTable(source),
    create: (qualification) => insert(db, qualification),
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
  };
}

async function insert(
  db: Kysely<Tables>,
  { atMs, foundBy, ...qualification }: Parameters<Qualifications['create']>[0],
): Promise<boolean> {
  return anyChanged(
    db
      .insertInto('qualification')
      .values({
        ...writeColumns(qualification),
        version: 1,
        search_text: searchable(foundBy, qualification.id),
        created_at_ms: atMs,
        updated_at_ms: atMs,
        ordered_at_ms: atMs,
        clock_used_days: 0,
      })
      .onConflict((conflict) => conflict.columns(['service_id', 'platform']).doNothing()),
  );
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

/** Reads by the index (state, waiting since): the cost of a page does not depend on its position. */
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
    ...readColumns(row, 'ordered_at_ms', 'holds', 'repeat_before_ms'),
    ...(row.holds !== null && { holds: scopeSchema.parse(row.holds) }),
  };
}
