import { type Localized, type Platform, type RunHead, runHeadSchema } from '@garance/core';
import { anyChanged, countChanged } from '@garance/store';
import { type Kysely, type Selectable, sql } from 'kysely';
import { z } from 'zod';
import { readColumns, writeColumns } from '../../columns.ts';
import type { Tables } from '../../schema.ts';
import type { ListCursor } from '../../service/table.ts';
import { createRunResults, jsonOf, type RunResults } from './qualification-run-results.ts';
import type { TargetAddresses } from './qualification-targets.ts';

/**
 * ```
 * queued → running → finished | failed | cancelled | interrupted
 *    └──→ cancelled
 * ```
 * `interrupted`: the lease of its worker expired. `failed`: it could not be completed.
 */
export type RunState = Tables['qualification_run']['state'];

/** One run of the suite that the platform makes itself. */
export interface QualificationRun {
  readonly id: string;
  readonly serviceId: string;
  readonly platform: Platform;
  readonly state: RunState;
  readonly cause: 'person' | 'schedule';
  /** Person id, or `system`. */
  readonly requestedBy: string;
  /** Settings of the service at the time of the request. */
  readonly addresses: TargetAddresses;
  readonly queuedAtMs: number;
  readonly startedAtMs?: number;
  readonly finishedAtMs?: number;
  /** While running: end of the worker's lease. */
  readonly leaseUntilMs?: number;
  readonly cancelRequested: boolean;
  readonly done: number;
  /** Number of scenarios; known once the run has started. */
  readonly total?: number;
  /** Once finished. */
  readonly head?: RunHead;
  /** The signed report. */
  readonly jws?: string;
  /** Why it could not be run, or why its report does not count: a code of the error catalogue. */
  readonly problem?: string;
  /** Observation that kept the suite from starting. */
  readonly explanation?: RunExplanation;
}

/** Reason why nothing could be tested, shown to the service's developers. */
export interface RunExplanation {
  readonly text: Localized;
  readonly pageUrl?: string;
  readonly pageText?: string;
}

const explanationSchema = z.object({
  text: z.object({ fr: z.string(), en: z.string() }),
  pageUrl: z.string().exactOptional(),
  pageText: z.string().exactOptional(),
});

export type NewRun = Pick<
  QualificationRun,
  'id' | 'serviceId' | 'platform' | 'cause' | 'requestedBy' | 'addresses' | 'queuedAtMs'
>;

export interface RunOutcome {
  readonly id: string;
  readonly state: 'finished' | 'failed' | 'cancelled' | 'interrupted';
  readonly atMs: number;
  readonly head?: RunHead;
  readonly jws?: string;
  readonly problem?: string;
  readonly explanation?: RunExplanation;
}

export interface QualificationRuns extends RunResults {
  /** @returns false when a run of this service and platform is already queued or running */
  enqueue(run: NewRun): Promise<boolean>;
  find(id: string): Promise<QualificationRun | undefined>;
  underWay(serviceId: string, platform: Platform): Promise<QualificationRun | undefined>;
  /** Newest first, by time of the request; `before` is the last one of the previous page. */
  list(
    serviceId: string,
    platform: Platform,
    page: { readonly before?: ListCursor; readonly limit: number; readonly state?: RunState },
  ): Promise<readonly QualificationRun[]>;
  /** Number of runs requested since then, in any state. */
  countSince(serviceId: string, sinceMs: number): Promise<number>;
  /** Claims the oldest waiting run whose service has no run in progress; of several nodes, one gets it. */
  claim(nowMs: number, leaseUntilMs: number): Promise<QualificationRun | undefined>;
  /** @returns whether the caller still holds the lease, and whether a stop was requested */
  renew(id: string, leaseUntilMs: number): Promise<'go-on' | 'cancel' | 'lost'>;
  noteProgress(id: string, progress: { readonly done: number; readonly total: number }): Promise<void>;
  /** Cancels a waiting run at once; a running one is stopped by its worker. */
  cancel(id: string, atMs: number): Promise<void>;
  /** @returns false when it was no longer running */
  finish(outcome: RunOutcome): Promise<boolean>;
  noteProblem(id: string, problem: string): Promise<void>;
  /** Marks runs whose lease expired. @returns how many */
  interruptLost(nowMs: number): Promise<number>;
  /** Qualified services with known addresses whose last run is older than that. */
  dueForRetest(
    sinceMs: number,
    limit: number,
  ): Promise<
    readonly {
      readonly serviceId: string;
      readonly platform: Platform;
      readonly addresses: TargetAddresses;
    }[]
  >;
  /** Deletes runs that ended before then, with their evidence; signed reports stay. @returns how many */
  forget(beforeMs: number): Promise<number>;
}

/** Table `qualification_run`. */
export function createQualificationRuns(db: Kysely<Tables>): QualificationRuns {
  const all = () => db.selectFrom('qualification_run').selectAll();
  const change = () => db.updateTable('qualification_run');
  return {
    ...createRunResults(db),
    enqueue: (run) => insert(db, run),
    find: async (id) => readOne(await all().where('id', '=', id).executeTakeFirst()),
    underWay: async (serviceId, platform) =>
      readOne(
        await all()
          .where('service_id', '=', serviceId)
          .where('platform', '=', platform)
          .where('state', 'in', ['queued', 'running'])
          .executeTakeFirst(),
      ),
    list: (serviceId, platform, page) => findPage(db, { serviceId, platform, ...page }),
    countSince: (serviceId, sinceMs) => countSince(db, serviceId, sinceMs),
    claim: (nowMs, leaseUntilMs) => claim(db, nowMs, leaseUntilMs),
    renew: (id, leaseUntilMs) => renew(db, id, leaseUntilMs),
    noteProgress: async (id, { done, total }) => {
      await change().set({ done, total }).where('id', '=', id).where('state', '=', 'running').execute();
    },
    cancel: async (id, atMs) => {
      const ended = { state: 'cancelled', finished_at_ms: atMs } as const;
      await change().set(ended).where('id', '=', id).where('state', '=', 'queued').execute();
      await change()
        .set({ cancel_asked: true })
        .where('id', '=', id)
        .where('state', '=', 'running')
        .execute();
    },
    finish: (outcome) => finish(db, outcome),
    noteProblem: async (id, problem) => {
      await change().set({ problem }).where('id', '=', id).execute();
    },
    interruptLost: (nowMs) =>
      countChanged(
        change()
          .set({ state: 'interrupted', finished_at_ms: nowMs })
          .where('state', '=', 'running')
          .where('lease_until_ms', '<', nowMs),
      ),
    dueForRetest: (sinceMs, limit) => findDue(db, sinceMs, limit),
    forget: (beforeMs) =>
      countChanged(db.deleteFrom('qualification_run').where('finished_at_ms', '<', beforeMs)),
  };
}

async function renew(
  db: Kysely<Tables>,
  id: string,
  leaseUntilMs: number,
): ReturnType<QualificationRuns['renew']> {
  const row = await db
    .updateTable('qualification_run')
    .set({ lease_until_ms: leaseUntilMs })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .returning('cancel_asked')
    .executeTakeFirst();
  return row === undefined ? 'lost' : row.cancel_asked ? 'cancel' : 'go-on';
}

async function countSince(
  db: Kysely<Tables>,
  serviceId: Parameters<QualificationRuns['countSince']>[0],
  sinceMs: Parameters<QualificationRuns['countSince']>[1],
): ReturnType<QualificationRuns['countSince']> {
  const { count } = await db
    .selectFrom('qualification_run')
    .select(sql<string | number>`count(*)`.as('count'))
    .where('service_id', '=', serviceId)
    .where('queued_at_ms', '>', sinceMs)
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function insert(db: Kysely<Tables>, { addresses, ...run }: NewRun): Promise<boolean> {
  return anyChanged(
    db
      .insertInto('qualification_run')
      .values({
        ...writeColumns(run),
        state: 'queued',
        addresses: JSON.stringify(addresses),
        cancel_asked: false,
        done: 0,
      })
      .onConflict((conflict) => conflict.doNothing()),
  );
}

interface RunPage {
  readonly serviceId: string;
  readonly platform: Platform;
  readonly before?: ListCursor;
  readonly limit: number;
  readonly state?: RunState;
}

async function findPage(db: Kysely<Tables>, page: RunPage): Promise<readonly QualificationRun[]> {
  const { serviceId, platform, before, limit, state } = page;
  let rows = db
    .selectFrom('qualification_run')
    .selectAll()
    .where('service_id', '=', serviceId)
    .where('platform', '=', platform);
  if (state !== undefined) rows = rows.where('state', '=', state);
  if (before !== undefined) {
    rows = rows.where((eb) => eb(eb.refTuple('queued_at_ms', 'id'), '<', eb.tuple(before.atMs, before.id)));
  }
  const found = await rows.orderBy('queued_at_ms', 'desc').orderBy('id', 'desc').limit(limit).execute();
  return found.map(readRow);
}

/** When two nodes claim runs of one service at the same time, the unique index refuses the later one. */
async function claim(
  db: Kysely<Tables>,
  nowMs: number,
  leaseUntilMs: number,
): Promise<QualificationRun | undefined> {
  const waiting = db
    .selectFrom('qualification_run as waiting')
    .select('waiting.id')
    .where('waiting.state', '=', 'queued')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('qualification_run as other')
            .select('other.id')
            .whereRef('other.service_id', '=', 'waiting.service_id')
            .where('other.state', '=', 'running'),
        ),
      ),
    )
    .orderBy('waiting.queued_at_ms')
    .orderBy('waiting.id')
    .limit(1)
    .forUpdate()
    .skipLocked();
  try {
    const row = await db
      .updateTable('qualification_run')
      .set({ state: 'running', started_at_ms: nowMs, lease_until_ms: leaseUntilMs })
      .where('id', '=', waiting)
      .returningAll()
      .executeTakeFirst();
    return readOne(row);
  } catch (error) {
    if ((error as { code?: unknown }).code === '23505') return undefined;
    throw error;
  }
}

async function finish(db: Kysely<Tables>, outcome: RunOutcome): Promise<boolean> {
  const { id, state, atMs, head, jws, problem, explanation } = outcome;
  return anyChanged(
    db
      .updateTable('qualification_run')
      .set({
        state,
        finished_at_ms: atMs,
        ...(head !== undefined && { head: jsonOf(runHeadSchema.parse(head)) }),
        ...(jws !== undefined && { jws }),
        ...(problem !== undefined && { problem }),
        ...(explanation !== undefined && { explanation: jsonOf(explanation) }),
      })
      .where('id', '=', id)
      .where('state', '=', 'running'),
  );
}

async function findDue(db: Kysely<Tables>, sinceMs: number, limit: number) {
  const rows = await db
    .selectFrom('qualification')
    .innerJoin('qualification_target', (join) =>
      join
        .onRef('qualification_target.service_id', '=', 'qualification.service_id')
        .onRef('qualification_target.platform', '=', 'qualification.platform'),
    )
    .select(['qualification.service_id', 'qualification.platform', 'qualification_target.addresses'])
    .where('qualification.state', '=', 'qualified')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('qualification_run')
            .select('qualification_run.id')
            .whereRef('qualification_run.service_id', '=', 'qualification.service_id')
            .whereRef('qualification_run.platform', '=', 'qualification.platform')
            .where('qualification_run.queued_at_ms', '>', sinceMs),
        ),
      ),
    )
    .limit(limit)
    .execute();
  return rows.map(({ service_id, platform, addresses }) => ({
    serviceId: service_id,
    platform,
    addresses: addresses as TargetAddresses,
  }));
}

type Row = Selectable<Tables['qualification_run']>;

function readOne(row: Row | undefined): QualificationRun | undefined {
  return row === undefined ? undefined : readRow(row);
}

function readRow(row: Row): QualificationRun {
  return {
    ...readColumns(row, 'head', 'explanation', 'cancel_asked'),
    cancelRequested: row.cancel_asked,
    addresses: row.addresses as TargetAddresses,
    ...(row.head !== null && { head: runHeadSchema.parse(row.head) }),
    ...(row.explanation !== null && { explanation: explanationSchema.parse(row.explanation) }),
  };
}
