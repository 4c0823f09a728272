/** `/support`: threads for partners, and for people without an organisation. */

import { randomUUID } from 'node:crypto';
import { GaranceError } from '@garance/core';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../deps.ts';
import type { Actor } from '../../objects/account/actor.ts';
import type { FormValues } from '../../objects/form/field.ts';
import type { FieldErrors } from '../../objects/form.ts';
import { offeredEvents } from '../../objects/lifecycle/check-transition.ts';
import { mayDo } from '../../objects/lifecycle/rights.ts';
import type { Service } from '../../objects/service/table.ts';
import { mayWrite, partnerAuthorization } from '../../objects/thread/authorization.ts';
import { threadLifecycle } from '../../objects/thread/lifecycle.ts';
import { readThread } from '../../objects/thread/read.ts';
import { actOnThread, openThread } from '../../objects/thread/write.ts';
import {
  draftMessage,
  messageFields,
  readMessage,
  type TypedMessage,
} from '../../parts/discussion/message-draft.ts';
import { formStatus } from '../../parts/form/form-parts.tsx';
import type { PathParams } from '../../parts/handler.ts';
import { queryText } from '../../parts/query-text.ts';
import { pageSizes, readPage, timeCursor } from '../../parts/queue/read-page.ts';
import { type RequestContext, requireActor } from '../../parts/request-context.ts';
import type { Routes } from '../../parts/routes.ts';
import { requireThread, type ThreadScope } from '../../parts/scope/thread-scope.ts';
import { requireWithinLimits } from '../../parts/session/limits.ts';
import { doneOf } from './done-of.ts';
import { newThreadFields } from './fields.ts';
import { NewThreadPage, PartnerThreadPage, ThreadListPage } from './pages/partner-pages.tsx';

const openForm = 'support.open:';

export function mountPartnerSupport(routes: Routes, deps: PortalDeps): void {
  routes.get('/support', (visit) => showList(deps, visit));
  routes.get('/support/new', async (visit) => {
    const services = await servicesToAskAbout(deps, requireActor(visit));
    const requestedId = queryText(visit, 'service');
    const service = services.some(({ id }) => id === requestedId) ? requestedId : '';
    return showNew(visit, { services, id: randomUUID(), values: { service } });
  });
  routes.post('/support', (visit) => open(deps, visit));
  routes.get('/support/:id', async (visit, params) =>
    showThread(deps, visit, await requireThread(deps, visit, params)),
  );
  routes.post('/support/:id/messages', (visit, params) => write(deps, visit, params));
  routes.post('/support/:id/close', async (visit, params) => {
    const { actor, thread, authorization } = await requireThread(deps, visit, params);
    visit.form(`support.close:${thread.id}`);
    await actOnThread(deps, { threadId: thread.id, actor: actor.personId, authorization, event: 'close' });
    return visit.goTo(`/support/${thread.id}?done=closed`);
  });
}

async function showList({ store }: PortalDeps, visit: RequestContext): Promise<FastifyReply> {
  const { personId, memberships } = requireActor(visit);
  const page = await readPage(visit, {
    path: '/support',
    size: pageSizes.queue,
    direction: 'after',
    cursor: timeCursor,
    read: (at) =>
      store.portal.threads.visibleTo({
        personId,
        organisationIds: memberships.map(({ organisationId }) => organisationId),
        ...at,
      }),
    placeOf: ({ createdAtMs: atMs, id }) => ({ atMs, id }),
  });
  return visit.show(<ThreadListPage context={{ ...visit.context, path: page.currentHref }} page={page} />);
}

/** Services of the organisations for which the person may write. */
async function servicesToAskAbout(
  { store }: PortalDeps,
  { memberships }: Actor,
): Promise<readonly Service[]> {
  const organisationIds = memberships
    .filter(({ role }) => mayDo('thread.open', [role]))
    .map(({ organisationId }) => organisationId);
  return store.portal.services.ofOrganisations(organisationIds, { limit: 50 });
}

interface NewForm {
  readonly services: readonly Service[];
  readonly id: string;
  readonly values: FormValues;
  readonly errors?: FieldErrors;
}

function showNew(visit: RequestContext, form: NewForm): FastifyReply {
  const context = { ...visit.context, path: '/support/new' };
  return visit.show(
    <NewThreadPage context={context} csrf={visit.token(openForm)} {...form} />,
    formStatus(form.errors),
  );
}

async function open(deps: PortalDeps, visit: RequestContext): Promise<FastifyReply> {
  const actor = requireActor(visit);
  const services = await servicesToAskAbout(deps, actor);
  const sent = readMessage(visit.form(openForm), visit.locale, newThreadFields(services));
  if (!sent.ok) return showNew(visit, { services, ...sent });
  await requireWithinLimits(deps, visit, { operation: 'write', account: actor.personId });
  const { portal } = deps.store;
  const { id } = sent;
  const { service: serviceId, subject, text } = sent.data;
  const service = services.find((candidate) => candidate.id === serviceId);
  const organisation = service && (await portal.organisations.find(service.organisationId));
  const about = service !== undefined && {
    serviceId: service.id,
    organisationId: service.organisationId,
    foundBy: `${service.name} ${organisation?.name ?? ''}`,
  };
  const thread = { id, openedBy: actor.personId, subject, ...about };
  await openThread(deps, { ...thread, authorization: partnerAuthorization(actor, thread), text });
  return visit.goTo(`/support/${id}?done=opened`);
}

async function write(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const scene = await requireThread(deps, visit, params);
  const { actor, thread, authorization } = scene;
  const form = visit.form(`support.write:${thread.id}`);
  if (!mayWrite(authorization)) throw new GaranceError('portal.not_allowed');
  const sent = readMessage(form, visit.locale, messageFields);
  if (!sent.ok) return showThread(deps, visit, { ...scene, typed: sent });
  await requireWithinLimits(deps, visit, { operation: 'write', account: actor.personId });
  const message = { id: sent.id, text: sent.data.text };
  const act = { threadId: thread.id, actor: actor.personId, authorization, event: 'write', message } as const;
  await actOnThread(deps, act);
  return visit.goTo(`/support/${thread.id}?done=written`);
}

interface Refused {
  readonly typed?: TypedMessage;
  readonly fileErrors?: readonly string[];
}

export async function showThread(
  deps: PortalDeps,
  visit: RequestContext,
  { thread, authorization, typed, fileErrors = [] }: ThreadScope & Refused,
): Promise<FastifyReply> {
  const { roles } = authorization;
  const sight = { withInternal: false, withLinks: mayDo('trace.view', roles) };
  const read = await readThread(deps.store.portal, thread, sight);
  const mayClose = offeredEvents(threadLifecycle, thread.state, authorization).includes('close');
  const form = {
    draft: draftMessage(visit.token(`support.write:${thread.id}`), typed),
    closeCsrf: mayClose ? visit.token(`support.close:${thread.id}`) : undefined,
    fileCsrf: visit.token(`support.attach:${thread.id}`),
  };
  const page = (
    <PartnerThreadPage
      {...read}
      context={{ ...visit.context, path: `/support/${thread.id}` }}
      fileErrors={fileErrors}
      done={doneOf(visit)}
      nowMs={deps.clock.now()}
      {...(mayWrite(authorization) && { form })}
    />
  );
  return visit.show(page, formStatus(typed ?? fileErrors));
}
