/** `/review`: the reviewers' pages of habilitation requests. */

import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../deps.ts';
import { authorizationTowards, requireAction, rolesTowards } from '../../objects/account/actor.ts';
import { isOneOf } from '../../objects/attachment/add-documents.ts';
import { readForm } from '../../objects/form/read-form.ts';
import type { FieldErrors } from '../../objects/form.ts';
import { mayDo } from '../../objects/lifecycle/rights.ts';
import type { PortalTables } from '../../objects/portal-store.ts';
import { offeredDecisions } from '../../objects/request/decisions.ts';
import { attachmentOwners } from '../../objects/request/documents.ts';
import { keptFilters, queueQuery, readFilters } from '../../objects/request/queue-query.ts';
import { namesOf, readReview } from '../../objects/request/read-review.ts';
import { postToRequest } from '../../objects/request/say.ts';
import type { HabilitationRequest } from '../../objects/request/tables/requests.ts';
import { draftMessage, readMessage, type TypedMessage } from '../../parts/discussion/message-draft.ts';
import { fillTemplate } from '../../parts/discussion/template-picker.tsx';
import { sendDocument } from '../../parts/documents/send-document.ts';
import { formStatus } from '../../parts/form/form-parts.tsx';
import type { PathParams } from '../../parts/handler.ts';
import { queryText } from '../../parts/query-text.ts';
import { pageSizes, readPage, timeCursor } from '../../parts/queue/read-page.ts';
import { doneOf, reviewTexts } from '../../parts/request/review-texts.ts';
import { type RequestContext, requireActor } from '../../parts/request-context.ts';
import type { Routes } from '../../parts/routes.ts';
import { requireReviewed } from '../../parts/scope/request-scope.ts';
import { mountDecisions } from './decide-routes.tsx';
import { assignmentFields, reviewMessageFields } from './fields.ts';
import { QueuePage, type QueueRow } from './queue-page.tsx';
import { RequestPage } from './request-page.tsx';
import { mountTemplates } from './template-routes.tsx';
import { mountVerification } from './verify-routes.tsx';

export function mountReview(routes: Routes, deps: PortalDeps): void {
  routes.get('/review', (visit) => showQueue(deps, visit));
  mountTemplates(routes, deps);
  routes.get('/review/:id', (visit, { id }) => showRequest(deps, visit, { id }));
  routes.get('/review/:id/documents/:document', async (visit, params) => {
    const { request } = await requireReviewed(deps, visit, { id: params.id });
    const isOwn = isOneOf(...attachmentOwners(request.id));
    return sendDocument(deps, visit, { id: params.document, isOwn });
  });
  routes.post('/review/:id/messages', (visit, params) => say(deps, visit, params));
  routes.post('/review/:id/assign', (visit, params) => assign(deps, visit, params));
  mountVerification(routes, deps);
  mountDecisions(routes, deps);
}

async function showQueue(deps: PortalDeps, visit: RequestContext): Promise<FastifyReply> {
  const actor = requireActor(visit);
  requireAction(actor, 'queue.view', undefined);
  const { portal } = deps.store;
  const filters = readFilters((name) => queryText(visit, name));
  const page = await readPage(visit, {
    path: '/review',
    kept: keptFilters(filters),
    size: pageSizes.queue,
    direction: 'after',
    cursor: timeCursor,
    read: (at) => portal.requests.queue({ ...queueQuery(filters, actor.personId), ...at }),
    placeOf: ({ orderedAtMs: atMs, id }) => ({ atMs, id }),
  });
  return visit.show(
    <QueuePage
      context={{ ...visit.context, path: page.currentHref }}
      filters={filters}
      page={{ ...page, rows: await rowsOf(portal, page.rows) }}
      nowMs={deps.clock.now()}
      canEditTemplates={mayDo('template.edit', rolesTowards(actor, undefined))}
      done={doneOf(reviewTexts(visit.locale), queryText(visit, 'done'))}
    />,
  );
}

async function rowsOf(
  tables: PortalTables,
  requests: readonly HabilitationRequest[],
): Promise<readonly QueueRow[]> {
  const organisations = await tables.organisations.findMany(
    requests.map(({ organisationId }) => organisationId),
  );
  const names = await namesOf(
    tables,
    requests.flatMap(({ assignedTo }) => assignedTo ?? []),
  );
  return requests.map((request) => {
    const assignedTo = names.get(request.assignedTo ?? '');
    return {
      request,
      organisation: organisations.find(({ id }) => id === request.organisationId)?.name ?? '',
      ...(assignedTo !== undefined && { assignedTo }),
    };
  });
}

interface ShownRequest {
  readonly id: string | undefined;
  /** A message that was refused. */
  readonly typed?: TypedMessage;
  /** Errors of the other forms. */
  readonly errors?: FieldErrors;
}

async function showRequest(
  deps: PortalDeps,
  visit: RequestContext,
  { id, typed, errors = {} }: ShownRequest,
): Promise<FastifyReply> {
  const { actor, request, concern } = await requireReviewed(deps, visit, { id });
  const reviewed = await readReview(deps.store.portal, request);
  const roles = rolesTowards(actor, concern);
  const filled = fillTemplate(reviewed.templates, queryText(visit, 'note'), { service: request.title });
  const page = (
    <RequestPage
      context={visit.context}
      reviewed={reviewed}
      nowMs={deps.clock.now()}
      me={actor.personId}
      offered={offeredDecisions(request.state, authorizationTowards(actor, concern))}
      mayVerify={mayDo('organisation.prove', roles)}
      done={doneOf(reviewTexts(visit.locale), queryText(visit, 'done'))}
      errors={errors}
      {...(mayDo('request.assign', roles) && { assignCsrf: visit.token(`review.assign:${request.id}`) })}
      {...(mayDo('request.discuss', roles) && {
        draft: draftMessage(
          visit.token(`review.message:${request.id}`),
          typed ?? (filled === undefined ? {} : { values: { text: filled, visibility: 'partner' } }),
        ),
      })}
    />
  );
  return visit.show(page, formStatus(typed ?? errors));
}

async function say(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const { actor, request } = await requireReviewed(deps, visit, { id: params.id, action: 'request.discuss' });
  const form = visit.form(`review.message:${request.id}`);
  const sent = readMessage(form, visit.locale, reviewMessageFields);
  if (!sent.ok) return showRequest(deps, visit, { id: params.id, typed: sent });
  const { text, visibility } = sent.data;
  const internal = visibility === 'internal';
  const message = { id: sent.id, text, author: actor.personId, internal, from: 'team' } as const;
  await deps.store.portal.transaction((tables) => postToRequest(tables, deps, { request, message }));
  return visit.goTo(`/review/${request.id}?done=${internal ? 'note' : 'message'}#discussion`);
}

async function assign(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const { actor, request } = await requireReviewed(deps, visit, { id: params.id, action: 'request.assign' });
  const fields = assignmentFields(await deps.store.portal.platformRoles.list('legal-reviewer'));
  const sent = readForm(fields, visit.form(`review.assign:${request.id}`), visit);
  if (!sent.ok) return showRequest(deps, visit, { id: params.id, errors: sent.errors });
  const { to } = sent.data;
  await deps.store.portal.transaction(async (tables) => {
    await tables.requests.update(request.id, { assignedTo: to === 'nobody' ? null : to });
    await tables.audit.append({
      atMs: deps.clock.now(),
      actor: actor.personId,
      action: 'request.assign',
      object: 'request',
      objectId: request.id,
      detail: { to },
    });
  });
  return visit.goTo(`/review/${request.id}?done=assigned`);
}
