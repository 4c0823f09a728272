import type { Level, Platform } from '@garance/core';
import type { Kysely, Selectable } from 'kysely';
import { readColumns, writeColumns } from '../columns.ts';
import type { Tables } from '../schema.ts';

/** Answers by form step; the request's rules check them on reading. */
export type StoredAnswers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A habilitation: the immutable result of one approval. */
export interface Habilitation {
  readonly id: string;
  readonly requestId: string;
  readonly serviceId: string;
  readonly platform: Platform;
  readonly level: Level;
  /** Includes `openid`. */
  readonly scopes: readonly string[];
  readonly type: 'public' | 'private';
  /** One identifier of each citizen on both platforms. */
  readonly commonIdentifier: boolean;
  /** The answers that were validated. */
  readonly snapshot: StoredAnswers;
  readonly validatedAtMs: number;
  /** When a later validation replaced it. */
  readonly supersededAtMs?: number;
  readonly revokedAtMs?: number;
}

export interface Habilitations {
  find(id: string): Promise<Habilitation | undefined>;
  inForce(serviceId: string, platform: Platform): Promise<Habilitation | undefined>;
  /** Newest first, those no longer in force included. */
  list(serviceId: string): Promise<readonly Habilitation[]>;
  inForceOf(serviceIds: readonly string[]): Promise<readonly Habilitation[]>;
  /** Stores it in place of the one in force for that service and platform. */
  grant(habilitation: Habilitation): Promise<void>;
  /** Revokes the habilitation that this request brought into force. */
  revokeOfRequest(requestId: string, atMs: number): Promise<void>;
}

/** Table `habilitation`: one in force for a service and platform. */
export function createHabilitations(db: Kysely<Tables>): Habilitations {
  const inForce = db
    .selectFrom('habilitation')
    .selectAll()
    .where('revoked_at_ms', 'is', null)
    .where('superseded_at_ms', 'is', null);
  return {
    find: async (id) => {
      const row = await db.selectFrom('habilitation').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : readRow(row);
    },
    inForce: async (serviceId, platform) => {
      const row = await inForce
        .where('service_id', '=', serviceId)
        .where('platform', '=', platform)
        .executeTakeFirst();
      return row === undefined ? undefined : readRow(row);
    },
    inForceOf: async (serviceIds) => {
      if (serviceIds.length === 0) return [];
      return (await inForce.where('service_id', 'in', serviceIds).execute()).map(readRow);
    },
    list: async (serviceId) => {
      const rows = await db
        .selectFrom('habilitation')
        .selectAll()
        .where('service_id', '=', serviceId)
        .orderBy('validated_at_ms', 'desc')
        .execute();
      return rows.map(readRow);
    },
    grant: (habilitation) => grant(db, habilitation),
    revokeOfRequest: async (requestId, atMs) => {
      await db
        .updateTable('habilitation')
        .set({ revoked_at_ms: atMs })
        .where('request_id', '=', requestId)
        .where('revoked_at_ms', 'is', null)
        .where('superseded_at_ms', 'is', null)
        .execute();
    },
  };
}

async function grant(db: Kysely<Tables>, { scopes, snapshot, ...rest }: Habilitation): Promise<void> {
  await db
    .updateTable('habilitation')
    .set({ superseded_at_ms: rest.validatedAtMs })
    .where('service_id', '=', rest.serviceId)
    .where('platform', '=', rest.platform)
    .where('revoked_at_ms', 'is', null)
    .where('superseded_at_ms', 'is', null)
    .execute();
  await db
    .insertInto('habilitation')
    .values({
      ...writeColumns(rest),
      scopes: JSON.stringify(scopes),
      snapshot: JSON.stringify(snapshot),
    })
    .execute();
}

function readRow(row: Selectable<Tables['habilitation']>): Habilitation {
  return {
    ...readColumns(row),
    scopes: row.scopes as readonly string[],
    snapshot: row.snapshot as StoredAnswers,
  };
}
