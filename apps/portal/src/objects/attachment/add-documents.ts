/** Documents of an object: type checked by content, number and size checked in the transaction that adds them. */
import { GaranceError } from '@garance/core';
import type { Locale } from '@garance/web/view';
import type { PortalDeps } from '../../deps.ts';
import type { PortalTables } from '../portal-store.ts';
import { cleanName, documentTypeOf, maxDocumentBytes } from './attachment-content.ts';
import type { AttachmentStore } from './attachment-store.ts';
import { documentTexts } from './document-texts.ts';
import type { Attachment, AttachmentOwner, NewAttachment } from './table.ts';
import type { UploadedFile } from './uploaded-file.ts';

type Deps = Pick<PortalDeps, 'store' | 'logger'>;

/** One list of documents: its owner and its limits. */
export interface DocumentList {
  readonly owner: AttachmentOwner;
  /** Documents that this list may have. */
  readonly maxCount: number;
  /** Total bytes allowed for all lists of `counted`. */
  readonly maxBytes?: number;
  /** Lists that count for `maxBytes`; `owner` alone when absent. */
  readonly counted?: readonly AttachmentOwner[];
  /**
   * Locks the owner row, so that concurrent uploads are counted one after another.
   * @throws GaranceError when it may not be changed any more
   */
  hold(tables: PortalTables): Promise<void>;
  /** Further writes in the transaction of each change. */
  noted?(tables: PortalTables): Promise<void>;
}

interface SentDocuments {
  readonly files: readonly UploadedFile[];
  readonly locale: Locale;
  /** Person id. */
  readonly createdBy: string;
}

type Adding = DocumentList & SentDocuments;

/**
 * Adds valid documents and reports the others: one invalid document does not refuse the rest.
 * @returns error texts of the refused documents
 * @throws GaranceError as `hold`; `habilitation.attachment_store_unavailable`
 */
export async function addDocuments(
  deps: Deps,
  contents: AttachmentStore,
  adding: Adding,
): Promise<readonly string[]> {
  const texts = documentTexts(adding.locale);
  if (adding.files.length === 0) return [texts.nothing];
  const refused: string[] = [];
  for (const file of adding.files) {
    const problem = await addOne(deps, contents, { ...adding, file });
    if (problem !== undefined) refused.push(problem);
  }
  return refused;
}

type AddingOne = Adding & { readonly file: UploadedFile };

async function addOne(
  { store, logger }: Deps,
  contents: AttachmentStore,
  adding: AddingOne,
): Promise<string | undefined> {
  const { file, locale, owner, createdBy, maxCount } = adding;
  const { fileName, bytes, tooLarge } = file;
  const texts = documentTexts(locale);
  const shown = fileName.slice(0, 100);
  if (tooLarge) return texts.tooLarge(shown, megabytes(maxDocumentBytes));
  const mediaType = await documentTypeOf(bytes);
  if (mediaType === undefined) return texts.notADocument(shown);
  const name = cleanName(fileName, mediaType);
  const prepared = await contents.prepare({ owner, name, mediaType, bytes, createdBy });
  const outcome = await store.portal
    .transaction(async (tables) => {
      await adding.hold(tables);
      const lacks = await missingRoom(tables, adding, prepared.attachment);
      if (lacks !== undefined) return lacks;
      await adding.noted?.(tables);
      await contents.add(tables, prepared);
      return 'added' as const;
    })
    .catch(async (error: unknown) => {
      await contents.forget(prepared.attachment);
      throw error;
    });
  if (outcome === 'added') return undefined;
  await contents.forget(prepared.attachment);
  logger.info({ owner, refused: outcome }, 'a document was refused');
  return outcome === 'count'
    ? texts.tooMany(name, `${maxCount}`)
    : texts.noRoom(name, megabytes(adding.maxBytes ?? 0));
}

async function missingRoom(
  { attachments }: PortalTables,
  { owner, maxCount, maxBytes, counted = [owner] }: Adding,
  { sizeBytes }: NewAttachment,
): Promise<'count' | 'size' | undefined> {
  if ((await attachments.list(owner)).length >= maxCount) return 'count';
  if (maxBytes === undefined) return undefined;
  let total = sizeBytes;
  for (const counter of counted) for (const held of await attachments.list(counter)) total += held.sizeBytes;
  return total > maxBytes ? 'size' : undefined;
}

const megabytes = (bytes: number): string => `${bytes / 1024 / 1024}`;

/** @throws GaranceError `general.not_found`, and as `hold` */
export async function removeDocument(
  { store, clock }: Pick<PortalDeps, 'store' | 'clock'>,
  contents: AttachmentStore,
  { id, owner, hold, noted }: DocumentList & { readonly id: string },
): Promise<void> {
  const attachment = await findDocument(store.portal, id, isOneOf(owner));
  const isErased = await store.portal.transaction(async (tables) => {
    await hold(tables);
    await noted?.(tables);
    return tables.attachments.remove(id, clock.now());
  });
  if (isErased) await contents.forget(attachment);
}

/**
 * A document is reached only through its owner (security.md 17: direct object references).
 * @throws GaranceError `general.not_found`
 */
export async function findDocument(
  { attachments }: Pick<PortalTables, 'attachments'>,
  id: string,
  isOwn: (owner: AttachmentOwner) => boolean,
): Promise<Attachment> {
  const attachment = await attachments.find(id);
  if (attachment === undefined || !isOwn(attachment.owner)) throw new GaranceError('general.not_found');
  return attachment;
}

/** Whether a document's owner is this one, or one of these. */
export function isOneOf(...owners: readonly AttachmentOwner[]): (owner: AttachmentOwner) => boolean {
  return ({ object, id }) => owners.some((owner) => owner.object === object && owner.id === id);
}
