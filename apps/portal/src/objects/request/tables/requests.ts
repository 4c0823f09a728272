import type { Level, Platform } from '@garance/core';
import { anyChanged, type StoreLogger } from '@garance/store';
import { type Kysely, type Selectable, sql } from 'kysely';
import { readColumns, writeColumns } from '../../columns.ts';
import type { StoredAnswers } from '../../habilitation/table.ts';
import { searchable } from '../../journal/search-text.ts';
import { statesOf } from '../../lifecycle/lifecycle.ts';
import { createRowReader } from '../../lifecycle/row-reader.ts';
import { type CountedStateTable, createStateTable } from '../../lifecycle/state-table.ts';
import type { Tables } from '../../schema.ts';
import { type RequestState, requestLifecycle } from '../lifecycle.ts';
import { findPage, type RequestQueue } from './request-queue.ts';

/** Last writer of a step and its version number, for optimistic locking. */
export interface StepEdit {
  readonly version: number;
  readonly by: string;
  readonly atMs: number;
}

export interface HabilitationRequest {
  readonly id: string;
  readonly serviceId: string;
  readonly organisationId: string;
  readonly platform: Platform;
  readonly level?: Level;
  readonly state: RequestState;
  /** Grows with every change. */
  readonly version: number;
  readonly answers: StoredAnswers;
  readonly stepEdits: Readonly<Record<string, StepEdit>>;
  /** Name of the project, for lists. */
  readonly title: string;
  readonly ownerId: string;
  readonly assignedTo?: string;
  readonly commonIdentifier: boolean;
  /** The habilitation that this request started from. */
  readonly fromHabilitationId?: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** Latest submission; absent before the first one. */
  readonly submittedAtMs?: number;
  /** Set while the team's clock is stopped. */
  readonly clockStoppedAtMs?: number;
  /** Working days that the team had used when the clock was last stopped. */
  readonly clockUsedDays: number;
  /** `YYYY-MM-DD` in Paris: the day promised for an answer. */
  readonly dueOn?: string;
  /** Place in the queue: the day promised while the team's clock runs, else submission or creation. */
  readonly orderedAtMs: number;
}

export type NewRequest = Omit<
  HabilitationRequest,
  'version' | 'stepEdits' | 'clockUsedDays' | 'updatedAtMs' | 'orderedAtMs'
> & {
  /** Further search words: organisation, SIRET. */
  readonly foundBy: string;
};

export interface StepSave {
  readonly id: string;
  readonly step: string;
  readonly answers: Readonly<Record<string, unknown>>;
  /** `stepEdits[step].version` as it was read, 0 when never saved. */
  readonly expectedStepVersion: number;
  readonly by: string;
  readonly atMs: number;
  readonly platform?: Platform;
  readonly level?: Level;
  readonly commonIdentifier?: boolean;
  readonly title?: string;
}

/** What effects of a transition write. `null` empties a field. */
export interface RequestChanges {
  readonly ownerId?: string;
  readonly assignedTo?: string | null;
  readonly submittedAtMs?: number;
  readonly clockStoppedAtMs?: number | null;
  readonly clockUsedDays?: number;
  readonly dueOn?: string | null;
  readonly answers?: StoredAnswers;
  readonly platform?: Platform;
  readonly level?: Level;
  readonly commonIdentifier?: boolean;
  readonly title?: string;
}

export interface Requests extends CountedStateTable<RequestState, HabilitationRequest> {
  /** Newest first. */
  ofService(serviceId: string): Promise<readonly HabilitationRequest[]>;
  ofServices(serviceIds: readonly string[]): Promise<readonly HabilitationRequest[]>;
  create(request: NewRequest): Promise<HabilitationRequest>;
  /** Writes one step. False when that step was saved since it was read, or the request may no longer be edited. */
  saveStep(save: StepSave): Promise<boolean>;
  update(id: string, changes: RequestChanges): Promise<void>;
  /** Longest waiting first, by keyset. */
  queue(query: RequestQueue): Promise<readonly HabilitationRequest[]>;
}

/** Table `request`. */
export function createRequests(db: Kysely<Tables>, logger: StoreLogger): Requests {
  const all = () => db.selectFrom('request').selectAll();
  const read = createRowReader(requestLifecycle, logger, readRow);
  const ofServices: Requests['ofServices'] = async (serviceIds) => {
    if (serviceIds.length === 0) return [];
    const rows = all().where('service_id', 'in', serviceIds).orderBy('created_at_ms', 'desc').orderBy('id');
    return read.all(await rows.execute());
  };
  return {
    ...createStateTable({
      db,
      table: 'request',
      read,
      alsoSet: ({ version, atMs }) => ({ version: version + 1, updated_at_ms: atMs }),
    }),
    ofService: (serviceId) => ofServices([serviceId]),
    ofServices,
    create: (request) => insert(db, request),
    saveStep: (save) => saveStep(db, save),
    update: (id, changes) => update(db, id, changes),
    queue: async (query) => read.all(await findPage(db, query)),
  };
}

async function insert(
  db: Kysely<Tables>,
  { foundBy, answers, ...request }: NewRequest,
): Promise<HabilitationRequest> {
  const { title, createdAtMs, submittedAtMs = createdAtMs } = request;
  const row = await db
    .insertInto('request')
    .values({
      ...writeColumns(request),
      version: 1,
      answers: JSON.stringify(answers),
      step_edits: '{}',
      search_text: searchable(title, foundBy),
      updated_at_ms: createdAtMs,
      ordered_at_ms: submittedAtMs,
      clock_used_days: 0,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return readRow(row);
}

async function saveStep(db: Kysely<Tables>, save: StepSave): Promise<boolean> {
  const { id, step, answers, expectedStepVersion, by, atMs } = save;
  const edit: StepEdit = { version: expectedStepVersion + 1, by, atMs };
  const { title, platform, level, commonIdentifier } = save;
  const update = db
    .updateTable('request')
    .set({
      // Replaces one step only, so that concurrent writes to other steps are kept.
      answers: sql<string>`answers || jsonb_build_object(${step}::text, ${JSON.stringify(answers)}::jsonb)`,
      step_edits: sql<string>`step_edits || jsonb_build_object(${step}::text, ${JSON.stringify(edit)}::jsonb)`,
      version: sql<number>`version + 1`,
      updated_at_ms: atMs,
      ...(title !== undefined && {
        title,
        search_text: sql<string>`search_text || ' ' || ${searchable(title)}::text`,
      }),
      ...(platform !== undefined && { platform }),
      ...(level !== undefined && { level }),
      ...(commonIdentifier !== undefined && { common_identifier: commonIdentifier }),
    })
    .where('id', '=', id)
    .where('state', 'in', editable)
    .where(
      sql<number>`coalesce((step_edits -> ${step}::text ->> 'version')::int, 0)`,
      '=',
      expectedStepVersion,
    );
  return anyChanged(update);
}

async function update(db: Kysely<Tables>, id: string, changes: RequestChanges): Promise<void> {
  const { ownerId, assignedTo, submittedAtMs, clockStoppedAtMs, clockUsedDays, dueOn } = changes;
  const { answers, platform, level, commonIdentifier, title } = changes;
  await db
    .updateTable('request')
    .set({
      version: sql<number>`version + 1`,
      ...(ownerId !== undefined && { owner_id: ownerId }),
      ...(assignedTo !== undefined && { assigned_to: assignedTo }),
      ...(submittedAtMs !== undefined && { submitted_at_ms: submittedAtMs, ordered_at_ms: submittedAtMs }),
      ...(clockStoppedAtMs !== undefined && { clock_stopped_at_ms: clockStoppedAtMs }),
      ...(clockUsedDays !== undefined && { clock_used_days: clockUsedDays }),
      ...(dueOn !== undefined && { due_on: dueOn }),
      // Sorted by due date, overdue first; time spent waiting for the partner is not counted.
      ...(typeof dueOn === 'string' && { ordered_at_ms: Date.parse(dueOn) }),
      ...(answers !== undefined && { answers: JSON.stringify(answers) }),
      ...(platform !== undefined && { platform }),
      ...(level !== undefined && { level }),
      ...(commonIdentifier !== undefined && { common_identifier: commonIdentifier }),
      ...(title !== undefined && { title }),
    })
    .where('id', '=', id)
    .execute();
}

/** States in which the answers may change. */
const editable = statesOf(requestLifecycle).filter((state) => requestLifecycle.states[state].editable);

function readRow(row: Selectable<Tables['request']>): HabilitationRequest {
  return {
    ...readColumns(row),
    answers: row.answers as StoredAnswers,
    stepEdits: row.step_edits as Readonly<Record<string, StepEdit>>,
  };
}
