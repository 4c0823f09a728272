import type { Platform } from '@garance/core';
import { anyChanged } from '@garance/store';
import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { readColumns, writeColumns } from '../columns.ts';
import type { RegistrationFormValues } from '../registration/tables/registration-drafts.ts';
import type { Tables } from '../schema.ts';

/** Owner of the client: an organisation or one person. */
export type SandboxHolder =
  | { readonly kind: 'organisation'; readonly organisationId: string }
  | { readonly kind: 'person'; readonly personId: string };

/** A client of an integration hub for trying things out: no service, no habilitation, invented people only. */
export interface SandboxClient {
  /** Also the id of its registration on the hub. */
  readonly id: string;
  readonly holder: SandboxHolder;
  readonly platform: Platform;
  readonly clientId: string;
  /** A separate sector, so that its subject identifiers cannot be linked to those of a service. */
  readonly sectorId: string;
  /** Values of the last valid form. */
  readonly form: RegistrationFormValues;
  /** SHA-256 of the one valid secret, hexadecimal. */
  readonly secretSha256?: string;
  /** Grows with every change, for concurrent edits. */
  readonly version: number;
  readonly createdBy: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export interface SandboxClients {
  find(id: string): Promise<SandboxClient | undefined>;
  /** Reads it and holds it until the transaction ends. */
  lock(id: string): Promise<SandboxClient | undefined>;
  /** By platform, oldest first. */
  ofHolder(holder: SandboxHolder): Promise<readonly SandboxClient[]>;
  /**
   * @returns false when the holder already has `limit` clients: an organisation on this platform, a person on both
   * together. Concurrent requests cannot exceed the limit.
   */
  create(client: Omit<SandboxClient, 'version' | 'updatedAtMs'>, limit: number): Promise<boolean>;
  /** False when it was changed or removed meanwhile. */
  save(change: {
    readonly id: string;
    readonly expectedVersion: number;
    readonly form: RegistrationFormValues;
    readonly atMs: number;
  }): Promise<boolean>;
  /** Replaces the secret. */
  setSecret(id: string, sha256: string, atMs: number): Promise<void>;
  /** @returns false when it was not there */
  remove(id: string): Promise<boolean>;
}

const formSchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** Table `sandbox_client`. */
export function createSandboxClients(db: Kysely<Tables>): SandboxClients {
  const all = () => db.selectFrom('sandbox_client').selectAll();
  return {
    find: async (id) => readOne(await all().where('id', '=', id).executeTakeFirst()),
    lock: async (id) => readOne(await all().where('id', '=', id).forUpdate().executeTakeFirst()),
    ofHolder: async (holder) => {
      const { column, value } = heldBy(holder);
      const rows = await all()
        .where(column, '=', value)
        .orderBy('platform', 'desc')
        .orderBy('created_at_ms')
        .orderBy('id')
        .execute();
      return rows.map(readRow);
    },
    create: (client, limit) => insertInFreeSlot(db, client, limit),
    save: ({ id, expectedVersion, form, atMs }) =>
      anyChanged(
        db
          .updateTable('sandbox_client')
          .set({ form: JSON.stringify(form), version: expectedVersion + 1, updated_at_ms: atMs })
          .where('id', '=', id)
          .where('version', '=', expectedVersion),
      ),
    setSecret: async (id, sha256, atMs) => {
      await db
        .updateTable('sandbox_client')
        .set({ secret_sha256: sha256, updated_at_ms: atMs })
        .where('id', '=', id)
        .execute();
    },
    remove: (id) => anyChanged(db.deleteFrom('sandbox_client').where('id', '=', id)),
  };
}

function heldBy(holder: SandboxHolder): {
  readonly column: 'organisation_id' | 'person_id';
  readonly value: string;
} {
  return holder.kind === 'organisation'
    ? { column: 'organisation_id', value: holder.organisationId }
    : { column: 'person_id', value: holder.personId };
}

/** Tries each slot in turn; one taken by a concurrent request is skipped. */
async function insertInFreeSlot(
  db: Kysely<Tables>,
  { holder, form, ...client }: Parameters<SandboxClients['create']>[0],
  limit: number,
): Promise<boolean> {
  const { column, value } = heldBy(holder);
  for (let slot = 1; slot <= limit; slot += 1) {
    const insert = db
      .insertInto('sandbox_client')
      .values({
        ...writeColumns(client),
        [column]: value,
        slot,
        form: JSON.stringify(form),
        version: 1,
        updated_at_ms: client.createdAtMs,
      })
      .onConflict((conflict) => conflict.doNothing());
    if (await anyChanged(insert)) return true;
  }
  return false;
}

type Row = Selectable<Tables['sandbox_client']>;

function readOne(row: Row | undefined): SandboxClient | undefined {
  return row === undefined ? undefined : readRow(row);
}

function readRow(row: Row): SandboxClient {
  return {
    ...readColumns(row, 'organisation_id', 'person_id', 'slot'),
    holder:
      row.organisation_id === null
        ? { kind: 'person', personId: row.person_id ?? '' }
        : { kind: 'organisation', organisationId: row.organisation_id },
    form: formSchema.parse(row.form),
  };
}
