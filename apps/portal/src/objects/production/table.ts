import type { Platform } from '@garance/core';
import type { StoreLogger } from '@garance/store';
import type { Kysely, Selectable } from 'kysely';
import { createRowReader } from '../lifecycle/row-reader.ts';
import type { StateChange, StateTable } from '../lifecycle/state-table.ts';
import type { Tables } from '../schema.ts';
import { type ProductionState, productionLifecycle } from './lifecycle.ts';

/** Production of one service on one platform. */
export interface Production {
  readonly id: string;
  readonly serviceId: string;
  readonly organisationId: string;
  readonly platform: Platform;
  readonly qualificationId: string;
  readonly state: ProductionState;
  /** Grows with every change. */
  readonly version: number;
  /** Why it stands still or was closed: shown to the partner. */
  readonly reason?: string;
  readonly openedAtMs: number;
  readonly changedAtMs: number;
  readonly activatedAtMs?: number;
  /** Person who saw the first secret, and when. */
  readonly deliveredTo?: string;
  readonly deliveredAtMs?: number;
}

export interface Productions extends StateTable<ProductionState, Production> {
  find(id: string): Promise<Production | undefined>;
  findFor(serviceId: string, platform: Platform): Promise<Production | undefined>;
  ofServices(serviceIds: readonly string[]): Promise<readonly Production[]>;
  /** Inserts unless a row exists. @returns whether it was inserted */
  create(
    production: Pick<
      Production,
      'id' | 'serviceId' | 'organisationId' | 'platform' | 'qualificationId' | 'state' | 'openedAtMs'
    >,
  ): Promise<boolean>;
  /** A repeated qualification carries it on. */
  setQualification(id: string, qualificationId: string): Promise<void>;
  /** For ever: the receipt of the first delivery. */
  noteActivated(id: string, receipt: { readonly atMs: number; readonly deliveredTo?: string }): Promise<void>;
}

/** Table `production`. */
export function createProductions(db: Kysely<Tables>, logger: StoreLogger): Productions {
  const all = () => db.selectFrom('production').selectAll();
  const read = createRowReader(productionLifecycle, logger, readRow);
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
    create: async ({ id, serviceId, organisationId, platform, qualificationId, state, openedAtMs }) => {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('production')
        .values({
          id,
          service_id: serviceId,
          organisation_id: organisationId,
          platform,
          qualification_id: qualificationId,
          state,
          version: 1,
          reason: null,
          opened_at_ms: openedAtMs,
          changed_at_ms: openedAtMs,
          activated_at_ms: null,
          delivered_to: null,
          delivered_at_ms: null,
        })
        .onConflict((conflict) => conflict.columns(['service_id', 'platform']).doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },
    setQualification: async (id, qualificationId) => {
      await db
        .updateTable('production')
        .set({ qualification_id: qualificationId })
        .where('id', '=', id)
        .execute();
    },
    setState: (change) => setState(db, change),
    noteActivated: async (id, { atMs, deliveredTo }) => {
      await db
        .updateTable('production')
        .set({
          activated_at_ms: atMs,
          ...(deliveredTo !== undefined && { delivered_to: deliveredTo, delivered_at_ms: atMs }),
        })
        .where('id', '=', id)
        .execute();
    },
  };
}

async function setState(
  db: Kysely<Tables>,
  { id, from, to, version, atMs, reason }: StateChange<ProductionState>,
): Promise<boolean> {
  const { stopped } = productionLifecycle.states[to];
  const { numUpdatedRows } = await db
    .updateTable('production')
    .set({
      state: to,
      version: version + 1,
      changed_at_ms: atMs,
      reason: stopped ? (reason ?? null) : null,
    })
    .where('id', '=', id)
    .where('state', '=', from)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

type Row = Selectable<Tables['production']>;

function readRow(row: Row): Production {
  return {
    id: row.id,
    serviceId: row.service_id,
    organisationId: row.organisation_id,
    platform: row.platform,
    qualificationId: row.qualification_id,
    state: row.state,
    version: row.version,
    openedAtMs: Number(row.opened_at_ms),
    changedAtMs: Number(row.changed_at_ms),
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.activated_at_ms !== null && { activatedAtMs: Number(row.activated_at_ms) }),
    ...(row.delivered_to !== null && { deliveredTo: row.delivered_to }),
    ...(row.delivered_at_ms !== null && { deliveredAtMs: Number(row.delivered_at_ms) }),
  };
}
