import type { SealedColumn, Vault } from '@garance/store';
import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import type { Tables } from '../../schema.ts';

const purpose = 'datapass-unmapped';

/** Link between the DataPass request `remoteId` and the request of the portal, with the last applied event. */
export interface DatapassRequest {
  readonly remoteId: string;
  /** Id of the portal's request; absent until an event creates it. */
  readonly requestId?: string;
  /** Body hash of the approval that the habilitation in force comes from. */
  readonly approvedBy?: string;
  /** Fields of the newest event without a counterpart in the form. */
  readonly unmapped: Readonly<Record<string, unknown>>;
}

export interface DatapassRequests {
  /** Locks the row until the transaction ends, so that two events of one request are processed one after the other. */
  lock(remoteId: string): Promise<DatapassRequest>;
  save(request: DatapassRequest): Promise<void>;
  find(remoteId: string): Promise<DatapassRequest | undefined>;
  findByRequest(requestId: string): Promise<DatapassRequest | undefined>;
}

const unmappedSchema = z.record(z.string(), z.unknown());

export const sealedUnmapped: SealedColumn = {
  table: 'datapass_request',
  column: 'sealed_unmapped',
  key: ['remote_id'],
  purpose,
  context: (remoteId = '') => remoteId,
};

/** Table `datapass_request`. */
export function createDatapassRequests(db: Kysely<Tables>, vault: Vault): DatapassRequests {
  return {
    lock: async (remoteId) => {
      await db
        .insertInto('datapass_request')
        .values({ remote_id: remoteId })
        .onConflict((conflict) => conflict.column('remote_id').doNothing())
        .execute();
      const row = await db
        .selectFrom('datapass_request')
        .selectAll()
        .where('remote_id', '=', remoteId)
        .forUpdate()
        .executeTakeFirstOrThrow();
      return readRow(vault, row);
    },
    save: async ({ remoteId, requestId, approvedBy, unmapped }) => {
      await db
        .updateTable('datapass_request')
        .set({
          request_id: requestId ?? null,
          approved_by: approvedBy ?? null,
          sealed_unmapped: vault.seal(purpose, JSON.stringify(unmapped), remoteId),
        })
        .where('remote_id', '=', remoteId)
        .execute();
    },
    find: async (remoteId) => {
      const row = await db
        .selectFrom('datapass_request')
        .selectAll()
        .where('remote_id', '=', remoteId)
        .executeTakeFirst();
      return row === undefined ? undefined : readRow(vault, row);
    },
    findByRequest: async (requestId) => {
      const row = await db
        .selectFrom('datapass_request')
        .selectAll()
        .where('request_id', '=', requestId)
        .executeTakeFirst();
      return row === undefined ? undefined : readRow(vault, row);
    },
  };
}

function readRow(vault: Vault, row: Selectable<Tables['datapass_request']>): DatapassRequest {
  return {
    remoteId: row.remote_id,
    unmapped:
      row.sealed_unmapped === null
        ? {}
        : unmappedSchema.parse(JSON.parse(vault.open(purpose, row.sealed_unmapped, row.remote_id))),
    ...(row.request_id !== null && { requestId: row.request_id }),
    ...(row.approved_by !== null && { approvedBy: row.approved_by }),
  };
}
