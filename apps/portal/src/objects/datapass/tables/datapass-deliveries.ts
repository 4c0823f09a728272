import type { SealedColumn, Vault } from '@garance/store';
import { type Kysely, type Selectable, sql } from 'kysely';
import { readColumns } from '../../columns.ts';
import type { Tables } from '../../schema.ts';

const purpose = 'datapass-delivery';

/**
 * `received`: not judged yet; `applied`: its transitions are done; `kept`: waits for an earlier event; `older`: a newer
 * event had been applied; `ignored`: no meaning here; `refused`: unreadable.
 */
export type DeliveryState = 'received' | 'applied' | 'kept' | 'older' | 'ignored' | 'refused';

export interface DeliveryAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One signed body, received once or many times. */
export interface DatapassDelivery {
  readonly sequence: number;
  /** SHA-256 of the raw body, hexadecimal: identifies a delivery. */
  readonly bodyHash: string;
  /** The request's id at DataPass; '' when there is none. */
  readonly remoteId: string;
  readonly event: string;
  /** Seconds since the Unix epoch, by the other site's clock. */
  readonly firedAt: number;
  readonly firstReceivedAtMs: number;
  readonly lastReceivedAtMs: number;
  readonly timesReceived: number;
  readonly state: DeliveryState;
  /** Error code of a refused delivery. */
  readonly error?: string;
  readonly answer: DeliveryAnswer;
}

export interface NewDelivery {
  readonly bodyHash: string;
  readonly remoteId: string;
  readonly event: string;
  readonly firedAt: number;
  readonly body: string;
}

export interface DatapassDeliveries {
  /** @returns whether this body is new; a repeat is counted. The row stays locked until the transaction ends. */
  receive(delivery: NewDelivery, nowMs: number): Promise<boolean>;
  find(bodyHash: string): Promise<DatapassDelivery | undefined>;
  /** The body, byte for byte. */
  body(bodyHash: string): Promise<string | undefined>;
  /** Every delivery about one request, with its body, oldest event first. */
  ofRequest(remoteId: string): Promise<readonly (DatapassDelivery & { readonly body: string })[]>;
  settle(bodyHash: string, outcome: DeliveryOutcome): Promise<void>;
  /** Sets the state of a delivery that a later one applied or put off. The stored answer stays. */
  changeState(bodyHash: string, state: DeliveryState): Promise<void>;
  /** Newest first; `before` a sequence number. */
  list(page: DeliveryPage): Promise<readonly DatapassDelivery[]>;
}

export interface DeliveryOutcome {
  readonly state: DeliveryState;
  readonly answer: DeliveryAnswer;
  readonly error?: string;
}

export interface DeliveryPage {
  readonly before?: number;
  readonly limit: number;
  readonly state?: DeliveryState;
  /** Exact: a request's id at the other site. */
  readonly remoteId?: string;
}

type Row = Selectable<Tables['datapass_delivery']>;

export const sealedDeliveries: SealedColumn = {
  table: 'datapass_delivery',
  column: 'sealed_body',
  key: ['body_hash'],
  purpose,
  context: (bodyHash = '') => bodyHash,
};

/** Table `datapass_delivery`: bodies carry people's names and addresses, and are sealed. */
export function createDatapassDeliveries(db: Kysely<Tables>, vault: Vault): DatapassDeliveries {
  const open = (row: Row) => vault.open(purpose, row.sealed_body, row.body_hash);
  const findRow = (bodyHash: string) =>
    db.selectFrom('datapass_delivery').selectAll().where('body_hash', '=', bodyHash).executeTakeFirst();
  return {
    receive: async (delivery, nowMs) => {
      const inserted = await insertDelivery(db, delivery, {
        nowMs,
        sealedBody: vault.seal(purpose, delivery.body, delivery.bodyHash),
      });
      if (inserted) return true;
      await db
        .updateTable('datapass_delivery')
        .set({ last_received_at_ms: nowMs, times_received: sql<number>`times_received + 1` })
        .where('body_hash', '=', delivery.bodyHash)
        .execute();
      return false;
    },
    find: async (bodyHash) => readOptional(await findRow(bodyHash)),
    body: async (bodyHash) => {
      const row = await findRow(bodyHash);
      return row === undefined ? undefined : open(row);
    },
    ofRequest: async (remoteId) => {
      const rows = await db
        .selectFrom('datapass_delivery')
        .selectAll()
        .where('remote_id', '=', remoteId)
        .orderBy('fired_at')
        .orderBy('body_hash')
        .execute();
      return rows.map((row) => ({ ...readRow(row), body: open(row) }));
    },
    settle: async (bodyHash, { state, answer, error }) => {
      await db
        .updateTable('datapass_delivery')
        .set({
          state,
          error: error ?? null,
          answer_status: answer.status,
          answer: JSON.stringify(answer.body),
        })
        .where('body_hash', '=', bodyHash)
        .execute();
    },
    changeState: async (bodyHash, state) => {
      await db.updateTable('datapass_delivery').set({ state }).where('body_hash', '=', bodyHash).execute();
    },
    list: async ({ before, limit, state, remoteId }) => {
      let query = db.selectFrom('datapass_delivery').selectAll().orderBy('sequence', 'desc').limit(limit);
      if (before !== undefined) query = query.where('sequence', '<', before);
      if (state !== undefined) query = query.where('state', '=', state);
      if (remoteId !== undefined) query = query.where('remote_id', '=', remoteId);
      return (await query.execute()).map(readRow);
    },
  };
}

async function insertDelivery(
  db: Kysely<Tables>,
  { bodyHash, remoteId, event, firedAt }: NewDelivery,
  { nowMs, sealedBody }: { readonly nowMs: number; readonly sealedBody: string },
): Promise<boolean> {
  const inserted = await db
    .insertInto('datapass_delivery')
    .values({
      body_hash: bodyHash,
      remote_id: remoteId,
      event,
      fired_at: firedAt,
      first_received_at_ms: nowMs,
      last_received_at_ms: nowMs,
      times_received: 1,
      state: 'received',
      error: null,
      sealed_body: sealedBody,
      answer_status: 200,
      answer: '{}',
    })
    .onConflict((conflict) => conflict.column('body_hash').doNothing())
    .returning('sequence')
    .executeTakeFirst();
  return inserted !== undefined;
}

function readOptional(row: Row | undefined): DatapassDelivery | undefined {
  return row === undefined ? undefined : readRow(row);
}

function readRow(row: Row): DatapassDelivery {
  return {
    ...readColumns(row, 'answer_status'),
    sequence: Number(row.sequence),
    firedAt: Number(row.fired_at),
    state: row.state as DeliveryState,
    answer: { status: row.answer_status, body: row.answer as Readonly<Record<string, unknown>> },
  };
}
