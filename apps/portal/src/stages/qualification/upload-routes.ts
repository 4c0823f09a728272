/** The corner of the stage that takes and hands out documents. */

import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import { createAttachmentStore, sendAttachment } from '../../objects/attachment/attachment-store.ts';
import { addDocuments, findDocument, removeDocument } from '../../objects/qualification/documents.ts';
import { requirePrerequisite } from '../../objects/qualification/items.ts';
import { requireId } from '../../objects/require-id.ts';
import type { UploadReader } from '../../parts/documents/upload.ts';
import type { Routes } from '../../parts/routes.ts';
import { findPlace } from '../../parts/scope/service-place.ts';
import { formId, root, showItem, showMockUps } from './partner-routes.tsx';

export function mountDocuments(routes: Routes, readUploads: UploadReader, deps: PortalDeps): void {
  const contents = createAttachmentStore(deps);
  const { portal } = deps.store;

  routes.post(`${root}/items/:item/documents`, async (visit, params) => {
    const place = await findPlace(visit, deps, params, 'qualification.edit');
    const itemId = requirePrerequisite(place.platform, params.item).id;
    const { service, platform, actor } = place;
    const { locale } = visit;
    const wish = { service, platform, itemId, actor: actor.personId, locale };
    const refused = await readUploads(visit, formId(`attach-${itemId}`, place), (files) =>
      addDocuments(deps, contents, { ...wish, files }),
    );
    const errors = { document: refused.join(' ') };
    if (refused.length > 0) return showItem(deps, visit, place, { itemId, errors });
    return visit.goTo(`${place.base}/qualification/items/${itemId}`);
  });
  routes.post(`${root}/items/:item/documents/remove`, async (visit, params) => {
    const place = await findPlace(visit, deps, params, 'qualification.edit');
    const itemId = requirePrerequisite(place.platform, params.item).id;
    const form = visit.form(formId(`detach-${itemId}`, place));
    const { service, platform, actor } = place;
    const documentId = requireId(form.text('document'));
    const wish = { service, platform, itemId, actor: actor.personId, documentId };
    await removeDocument(deps, contents, wish);
    return visit.goTo(`${place.base}/qualification/items/${itemId}`);
  });
  routes.post(`${root}/mock-ups/documents`, async (visit, params) => {
    const place = await findPlace(visit, deps, params, 'qualification.edit');
    const { service, platform, actor } = place;
    const wish = { service, platform, actor: actor.personId, locale: visit.locale };
    const refused = await readUploads(visit, formId('attach-mock-ups', place), (files) =>
      addDocuments(deps, contents, { ...wish, files }),
    );
    if (refused.length > 0) return showMockUps(deps, visit, place, { errors: refused });
    return visit.goTo(`${place.base}/qualification/mock-ups`);
  });
  routes.post(`${root}/mock-ups/documents/remove`, async (visit, params) => {
    const place = await findPlace(visit, deps, params, 'qualification.edit');
    const form = visit.form(formId('detach-mock-ups', place));
    const { service, platform, actor } = place;
    const documentId = requireId(form.text('document'));
    await removeDocument(deps, contents, { service, platform, actor: actor.personId, documentId });
    return visit.goTo(`${place.base}/qualification/mock-ups`);
  });
  routes.get(`${root}/documents/:document`, async (visit, params) => {
    const place = await findPlace(visit, deps, params, 'qualification.view');
    const qualification = await portal.qualifications.findFor(place.service.id, place.platform);
    if (qualification === undefined) throw new GaranceError('general.not_found');
    const attachment = await findDocument(portal, qualification.id, requireId(params.document));
    return sendAttachment(visit.reply, attachment, await contents.read(portal, attachment));
  });
}
