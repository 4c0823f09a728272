import { anyChanged, countChanged } from '@garance/store';
import type { Kysely, Selectable } from 'kysely';
import { readColumns, writeColumns } from '../../columns.ts';
import type { Tables } from '../../schema.ts';

/** A client secret, of which only the hash was ever kept. */
export interface ClientSecret {
  readonly id: string;
  readonly accessId: string;
  /** SHA-256 of the secret, hexadecimal. */
  readonly sha256: string;
  readonly label: string;
  /** `own-hash`: made by the partner, who sent the hash alone. */
  readonly origin: 'generated' | 'own-hash';
  readonly createdBy: string;
  readonly createdAtMs: number;
  readonly expiresAtMs?: number;
  /** The last reminder sent, as days before the end (or, without an end, days of age). */
  readonly remindedDays?: number;
}

export interface ClientSecretTable {
  find(id: string): Promise<ClientSecret | undefined>;
  /** Newest first, ended ones included. */
  list(accessId: string, limit: number): Promise<readonly ClientSecret[]>;
  /** Secrets valid at `nowMs`, newest first. */
  valid(accessId: string, nowMs: number): Promise<readonly ClientSecret[]>;
  /** False when this very hash is in use already, here or at another registration: a credential is worth something at one hub only. */
  create(secret: ClientSecret): Promise<boolean>;
  /** Whether this hash is in use, here or at another registration. */
  isUsed(sha256: string): Promise<boolean>;
  setEnd(id: string, expiresAtMs: number): Promise<void>;
  /** Every secret of an access that is still valid ends now. @returns how many */
  endAll(accessId: string, nowMs: number): Promise<number>;
  /** Those that end between the two moments, soonest first. */
  expiring(afterMs: number, beforeMs: number, limit: number): Promise<readonly ClientSecret[]>;
  /** Those without an end made before a moment, oldest first. */
  older(beforeMs: number, limit: number): Promise<readonly ClientSecret[]>;
  noteReminded(id: string, days: number): Promise<void>;
}

/** Table `client_secret`. */
export function createClientSecretTable(db: Kysely<Tables>): ClientSecretTable {
  const all = () => db.selectFrom('client_secret').selectAll();
  return {
    find: async (id) => {
      const row = await all().where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : readRow(row);
    },
    list: async (accessId, limit) => {
      const query = all().where('access_id', '=', accessId).orderBy('created_at_ms', 'desc').limit(limit);
      return (await query.execute()).map(readRow);
    },
    valid: async (accessId, nowMs) => {
      const rows = await all()
        .where('access_id', '=', accessId)
        .where((eb) => eb.or([eb('expires_at_ms', 'is', null), eb('expires_at_ms', '>', nowMs)]))
        .orderBy('created_at_ms', 'desc')
        .execute();
      return rows.map(readRow);
    },
    create: (secret) => insert(db, secret),
    isUsed: async (sha256) => (await all().where('sha256', '=', sha256).executeTakeFirst()) !== undefined,
    setEnd: async (id, expiresAtMs) => {
      await db
        .updateTable('client_secret')
        .set({ expires_at_ms: expiresAtMs })
        .where('id', '=', id)
        .execute();
    },
    endAll: (accessId, nowMs) =>
      countChanged(
        db
          .updateTable('client_secret')
          .set({ expires_at_ms: nowMs })
          .where('access_id', '=', accessId)
          .where((eb) => eb.or([eb('expires_at_ms', 'is', null), eb('expires_at_ms', '>', nowMs)])),
      ),
    expiring: async (afterMs, beforeMs, limit) => {
      const rows = await all()
        .where('expires_at_ms', '>', afterMs)
        .where('expires_at_ms', '<=', beforeMs)
        .orderBy('expires_at_ms')
        .limit(limit)
        .execute();
      return rows.map(readRow);
    },
    older: async (beforeMs, limit) => {
      const rows = await all()
        .where('expires_at_ms', 'is', null)
        .where('created_at_ms', '<=', beforeMs)
        .orderBy('created_at_ms')
        .limit(limit)
        .execute();
      return rows.map(readRow);
    },
    noteReminded: async (id, days) => {
      await db.updateTable('client_secret').set({ reminded_days: days }).where('id', '=', id).execute();
    },
  };
}

async function insert(db: Kysely<Tables>, secret: ClientSecret): Promise<boolean> {
  return anyChanged(
    db
      .insertInto('client_secret')
      .values(writeColumns(secret))
      .onConflict((conflict) => conflict.column('sha256').doNothing()),
  );
}

function readRow(row: Selectable<Tables['client_secret']>): ClientSecret {
  return readColumns(row);
}
