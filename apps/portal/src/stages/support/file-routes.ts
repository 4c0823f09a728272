/** Documents of a thread, for partner and team. They are served only through their thread. */
import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import { addDocuments, isOneOf } from '../../objects/attachment/add-documents.ts';
import { createAttachmentStore } from '../../objects/attachment/attachment-store.ts';
import { mayWrite } from '../../objects/thread/authorization.ts';
import { threadDocuments } from '../../objects/thread/documents.ts';
import { threadOwner } from '../../objects/thread/read.ts';
import { sendDocument } from '../../parts/documents/send-document.ts';
import type { UploadReader } from '../../parts/documents/upload.ts';
import type { RequestContext } from '../../parts/request-context.ts';
import type { Routes } from '../../parts/routes.ts';
import { requireTeamThread, requireThread, type ThreadScope } from '../../parts/scope/thread-scope.ts';
import { showThread } from './partner-routes.tsx';
import { showForTeam } from './team-routes.tsx';

export function mountSupportFiles(routes: Routes, readUploads: UploadReader, deps: PortalDeps): void {
  const contents = createAttachmentStore(deps);
  const take = (visit: RequestContext, { thread, actor }: Pick<ThreadScope, 'thread' | 'actor'>) => {
    const sent = { locale: visit.locale, createdBy: actor.personId };
    return readUploads(visit, `support.attach:${thread.id}`, (files) =>
      addDocuments(deps, contents, { ...threadDocuments(thread.id), ...sent, files }),
    );
  };
  routes.get('/support/:id/files/:file', async (visit, params) => {
    const { thread } = await requireThread(deps, visit, params);
    return sendDocument(deps, visit, { id: params.file, isOwn: isOneOf(threadOwner(thread.id)) });
  });
  routes.get('/threads/:id/files/:file', async (visit, params) => {
    const { thread } = await requireTeamThread(deps, visit, params);
    return sendDocument(deps, visit, { id: params.file, isOwn: isOneOf(threadOwner(thread.id)) });
  });
  routes.post('/support/:id/files', async (visit, params) => {
    const scene = await requireThread(deps, visit, params);
    if (!mayWrite(scene.authorization)) throw new GaranceError('portal.not_allowed');
    const fileErrors = await take(visit, scene);
    if (fileErrors.length > 0) return showThread(deps, visit, { ...scene, fileErrors });
    return visit.goTo(`/support/${scene.thread.id}?done=attached#files`);
  });
  routes.post('/threads/:id/files', async (visit, params) => {
    const scene = await requireTeamThread(deps, visit, params);
    const fileErrors = await take(visit, scene);
    if (fileErrors.length > 0) return showForTeam(deps, visit, { ...scene, fileErrors });
    return visit.goTo(`/threads/${scene.thread.id}?done=attached#files`);
  });
}
