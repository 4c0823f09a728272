/** Documents of a request: attached, removed, handed out. */

import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import {
  type AttachmentStore,
  createAttachmentStore,
  sendAttachment,
} from '../../objects/attachment/attachment-store.ts';
import { addDocuments } from '../../objects/request/add-documents.ts';
import { attachmentOwner, type DocumentField, findDocumentField } from '../../objects/request/documents.ts';
import { isEditable } from '../../objects/request/fill-step.ts';
import { isStepName } from '../../objects/request/questions/field.ts';
import { getStep } from '../../objects/request/questions/steps.ts';
import { requireId } from '../../objects/require-id.ts';
import type { UploadReader } from '../../parts/documents/upload.ts';
import { formStatus } from '../../parts/form/form-parts.tsx';
import type { Routes } from '../../parts/routes.ts';
import { openRequest } from '../../parts/scope/open-request.ts';
import type { Visit } from '../../parts/visit.ts';
import { DocumentsPage } from './pages/documents-page.tsx';

const uploadForm = (id: string, field: DocumentField): string => `habilitation.attach-${field.name}:${id}`;
const removeForm = (id: string, field: DocumentField): string => `habilitation.detach-${field.name}:${id}`;

export function mountDocuments(routes: Routes, readUploads: UploadReader, deps: PortalDeps): void {
  const { portal } = deps.store;
  const contents = createAttachmentStore(deps);
  routes.get('/requests/:id/documents/:field', async (visit, params) => {
    const { requestId, field } = await openEditable(deps, visit, params);
    return showDocuments(visit, deps, { requestId, field, errors: [] });
  });
  routes.post('/requests/:id/documents/:field', async (visit, params) => {
    const { requestId, field, personId } = await openEditable(deps, visit, params);
    const errors = await readUploads(visit, uploadForm(requestId, field), (files) =>
      addDocuments(deps, contents, { requestId, field, files, personId, locale: visit.locale }),
    );
    if (errors.length > 0) return showDocuments(visit, deps, { requestId, field, errors });
    return visit.goTo(`/requests/${requestId}/documents/${field.name}`);
  });
  routes.post('/requests/:id/documents/:field/remove', async (visit, params) => {
    const { requestId, field } = await openEditable(deps, visit, params);
    const form = visit.form(removeForm(requestId, field));
    await removeDocument(deps, contents, { requestId, field, id: requireId(form.text('document')) });
    return visit.goTo(`/requests/${requestId}/documents/${field.name}`);
  });
  routes.get('/requests/:id/documents/:field/:document', async (visit, params) => {
    const { request } = await openRequest(portal, visit, { id: params.id, action: 'request.view' });
    const field = requireField(params.field);
    const attachment = await findOwn(deps, request.id, field, params.document);
    return sendAttachment(visit.reply, attachment, await contents.read(portal, attachment));
  });
}

function requireField(name: string | undefined): DocumentField {
  const field = findDocumentField(name);
  if (field === undefined) throw new GaranceError('general.not_found');
  return field;
}

interface Editable {
  readonly requestId: string;
  readonly field: DocumentField;
  readonly personId: string;
}

async function openEditable(
  { store }: PortalDeps,
  visit: Visit,
  params: Readonly<Record<string, string>>,
): Promise<Editable> {
  const wanted = { id: params.id, action: 'request.edit' } as const;
  const { request, actor } = await openRequest(store.portal, visit, wanted);
  const field = requireField(params.field);
  if (!isEditable(request)) throw new GaranceError('portal.not_now', { detail: request.state });
  return { requestId: request.id, field, personId: actor.personId };
}

/** A document is reached only through the request that it hangs on (security.md 17: direct object references). */
async function findOwn(
  { store }: PortalDeps,
  requestId: string,
  field: DocumentField,
  id: string | undefined,
) {
  const attachment = await store.portal.attachments.find(requireId(id));
  const owner = attachmentOwner(requestId, field.name);
  if (attachment?.owner.object !== owner.object || attachment.owner.id !== owner.id) {
    throw new GaranceError('general.not_found');
  }
  return attachment;
}

interface Removal {
  readonly requestId: string;
  readonly field: DocumentField;
  readonly id: string;
}

async function removeDocument(
  deps: PortalDeps,
  contents: AttachmentStore,
  { requestId, field, id }: Removal,
) {
  const attachment = await findOwn(deps, requestId, field, id);
  const erased = await deps.store.portal.transaction(async (tables) => {
    await tables.requests.update(requestId, {});
    const request = await tables.requests.find(requestId);
    if (request === undefined || !isEditable(request)) throw new GaranceError('portal.not_now');
    return tables.attachments.remove(id, deps.clock.now());
  });
  if (erased) await contents.forget(attachment);
}

interface ShownDocuments {
  readonly requestId: string;
  readonly field: DocumentField;
  readonly errors: readonly string[];
}

async function showDocuments(
  visit: Visit,
  { store }: PortalDeps,
  { requestId, field, errors }: ShownDocuments,
) {
  if (!isStepName(field.step)) throw new GaranceError('general.not_found');
  const question = getStep(field.step).fields.find(({ name }) => name === field.name);
  const hint = question?.hint?.[visit.locale];
  const page = DocumentsPage({
    context: visit.context,
    requestId,
    field,
    label: question?.label[visit.locale] ?? field.name,
    documents: await store.portal.attachments.list(attachmentOwner(requestId, field.name)),
    uploadCsrf: visit.token(uploadForm(requestId, field)),
    removeCsrf: visit.token(removeForm(requestId, field)),
    errors,
    ...(hint !== undefined && { hint }),
  });
  return visit.show(page, formStatus(errors));
}
