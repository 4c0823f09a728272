import type { Platform } from '@garance/core';
import { anyChanged, type StoreLogger } from '@garance/store';
import type { Kysely, Selectable } from 'kysely';
import { readColumns, writeColumns } from '../columns.ts';
import { createRowReader } from '../lifecycle/row-reader.ts';
import {
  type CountedStateTable,
  createPlatformTable,
  createStateTable,
  type PlatformTable,
  type StateSource,
} from '../lifecycle/state-table.ts';
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
  /** Why it is suspended or closed: shown to the partner. */
  readonly reason?: string;
  readonly openedAtMs: number;
  readonly changedAtMs: number;
  readonly activatedAtMs?: number;
  /** Person who saw the first secret, and when. */
  readonly deliveredTo?: string;
  readonly deliveredAtMs?: number;
}

export interface Productions
  extends CountedStateTable<ProductionState, Production>,
    PlatformTable<Production> {
  /** Inserts unless a row exists. @returns whether it was inserted */
  create(
    production: Pick<
      Production,
      'id' | 'serviceId' | 'organisationId' | 'platform' | 'qualificationId' | 'state' | 'openedAtMs'
    >,
  ): Promise<boolean>;
  /** Set when the service is qualified again. */
  setQualification(id: string, qualificationId: string): Promise<void>;
  /** Never overwritten: the receipt of the first delivery. */
  noteActivated(id: string, receipt: { readonly atMs: number; readonly deliveredTo?: string }): Promise<void>;
}

/** Table `production`. */
export function createProductions(db: Kysely<Tables>, logger: StoreLogger): Productions {
  const source: StateSource<'production', Production> = {
    db,
    table: 'production',
    read: createRowReader(productionLifecycle, logger, readRow),
    alsoSet: ({ to, version, atMs, reason }) => ({
      version: version + 1,
      changed_at_ms: atMs,
      reason: productionLifecycle.states[to].stopped ? (reason ?? null) : null,
    }),
  };
  return {
    ...createStateTable(source),
    ...createPlatformTable(source),
    create: (production) =>
      anyChanged(
        db
          .insertInto('production')
          .values({ ...writeColumns(production), version: 1, changed_at_ms: production.openedAtMs })
          .onConflict((conflict) => conflict.columns(['service_id', 'platform']).doNothing()),
      ),
    setQualification: async (id, qualificationId) => {
      await db
        .updateTable('production')
        .set({ qualification_id: qualificationId })
        .where('id', '=', id)
        .execute();
    },
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

function readRow(row: Selectable<Tables['production']>): Production {
  return readColumns(row);
}
