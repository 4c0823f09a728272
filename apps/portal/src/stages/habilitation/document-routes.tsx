/** Documents of a request: add, remove, download. */

import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import { addDocuments, isOneOf, removeDocument } from '../../objects/attachment/add-documents.ts';
import { createAttachmentStore } from '../../objects/attachment/attachment-store.ts';
import { documentList } from '../../objects/request/document-list.ts';
import { attachmentOwner, type DocumentField, findDocumentField } from '../../objects/request/documents.ts';
import { isEditable } from '../../objects/request/fill-step.ts';
import { isFormStepName } from '../../objects/request/questions/field.ts';
import { getFormStep } from '../../objects/request/questions/steps.ts';
import { requireId } from '../../objects/require-id.ts';
import { sendDocument } from '../../parts/documents/send-document.ts';
import type { UploadReader } from '../../parts/documents/upload.ts';
import type { PathParams } from '../../parts/handler.ts';
import type { RequestContext } from '../../parts/request-context.ts';
import type { Routes } from '../../parts/routes.ts';
import { requireRequest } from '../../parts/scope/request-scope.ts';
import { DocumentsPage } from './pages/documents-page.tsx';

const root = '/requests/:id/documents/:field';
const hrefOf = ({ requestId, field }: Question): string => `/requests/${requestId}/documents/${field.name}`;
const uploadForm = ({ requestId, field }: Question): string =>
  `habilitation.attach-${field.name}:${requestId}`;
const removeForm = ({ requestId, field }: Question): string =>
  `habilitation.detach-${field.name}:${requestId}`;

export function mountHabilitationDocuments(
  routes: Routes,
  readUploads: UploadReader,
  deps: PortalDeps,
): void {
  const contents = createAttachmentStore(deps);
  routes.get(root, async (visit, params) =>
    showDocuments(visit, deps, await openEditable(deps, visit, params)),
  );
  routes.post(root, async (visit, params) => {
    const question = await openEditable(deps, visit, params);
    const sent = { locale: visit.locale, createdBy: question.personId };
    const list = documentList(question.requestId, question.field);
    const errors = await readUploads(visit, uploadForm(question), (files) =>
      addDocuments(deps, contents, { ...list, ...sent, files }),
    );
    if (errors.length > 0) return showDocuments(visit, deps, { ...question, errors });
    return visit.goTo(hrefOf(question));
  });
  routes.post(`${root}/remove`, async (visit, params) => {
    const question = await openEditable(deps, visit, params);
    const id = requireId(visit.form(removeForm(question)).text('document'));
    await removeDocument(deps, contents, { ...documentList(question.requestId, question.field), id });
    return visit.goTo(hrefOf(question));
  });
  routes.get(`${root}/:document`, async (visit, params) => {
    const required = { id: params.id, action: 'request.view' } as const;
    const { request } = await requireRequest(deps, visit, required);
    const owner = attachmentOwner(request.id, requireField(params.field).name);
    return sendDocument(deps, visit, { id: params.document, isOwn: isOneOf(owner) });
  });
}

function requireField(name: string | undefined): DocumentField {
  const field = findDocumentField(name);
  if (field === undefined) throw new GaranceError('general.not_found');
  return field;
}

interface Question {
  readonly requestId: string;
  readonly field: DocumentField;
  readonly personId: string;
}

async function openEditable(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<Question> {
  const required = { id: params.id, action: 'request.edit' } as const;
  const { request, actor } = await requireRequest(deps, visit, required);
  const field = requireField(params.field);
  if (!isEditable(request)) throw new GaranceError('portal.not_now', { detail: request.state });
  return { requestId: request.id, field, personId: actor.personId };
}

async function showDocuments(
  visit: RequestContext,
  { store }: PortalDeps,
  { errors = [], ...question }: Question & { readonly errors?: readonly string[] },
) {
  const { requestId, field } = question;
  if (!isFormStepName(field.step)) throw new GaranceError('general.not_found');
  const definition = getFormStep(field.step).fields.find(({ name }) => name === field.name);
  const page = (
    <DocumentsPage
      context={visit.context}
      action={hrefOf(question)}
      stepHref={`/requests/${requestId}/steps/${field.step}`}
      maxCount={field.maxCount}
      label={definition?.label[visit.locale] ?? field.name}
      hint={definition?.hint?.[visit.locale]}
      documents={await store.portal.attachments.list(attachmentOwner(requestId, field.name))}
      uploadCsrf={visit.token(uploadForm(question))}
      removeCsrf={visit.token(removeForm(question))}
      errors={errors}
    />
  );
  return visit.show(page, errors.length === 0 ? 200 : 422);
}
