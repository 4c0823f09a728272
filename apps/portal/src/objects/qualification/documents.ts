/** Evidence and mock-ups: taken in when they are documents, handed out to those who may see the qualification. */
import { GaranceError, type Platform } from '@garance/core';
import type { Locale } from '@garance/web/view';
import type { PortalDeps } from '../../deps.ts';
import { cleanName, documentTypeOf, maxDocumentBytes } from '../attachment/attachment-content.ts';
import type { AttachmentStore } from '../attachment/attachment-store.ts';
import { documentMessages } from '../attachment/document-messages.ts';
import type { Attachment, AttachmentOwner } from '../attachment/table.ts';
import type { UploadedFile } from '../attachment/uploaded-file.ts';
import type { PortalTables } from '../portal-store.ts';
import type { Service } from '../service/table.ts';
import { ensureQualification } from './begin.ts';
import { noteChange, requireState } from './items.ts';
import { itemOwner, mockUpOwner } from './read.ts';

/** Of one item, and of all mock-ups. */
const maxDocuments = 6;

export interface DocumentsWish {
  readonly service: Service;
  readonly platform: Platform;
  /** Absent: mock-ups. */
  readonly itemId?: string;
  readonly actor: string;
}

/**
 * Adds what is a document, and says of the rest why not.
 * @returns what was refused, in words
 * @throws GaranceError `portal.not_now`
 */
export async function addDocuments(
  deps: Pick<PortalDeps, 'store' | 'clock'>,
  contents: AttachmentStore,
  wish: DocumentsWish & { readonly files: readonly UploadedFile[]; readonly locale: Locale },
): Promise<readonly string[]> {
  const { files, locale, actor } = wish;
  const texts = documentMessages(locale);
  if (files.length === 0) return [texts.nothing];
  const refused: string[] = [];
  for (const { fileName, bytes, tooLarge } of files) {
    const type = tooLarge ? undefined : await documentTypeOf(bytes);
    const shown = fileName.slice(0, 100);
    if (type === undefined) {
      const megabytes = `${maxDocumentBytes / 1024 / 1024}`;
      refused.push(tooLarge ? texts.tooLarge(shown, megabytes) : texts.notADocument(shown));
      continue;
    }
    const { id: qualificationId } = await begun(deps, wish);
    const owner = ownerOf(qualificationId, wish.itemId);
    const name = cleanName(fileName, type);
    const prepared = await contents.prepare({ owner, name, mediaType: type, bytes, createdBy: actor });
    const added = await deps.store.portal
      .transaction(async (tables) => {
        if (!(await hold(tables, deps, { ...wish, owner }))) return false;
        await contents.add(tables, prepared);
        return true;
      })
      .catch(async (error: unknown) => {
        await contents.forget(prepared.attachment);
        throw error;
      });
    if (added) continue;
    await contents.forget(prepared.attachment);
    refused.push(texts.tooMany(name, `${maxDocuments}`));
  }
  return refused;
}

/** @throws GaranceError `general.not_found`, `portal.not_now` */
export async function removeDocument(
  deps: Pick<PortalDeps, 'store' | 'clock'>,
  contents: AttachmentStore,
  wish: DocumentsWish & { readonly documentId: string },
): Promise<void> {
  const { portal } = deps.store;
  const qualification = await portal.qualifications.findFor(wish.service.id, wish.platform);
  if (qualification === undefined) throw new GaranceError('general.not_found');
  const owner = ownerOf(qualification.id, wish.itemId);
  const attachment = await portal.attachments.find(wish.documentId);
  if (attachment === undefined || !belongs(attachment, owner)) throw new GaranceError('general.not_found');
  const erased = await portal.transaction(async (tables) => {
    await hold(tables, deps, { ...wish, owner });
    return tables.attachments.remove(wish.documentId, deps.clock.now());
  });
  if (erased) await contents.forget(attachment);
}

/** A document is reached only through the qualification that it hangs on (security.md 17: direct object references). */
export async function findDocument(
  tables: Pick<PortalTables, 'attachments'>,
  qualificationId: string,
  documentId: string,
): Promise<Attachment> {
  const attachment = await tables.attachments.find(documentId);
  const { object, id } = attachment?.owner ?? { object: '', id: '' };
  const isOfThis = id === qualificationId && object.startsWith('qualification.');
  if (attachment === undefined || !isOfThis) throw new GaranceError('general.not_found');
  return attachment;
}

function ownerOf(qualificationId: string, itemId: string | undefined): AttachmentOwner {
  return itemId === undefined ? mockUpOwner(qualificationId) : itemOwner(qualificationId, itemId);
}

function belongs({ owner }: Attachment, wanted: AttachmentOwner): boolean {
  return owner.object === wanted.object && owner.id === wanted.id;
}

function begun({ store, clock }: Pick<PortalDeps, 'store' | 'clock'>, wish: DocumentsWish) {
  const { service, platform, actor } = wish;
  return store.portal.transaction((tables) =>
    ensureQualification(tables, clock, { service, platform, actor }),
  );
}

/** Holds the qualification, whose state decides; documents sent side by side are counted one after another. @returns whether there is room */
async function hold(
  tables: PortalTables,
  { clock }: Pick<PortalDeps, 'clock'>,
  { service, platform, itemId, actor, owner }: DocumentsWish & { readonly owner: AttachmentOwner },
): Promise<boolean> {
  const atMs = clock.now();
  const qualification = await ensureQualification(tables, clock, { service, platform, actor });
  requireState(qualification, itemId === undefined ? 'open' : 'editable');
  const hasRoom = (await tables.attachments.list(owner)).length < maxDocuments;
  if (itemId !== undefined && hasRoom) {
    const key = { qualificationId: qualification.id, itemId };
    await tables.qualificationItems.noteEvidenceChanged({ ...key, by: actor, atMs });
  }
  await noteChange(tables, qualification, {
    actor,
    atMs,
    action: 'documents',
    itemId: itemId ?? 'mock-ups',
  });
  return hasRoom;
}
