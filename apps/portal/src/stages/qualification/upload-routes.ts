/** Documents of items and mock-ups: add, remove, download. */
import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import { addDocuments, removeDocument } from '../../objects/attachment/add-documents.ts';
import { createAttachmentStore } from '../../objects/attachment/attachment-store.ts';
import { evidenceList, isOfQualification } from '../../objects/qualification/documents.ts';
import { requirePrerequisite } from '../../objects/qualification/items.ts';
import { requireId } from '../../objects/require-id.ts';
import { uploadErrors } from '../../parts/documents/documents.tsx';
import { sendDocument } from '../../parts/documents/send-document.ts';
import type { UploadReader } from '../../parts/documents/upload.ts';
import type { PathParams } from '../../parts/handler.ts';
import type { RequestContext } from '../../parts/request-context.ts';
import type { Routes } from '../../parts/routes.ts';
import { requirePlatform } from '../../parts/scope/service-scope.ts';
import { formId, root, showItem, showMockUps } from './partner-routes.tsx';

export function mountQualificationDocuments(
  routes: Routes,
  readUploads: UploadReader,
  deps: PortalDeps,
): void {
  const contents = createAttachmentStore(deps);
  const { portal } = deps.store;
  for (const path of [`${root}/items/:item`, `${root}/mock-ups`]) {
    routes.post(`${path}/documents`, async (visit, params) => {
      const { scope, evidence, href, name } = await open(deps, visit, params);
      const { itemId } = evidence;
      const sent = { locale: visit.locale, createdBy: evidence.actor };
      const refused = await readUploads(visit, formId(`attach-${name}`, scope), async (files) =>
        addDocuments(deps, contents, { ...(await evidenceList(deps, evidence)), ...sent, files }),
      );
      if (refused.length === 0) return visit.goTo(href);
      if (itemId === undefined) return showMockUps(deps, visit, { scope, errors: refused });
      return showItem(deps, visit, { scope, itemId, errors: uploadErrors(refused) });
    });
    routes.post(`${path}/documents/remove`, async (visit, params) => {
      const { scope, evidence, href, name } = await open(deps, visit, params);
      const id = requireId(visit.form(formId(`detach-${name}`, scope)).text('document'));
      await removeDocument(deps, contents, { ...(await evidenceList(deps, evidence)), id });
      return visit.goTo(href);
    });
  }
  routes.get(`${root}/documents/:document`, async (visit, params) => {
    const scope = await requirePlatform(deps, visit, { params, action: 'qualification.view' });
    const qualification = await portal.qualifications.findFor(scope.service.id, scope.platform);
    if (qualification === undefined) throw new GaranceError('general.not_found');
    return sendDocument(deps, visit, { id: params.document, isOwn: isOfQualification(qualification.id) });
  });
}

/** The document list of a path: of an item, or of the mock-ups when the path names no item. */
async function open(deps: PortalDeps, visit: RequestContext, params: PathParams) {
  const scope = await requirePlatform(deps, visit, { params, action: 'qualification.edit' });
  const { service, platform, base } = scope;
  const itemId = params.item === undefined ? undefined : requirePrerequisite(platform, params.item).id;
  const path = itemId === undefined ? 'mock-ups' : `items/${itemId}`;
  return {
    scope,
    evidence: { service, platform, itemId, actor: scope.actor.personId },
    href: `${base}/qualification/${path}`,
    /** Name of the list in the ids of its forms. */
    name: itemId ?? 'mock-ups',
  };
}
