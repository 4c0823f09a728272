import {
  backlogColumns,
  type DueBacklog,
  readBacklogRow,
  type SealedColumn,
  type Vault,
} from '@garance/store';
import { type Kysely, type Selectable, sql } from 'kysely';
import { readColumns, writeColumns } from '../../columns.ts';
import type { Tables } from '../../schema.ts';

const purpose = 'webhook-payload';

export type WebhookCallState = 'waiting' | 'delivered' | 'failed';

/** One event to deliver to one endpoint. */
export interface WebhookCall {
  readonly sequence: number;
  readonly id: string;
  readonly endpointId: string;
  readonly event: string;
  readonly objectId: string;
  readonly state: WebhookCallState;
  /** Attempts made so far. */
  readonly attempt: number;
  readonly createdAtMs: number;
  readonly nextAttemptAtMs: number;
  readonly endedAtMs?: number;
}

export interface WebhookAttempt {
  readonly atMs: number;
  /** HTTP status of the answer, when there was one. */
  readonly status?: number;
  /** Why there was none: a reason of the outbound guard. */
  readonly failure?: string;
}

export interface WebhookCalls {
  /** Does nothing when the id exists. */
  enqueue(call: NewWebhookCall): Promise<void>;
  /** Claims due calls of enabled endpoints; concurrent workers claim different ones. */
  claim(lease: {
    readonly nowMs: number;
    readonly limit: number;
    readonly leaseMs: number;
  }): Promise<readonly (WebhookCall & { readonly payload: string })[]>;
  delivered(id: string, attempt: WebhookAttempt): Promise<void>;
  /** `retryAtMs` absent: given up. */
  failed(id: string, attempt: WebhookAttempt, retryAtMs?: number): Promise<void>;
  /** Due again, at once. */
  replay(id: string, nowMs: number): Promise<void>;
  find(id: string): Promise<WebhookCall | undefined>;
  attempts(id: string): Promise<readonly WebhookAttempt[]>;
  /** Calls that wait, and since when the longest due one does (epoch ms; absent when none is due). */
  backlog(nowMs: number): Promise<DueBacklog>;
  /** Newest first; `before` a sequence number. */
  list(page: {
    readonly before?: number;
    readonly limit: number;
    readonly endpointId?: string;
  }): Promise<readonly WebhookCall[]>;
}

export interface NewWebhookCall {
  readonly id: string;
  readonly endpointId: string;
  readonly event: string;
  readonly objectId: string;
  readonly payload: string;
  readonly createdAtMs: number;
}

type Row = Selectable<Tables['webhook_call']>;

export const sealedWebhookCalls: SealedColumn = {
  table: 'webhook_call',
  column: 'sealed_payload',
  key: ['id'],
  purpose,
  context: (id = '') => id,
};

/** Tables `webhook_call` and `webhook_attempt`: payloads carry people's names and addresses, and are sealed. */
export function createWebhookCalls(db: Kysely<Tables>, vault: Vault): WebhookCalls {
  return {
    enqueue: (call) => enqueue(db, vault, call),
    claim: async (lease) => {
      const rows = await claimRows(db, lease);
      return rows.map((row) => ({
        ...readRow(row),
        payload: vault.open(purpose, row.sealed_payload, row.id),
      }));
    },
    delivered: async (id, attempt) => {
      await insertAttempt(db, id, attempt);
      await db
        .updateTable('webhook_call')
        .set({ state: 'delivered', leased_until_ms: 0, ended_at_ms: attempt.atMs })
        .where('id', '=', id)
        .execute();
    },
    failed: async (id, attempt, retryAtMs) => {
      await insertAttempt(db, id, attempt);
      const change =
        retryAtMs === undefined
          ? { state: 'failed', ended_at_ms: attempt.atMs }
          : { next_attempt_at_ms: retryAtMs };
      await db
        .updateTable('webhook_call')
        .set({ ...change, leased_until_ms: 0 })
        .where('id', '=', id)
        .execute();
    },
    replay: async (id, nowMs) => {
      await db
        .updateTable('webhook_call')
        .set({
          state: 'waiting',
          attempt: 0,
          next_attempt_at_ms: nowMs,
          leased_until_ms: 0,
          ended_at_ms: null,
        })
        .where('id', '=', id)
        .execute();
    },
    find: async (id) => {
      const row = await db.selectFrom('webhook_call').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : readRow(row);
    },
    attempts: (id) => attempts(db, id),
    backlog: async (nowMs) =>
      readBacklogRow(await waiting(db).select(backlogColumns(nowMs)).executeTakeFirstOrThrow()),
    list: async ({ before, limit, endpointId }) => {
      let query = db.selectFrom('webhook_call').selectAll().orderBy('sequence', 'desc').limit(limit);
      if (before !== undefined) query = query.where('sequence', '<', before);
      if (endpointId !== undefined) query = query.where('endpoint_id', '=', endpointId);
      return (await query.execute()).map(readRow);
    },
  };
}

/** Calls to a disabled endpoint wait until it is enabled, and do not count as late. */
function waiting(db: Kysely<Tables>) {
  return db
    .selectFrom('webhook_call')
    .where('state', '=', 'waiting')
    .where('endpoint_id', 'in', (eb) =>
      eb.selectFrom('webhook_endpoint').select('webhook_endpoint.id').where('enabled', '=', true),
    );
}

async function attempts(
  db: Kysely<Tables>,
  id: Parameters<WebhookCalls['attempts']>[0],
): ReturnType<WebhookCalls['attempts']> {
  const rows = await db
    .selectFrom('webhook_attempt')
    .selectAll()
    .where('call_id', '=', id)
    .orderBy('id')
    .execute();
  return rows.map(({ at_ms, status, failure }) => ({
    atMs: Number(at_ms),
    ...(status !== null && { status }),
    ...(failure !== null && { failure }),
  }));
}

async function enqueue(
  db: Kysely<Tables>,
  vault: Vault,
  { payload, ...call }: Parameters<WebhookCalls['enqueue']>[0],
): ReturnType<WebhookCalls['enqueue']> {
  await db
    .insertInto('webhook_call')
    .values({
      ...writeColumns(call),
      sealed_payload: vault.seal(purpose, payload, call.id),
      state: 'waiting',
      attempt: 0,
      next_attempt_at_ms: call.createdAtMs,
      leased_until_ms: 0,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

async function insertAttempt(db: Kysely<Tables>, callId: string, attempt: WebhookAttempt): Promise<void> {
  await db
    .insertInto('webhook_attempt')
    .values({ call_id: callId, ...writeColumns(attempt) })
    .execute();
}

/** As in the outbox: skips rows that another worker is claiming, and leased ones. */
function claimRows(
  db: Kysely<Tables>,
  { nowMs, limit, leaseMs }: { readonly nowMs: number; readonly limit: number; readonly leaseMs: number },
): Promise<readonly Row[]> {
  const due = waiting(db)
    .select('id')
    .where('next_attempt_at_ms', '<=', nowMs)
    .where('leased_until_ms', '<=', nowMs)
    .orderBy('next_attempt_at_ms')
    .limit(limit)
    .forUpdate()
    .skipLocked();
  return db
    .with('due', () => due)
    .updateTable('webhook_call')
    .set({ leased_until_ms: nowMs + leaseMs, attempt: sql<number>`attempt + 1` })
    .where('id', 'in', (eb) => eb.selectFrom('due').select('due.id'))
    .returningAll()
    .execute();
}

function readRow(row: Row): WebhookCall {
  return {
    ...readColumns(row, 'leased_until_ms'),
    sequence: Number(row.sequence),
    state: row.state as WebhookCallState,
  };
}
