/** Documents of a thread, from either side. They are reached only through the thread that they hang on. */
import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import { cleanName, documentTypeOf } from '../../objects/attachment/attachment-content.ts';
import {
  type AttachmentStore,
  createAttachmentStore,
  sendAttachment,
} from '../../objects/attachment/attachment-store.ts';
import { documentMessages } from '../../objects/attachment/document-messages.ts';
import type { UploadedFile } from '../../objects/attachment/uploaded-file.ts';
import { requireId } from '../../objects/require-id.ts';
import { threadOwner } from '../../objects/thread/read.ts';
import { mayWrite } from '../../objects/thread/standing.ts';
import type { SupportThread } from '../../objects/thread/tables/threads.ts';
import type { UploadReader } from '../../parts/documents/upload.ts';
import type { PathParams, Routes } from '../../parts/routes.ts';
import type { Visit } from '../../parts/visit.ts';
import { enter, showThread } from './partner-routes.tsx';
import { enterAsTeam, showForTeam } from './team-routes.tsx';

const maxFiles = 20;
const maxBytes = 40 * 1024 * 1024;

export function mountSupportFiles(routes: Routes, readUploads: UploadReader, deps: PortalDeps): void {
  const contents = createAttachmentStore(deps);
  const take = (visit: Visit, thread: SupportThread, personId: string) =>
    readUploads(visit, `support.attach:${thread.id}`, (files) =>
      attach({ deps, contents, visit, thread, personId }, files[0]),
    );
  routes.get('/support/:id/files/:file', async (visit, params) => {
    const { thread } = await enter(deps, visit, params);
    return hand(deps, contents, { visit, thread, params });
  });
  routes.get('/threads/:id/files/:file', async (visit, params) => {
    const { thread } = await enterAsTeam(deps, visit, params);
    return hand(deps, contents, { visit, thread, params });
  });
  routes.post('/support/:id/files', async (visit, params) => {
    const scene = await enter(deps, visit, params);
    if (!mayWrite(scene.standing)) throw new GaranceError('portal.not_allowed');
    const error = await take(visit, scene.thread, scene.actor.personId);
    if (error !== undefined) return showThread(deps, visit, scene, { fileError: error });
    return visit.goTo(`/support/${scene.thread.id}?done=attached#files`);
  });
  routes.post('/threads/:id/files', async (visit, params) => {
    const scene = await enterAsTeam(deps, visit, params);
    const error = await take(visit, scene.thread, scene.actor.personId);
    if (error !== undefined) return showForTeam(deps, visit, scene, { fileError: error });
    return visit.goTo(`/threads/${scene.thread.id}?done=attached#files`);
  });
}

interface Attaching {
  readonly deps: PortalDeps;
  readonly contents: AttachmentStore;
  readonly visit: Visit;
  readonly thread: SupportThread;
  readonly personId: string;
}

/** @returns why it was refused, in words */
async function attach(
  { deps, contents, visit, thread, personId }: Attaching,
  file: UploadedFile | undefined,
): Promise<string | undefined> {
  const texts = documentMessages(visit.locale);
  if (file === undefined) return texts.nothing;
  const shown = file.fileName.slice(0, 100);
  if (file.tooLarge) return texts.tooLarge(shown, '10');
  const type = await documentTypeOf(file.bytes);
  if (type === undefined) return texts.notADocument(shown);
  const prepared = await contents.prepare({
    owner: threadOwner(thread.id),
    name: cleanName(file.fileName, type),
    mediaType: type,
    bytes: file.bytes,
    createdBy: personId,
  });
  await deps.store.portal
    .transaction(async (tables) => {
      const held = await tables.attachments.list(threadOwner(thread.id));
      const bytes = held.reduce((sum, { sizeBytes }) => sum + sizeBytes, file.bytes.byteLength);
      if (held.length >= maxFiles || bytes > maxBytes) throw new GaranceError('support.thread_full');
      await contents.add(tables, prepared);
    })
    .catch(async (error: unknown) => {
      await contents.forget(prepared.attachment);
      throw error;
    });
  return undefined;
}

interface Handing {
  readonly visit: Visit;
  readonly thread: SupportThread;
  readonly params: PathParams;
}

async function hand({ store }: PortalDeps, contents: AttachmentStore, { visit, thread, params }: Handing) {
  const attachment = await store.portal.attachments.find(requireId(params.file));
  const owner = threadOwner(thread.id);
  if (attachment?.owner.object !== owner.object || attachment.owner.id !== owner.id) {
    throw new GaranceError('general.not_found');
  }
  return sendAttachment(visit.reply, attachment, await contents.read(store.portal, attachment));
}
