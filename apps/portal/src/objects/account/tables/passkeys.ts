import type { Clock } from '@garance/core';
import { anyChanged } from '@garance/store';
import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { readColumns, writeColumns } from '../../columns.ts';
import type { Tables } from '../../schema.ts';

export interface Passkey {
  /** Credential id, base64url. */
  readonly id: string;
  readonly personId: string;
  /** As the person named it. */
  readonly name: string;
  /** COSE key, base64url. */
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly createdAtMs: number;
  readonly lastUsedAtMs?: number;
}

export interface Passkeys {
  /** False when the credential is registered already, for any person. */
  add(passkey: Omit<Passkey, 'createdAtMs' | 'lastUsedAtMs'>): Promise<boolean>;
  find(id: string): Promise<Passkey | undefined>;
  ofPerson(personId: string): Promise<readonly Passkey[]>;
  used(id: string, counter: number): Promise<void>;
  /** False when it is not this person's. */
  remove(id: string, personId: string): Promise<boolean>;
  removeAll(personId: string): Promise<void>;
}

/** Table `passkey`: public keys only, nothing to seal. */
export function createPasskeys(db: Kysely<Tables>, clock: Clock): Passkeys {
  const all = db.selectFrom('passkey').selectAll();
  return {
    add: async ({ transports, ...passkey }) => {
      const row = await db
        .insertInto('passkey')
        .values({
          ...writeColumns(passkey),
          transports: JSON.stringify(transports),
          created_at_ms: clock.now(),
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
    find: async (id) => {
      const row = await all.where('id', '=', id).executeTakeFirst();
      return row && readRow(row);
    },
    ofPerson: async (personId) =>
      (await all.where('person_id', '=', personId).orderBy('created_at_ms').execute()).map(readRow),
    used: async (id, counter) => {
      await db
        .updateTable('passkey')
        .set({ counter, last_used_at_ms: clock.now() })
        .where('id', '=', id)
        .execute();
    },
    remove: (id, personId) =>
      anyChanged(db.deleteFrom('passkey').where('id', '=', id).where('person_id', '=', personId)),
    removeAll: async (personId) => {
      await db.deleteFrom('passkey').where('person_id', '=', personId).execute();
    },
  };
}

const transportsSchema = z.array(z.string());

function readRow(row: Selectable<Tables['passkey']>): Passkey {
  return {
    ...readColumns(row),
    counter: Number(row.counter),
    transports: transportsSchema.parse(row.transports),
  };
}
