/**
 * Stores the contents of attachments in the database or in an S3-compatible store. In both they are sealed before they
 * leave this process. Only the row is written inside a transaction.
 */
import { createHash, randomUUID } from 'node:crypto';
import { type Clock, GaranceError } from '@garance/core';
import type { Vault } from '@garance/store';
import { createOutbound, type Outbound } from '@garance/web/outbound';
import type { PortalConfig } from '../../deps.ts';
import type { PortalTables } from '../portal-store.ts';
import { createS3Objects, type S3Objects } from './s3-objects.ts';
import type { Attachment, AttachmentOwner, NewAttachment } from './table.ts';

export interface IncomingDocument {
  readonly owner: AttachmentOwner;
  /** Cleaned by `cleanName`. */
  readonly name: string;
  /** Detected from the content. */
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly createdBy: string;
}

/** Content prepared for the row: an S3 object is already uploaded. */
export interface PreparedAttachment {
  readonly attachment: NewAttachment;
  readonly bytes?: Uint8Array;
}

export interface AttachmentStore {
  /**
   * To be called before the transaction: seals the content and, for S3, uploads it.
   * @throws GaranceError `habilitation.attachment_store_unavailable`
   */
  prepare(document: IncomingDocument): Promise<PreparedAttachment>;
  /** To be called inside the transaction: writes the row. */
  add(tables: Pick<PortalTables, 'attachments'>, prepared: PreparedAttachment): Promise<NewAttachment>;
  /** To be called when the transaction failed or the row is deleted: removes the content. Never throws. */
  forget(attachment: Pick<NewAttachment, 'id' | 'storage'>): Promise<void>;
  /**
   * Seals a document of the S3 store again under the current master key. @returns whether it was under the other one
   * @throws GaranceError `store.unreadable`, `habilitation.attachment_store_unavailable`
   */
  reseal(id: string): Promise<boolean>;
  /** @throws GaranceError `general.not_found`, `store.unreadable`, `habilitation.attachment_store_unavailable` */
  read(tables: Pick<PortalTables, 'attachments'>, attachment: Attachment): Promise<Uint8Array>;
}

interface AttachmentStoreDependencies {
  readonly config: Pick<PortalConfig, 'attachments'>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly outbound: Outbound;
  /** HTTP client for the S3-compatible store, when it needs its own. */
  readonly attachmentOutbound?: Outbound;
}

const purpose = 'attachment';
const objectKey = (id: string): string => `attachments/${id}`;

export function createAttachmentStore(dependencies: AttachmentStoreDependencies): AttachmentStore {
  const { config, vault, clock, attachmentOutbound: outbound = dependencies.outbound } = dependencies;
  const { attachments } = config;
  const objects: S3Objects | undefined =
    attachments.kind === 's3' ? createS3Objects(attachments, { outbound, clock }) : undefined;
  return {
    prepare: async ({ bytes, ...document }) => {
      const attachment: NewAttachment = {
        ...document,
        id: randomUUID(),
        sizeBytes: bytes.byteLength,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        storage: objects === undefined ? 'database' : 's3',
        createdAtMs: clock.now(),
      };
      if (objects === undefined) return { attachment, bytes };
      const sealed = vault.seal(purpose, Buffer.from(bytes).toString('base64'), attachment.id);
      await objects.put(objectKey(attachment.id), sealed);
      return { attachment };
    },
    add: async (tables, { attachment, bytes }) => {
      await tables.attachments.put(attachment, bytes);
      return attachment;
    },
    forget: async ({ id, storage }) => {
      // The remaining object is encrypted and referenced by no row: it costs space only.
      if (storage === 's3') await objects?.remove(objectKey(id)).catch(() => {});
    },
    reseal: async (id) => {
      if (objects === undefined) throw new GaranceError('habilitation.attachment_store_unavailable');
      const anew = vault.reseal(purpose, await objects.get(objectKey(id)), id);
      if (anew !== undefined) await objects.put(objectKey(id), anew);
      return anew !== undefined;
    },
    read: async (tables, { id, storage }) => {
      if (storage === 'database') {
        const content = await tables.attachments.content(id);
        if (content === undefined) throw new GaranceError('general.not_found');
        return content;
      }
      if (objects === undefined) throw new GaranceError('habilitation.attachment_store_unavailable');
      const sealed = await objects.get(objectKey(id));
      return Uint8Array.from(Buffer.from(vault.open(purpose, sealed, id), 'base64'));
    },
  };
}

/**
 * HTTP client for a store on the operator's own network. Never used for partners' addresses: those stay under the guard
 * of `deps.outbound` (security.md 11). Undefined unless the store is configured as `ownNetwork`; the caller closes it.
 */
export function createAttachmentOutbound({
  attachments,
}: Pick<PortalConfig, 'attachments'>): Outbound | undefined {
  if (attachments.kind !== 's3' || attachments.ownNetwork !== true) return undefined;
  return createOutbound({ policy: { allowHttp: true, allowPrivateAddresses: true } });
}
