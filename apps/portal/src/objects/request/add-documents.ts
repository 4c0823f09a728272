import { GaranceError } from '@garance/core';
import type { Locale } from '@garance/web/view';
import type { PortalDeps } from '../../deps.ts';
import { cleanName, documentTypeOf, maxDocumentBytes } from '../attachment/attachment-content.ts';
import type { AttachmentStore, PreparedAttachment } from '../attachment/attachment-store.ts';
import { documentMessages } from '../attachment/document-messages.ts';
import type { UploadedFile } from '../attachment/uploaded-file.ts';
import type { PortalTables } from '../portal-store.ts';
import { attachmentOwner, attachmentOwners, type DocumentField } from './documents.ts';
import { isEditable } from './fill-step.ts';

/** All documents of one request together. */
export const maxRequestBytes = 40 * 1024 * 1024;

interface AddWish {
  readonly requestId: string;
  readonly field: DocumentField;
  readonly files: readonly UploadedFile[];
  readonly personId: string;
  readonly locale: Locale;
}

/**
 * Adds what is a document, and says what is not and why: one bad document does not cost the others.
 * @returns what was refused, in words
 */
export async function addDocuments(
  { store, logger }: Pick<PortalDeps, 'store' | 'logger'>,
  contents: AttachmentStore,
  wish: AddWish,
): Promise<readonly string[]> {
  const { requestId, field, files, personId, locale } = wish;
  const texts = documentMessages(locale);
  if (files.length === 0) return [texts.nothing];
  const refused: string[] = [];
  for (const { fileName, bytes, tooLarge } of files) {
    const type = tooLarge ? undefined : await documentTypeOf(bytes);
    if (type === undefined) {
      const name = fileName.slice(0, 100);
      refused.push(
        tooLarge ? texts.tooLarge(name, `${maxDocumentBytes / 1024 / 1024}`) : texts.notADocument(name),
      );
      continue;
    }
    const owner = attachmentOwner(requestId, field.name);
    const name = cleanName(fileName, type);
    const prepared = await contents.prepare({ owner, name, mediaType: type, bytes, createdBy: personId });
    const added = await store.portal
      .transaction((tables) => addOne(tables, contents, { requestId, field, prepared }))
      .catch(async (error: unknown) => {
        await contents.forget(prepared.attachment);
        throw error;
      });
    if (added === 'added') continue;
    await contents.forget(prepared.attachment);
    logger.info({ request: requestId, refused: added }, 'a document was refused');
    refused.push(added === 'count' ? texts.tooMany(name, `${field.maxCount}`) : texts.noRoom(name));
  }
  return refused;
}

interface AddOne {
  readonly requestId: string;
  readonly field: DocumentField;
  readonly prepared: PreparedAttachment;
}

/** Under the request's row lock, so that documents sent side by side are counted one after another. */
async function addOne(
  tables: PortalTables,
  contents: AttachmentStore,
  { requestId, field, prepared }: AddOne,
): Promise<'added' | 'count' | 'size'> {
  await tables.requests.update(requestId, {});
  const request = await tables.requests.find(requestId);
  if (request === undefined || !isEditable(request)) throw new GaranceError('portal.not_now');
  const siblings = await tables.attachments.list(attachmentOwner(requestId, field.name));
  if (siblings.length >= field.maxCount) return 'count';
  let total = prepared.attachment.sizeBytes;
  for (const owner of attachmentOwners(requestId)) {
    for (const { sizeBytes } of await tables.attachments.list(owner)) total += sizeBytes;
  }
  if (total > maxRequestBytes) return 'size';
  await contents.add(tables, prepared);
  return 'added';
}
