import { anyChanged, type SealedColumn, type Vault } from '@garance/store';
import type { Kysely, Selectable } from 'kysely';
import { readColumns, writeColumns } from '../columns.ts';
import type { Tables } from '../schema.ts';

/** Owner of an attachment: a request, a qualification or a thread. */
export interface AttachmentOwner {
  readonly object: string;
  readonly id: string;
}

export interface Attachment {
  readonly id: string;
  readonly owner: AttachmentOwner;
  /** As the person named it; shown, never used as a path. */
  readonly name: string;
  /** Detected from the content, not from the name. */
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** Hexadecimal, of the content in clear. */
  readonly sha256: string;
  readonly storage: 'database' | 's3';
  readonly createdBy: string;
  readonly createdAtMs: number;
  /** A frozen copy refers to it: after removal it stays readable there. */
  readonly frozen: boolean;
  readonly removedAtMs?: number;
}

export type NewAttachment = Omit<Attachment, 'frozen' | 'removedAtMs'>;

export interface Attachments {
  /** @param bytes given when the content rests in the database, sealed */
  put(attachment: NewAttachment, bytes?: Uint8Array): Promise<void>;
  /** Removed ones included. */
  find(id: string): Promise<Attachment | undefined>;
  /** Oldest first, without removed ones. */
  list(owner: AttachmentOwner): Promise<readonly Attachment[]>;
  /** Undefined when the content does not rest in the database. @throws GaranceError `store.unreadable` */
  content(id: string): Promise<Uint8Array | undefined>;
  /** Ids of attachments whose content is in an S3 store, removed ones included, in ascending order after `after`. */
  listInS3(page: { readonly after: string; readonly limit: number }): Promise<readonly string[]>;
  /** A frozen copy of the owner refers to the attachment. */
  freeze(owner: AttachmentOwner): Promise<void>;
  /** Erases it; when a frozen copy refers to it, only marks it as removed. @returns whether it was erased */
  remove(id: string, atMs: number): Promise<boolean>;
}

const purpose = 'attachment';

export const sealedAttachments: SealedColumn = {
  table: 'attachment_content',
  column: 'sealed_content',
  key: ['attachment_id'],
  purpose,
  context: (id = '') => id,
  // A document of 10 MB is about 18 MB of text.
  rows: 4,
};

/**
 * Tables `attachment` and `attachment_content`. Contents are sealed: mock-ups and legal texts must not be readable in
 * the database.
 */
export function createAttachments(db: Kysely<Tables>, vault: Vault): Attachments {
  return {
    put: async (attachment, bytes) => {
      await db.insertInto('attachment').values(writeRow(attachment)).execute();
      if (bytes === undefined) return;
      const sealed = vault.seal(purpose, Buffer.from(bytes).toString('base64'), attachment.id);
      await db
        .insertInto('attachment_content')
        .values({ attachment_id: attachment.id, sealed_content: sealed })
        .execute();
    },
    find: async (id) => {
      const row = await db.selectFrom('attachment').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : readRow(row);
    },
    list: async ({ object, id }) => {
      const rows = await db
        .selectFrom('attachment')
        .selectAll()
        .where('object', '=', object)
        .where('object_id', '=', id)
        .where('removed_at_ms', 'is', null)
        .orderBy('created_at_ms')
        .orderBy('id')
        .execute();
      return rows.map(readRow);
    },
    listInS3: async ({ after, limit }) => {
      const rows = await db
        .selectFrom('attachment')
        .select('id')
        .where('storage', '=', 's3')
        .where('id', '>', after)
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id);
    },
    content: async (id) => {
      const row = await db
        .selectFrom('attachment_content')
        .select('sealed_content')
        .where('attachment_id', '=', id)
        .executeTakeFirst();
      return row === undefined
        ? undefined
        : Uint8Array.from(Buffer.from(vault.open(purpose, row.sealed_content, id), 'base64'));
    },
    freeze: async ({ object, id }) => {
      await db
        .updateTable('attachment')
        .set({ frozen: true })
        .where('object', '=', object)
        .where('object_id', '=', id)
        .where('removed_at_ms', 'is', null)
        .execute();
    },
    remove: async (id, atMs) => {
      const erase = db.deleteFrom('attachment').where('id', '=', id).where('frozen', '=', false);
      if (await anyChanged(erase)) return true;
      await db.updateTable('attachment').set({ removed_at_ms: atMs }).where('id', '=', id).execute();
      return false;
    },
  };
}

function writeRow({ owner, ...attachment }: NewAttachment) {
  return { ...writeColumns(attachment), object: owner.object, object_id: owner.id, frozen: false };
}

function readRow(row: Selectable<Tables['attachment']>): Attachment {
  return {
    ...readColumns(row, 'object', 'object_id'),
    owner: { object: row.object, id: row.object_id },
  };
}
