/** The request as a whole: its page, the events that a partner may cause, the discussion. */

import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import { authorizationTowards } from '../../objects/account/actor.ts';
import { partnerNames } from '../../objects/account/people-names.ts';
import type { Person } from '../../objects/account/tables/accounts.ts';
import { readForm } from '../../objects/form/read-form.ts';
import type { FieldErrors } from '../../objects/form.ts';
import { mayEver, offeredEvents } from '../../objects/lifecycle/check-transition.ts';
import { mayDo } from '../../objects/lifecycle/rights.ts';
import { readAnswers } from '../../objects/request/answers.ts';
import { decideRequest } from '../../objects/request/decide.ts';
import { findDocuments } from '../../objects/request/documents.ts';
import { isEditable } from '../../objects/request/fill-step.ts';
import { requestLifecycle } from '../../objects/request/lifecycle.ts';
import { questionContext } from '../../objects/request/question-context.ts';
import { checkAll } from '../../objects/request/questions/validate.ts';
import { postToRequest } from '../../objects/request/say.ts';
import {
  draftMessage,
  messageFields,
  readMessage,
  type TypedMessage,
} from '../../parts/discussion/message-draft.ts';
import { formStatus } from '../../parts/form/form-parts.tsx';
import { isPartnerEvent, type PartnerEvent } from '../../parts/request/event-texts.ts';
import type { RequestContext } from '../../parts/request-context.ts';
import type { Routes } from '../../parts/routes.ts';
import { type RequestScope, requireRequest } from '../../parts/scope/request-scope.ts';
import { transferFields } from './fields.ts';
import { EventPage } from './pages/event-page.tsx';
import { RequestPage } from './pages/request-page.tsx';

const eventForm = (event: PartnerEvent, id: string): string => `habilitation.${event}:${id}`;
const discussionForm = (id: string): string => `habilitation.discuss:${id}`;

export function mountRequests(routes: Routes, deps: PortalDeps): void {
  const { portal } = deps.store;
  routes.get('/requests/:id', async (visit, { id }) =>
    showRequest(visit, deps, await requireRequest(deps, visit, { id, action: 'request.view' })),
  );
  routes.post('/requests/:id/discussion', async (visit, { id }) => {
    const opened = await requireRequest(deps, visit, { id, action: 'request.discuss' });
    const form = visit.form(discussionForm(opened.request.id));
    const sent = readMessage(form, visit.locale, messageFields);
    if (!sent.ok) return showRequest(visit, deps, { ...opened, typed: sent });
    const { request, actor } = opened;
    const sentMessage = { id: sent.id, text: sent.data.text };
    const message = { ...sentMessage, author: actor.personId, internal: false, from: 'partner' } as const;
    await portal.transaction((tables) => postToRequest(tables, deps, { request, message }));
    return visit.goTo(`/requests/${opened.request.id}#discussion`);
  });
  routes.get('/requests/:id/events/:event', async (visit, { id, event }) => {
    const opened = await requireRequest(deps, visit, { id, action: 'request.view' });
    return showEvent(visit, deps, { opened, event: requireOffered(opened, event) });
  });
  routes.post('/requests/:id/events/:event', async (visit, { id, event }) => {
    const opened = await requireRequest(deps, visit, { id, action: 'request.view' });
    return carryOut(visit, deps, { opened, event });
  });
}

function eventsFor({ actor, request }: RequestScope): readonly PartnerEvent[] {
  const authorization = authorizationTowards(actor, request.organisationId);
  return offeredEvents(requestLifecycle, request.state, authorization).filter((event) =>
    isPartnerEvent(event),
  );
}

async function showRequest(
  visit: RequestContext,
  { store }: PortalDeps,
  { typed, ...opened }: RequestScope & { readonly typed?: TypedMessage },
) {
  const { request, service, actor, organisation } = opened;
  const { portal } = store;
  const { roles } = authorizationTowards(actor, organisation.id);
  const incomplete = new Set(checkAll(await questionContext(portal, request), visit.locale).keys());
  const mayDiscuss = mayDo('request.discuss', roles);
  return visit.show(
    <RequestPage
      context={visit.context}
      request={request}
      serviceName={service.name}
      {...(organisation.proof === undefined && { unverifiedHref: `/organisations/${organisation.id}` })}
      history={await portal.history.list('request', request.id)}
      messages={await portal.discussion.list('request', request.id)}
      nameOf={await partnerNames(portal, organisation.id, visit.locale)}
      incomplete={incomplete}
      mayEdit={isEditable(request) && mayDo('request.edit', roles)}
      events={eventsFor(opened)}
      {...(mayDiscuss && { draft: draftMessage(visit.token(discussionForm(request.id)), typed) })}
    />,
    formStatus(typed),
  );
}

function requireOffered(opened: RequestScope, event: string | undefined): PartnerEvent {
  if (!isPartnerEvent(event)) throw new GaranceError('general.not_found');
  if (eventsFor(opened).includes(event)) return event;
  const theirs = mayEver(
    requestLifecycle,
    event,
    authorizationTowards(opened.actor, opened.request.organisationId),
  );
  throw new GaranceError(theirs ? 'portal.not_now' : 'portal.not_allowed', { detail: opened.request.state });
}

interface EventInput {
  readonly opened: RequestScope;
  readonly event: PartnerEvent;
  readonly errors?: FieldErrors;
}

async function showEvent(visit: RequestContext, deps: PortalDeps, { opened, event, errors }: EventInput) {
  const { portal } = deps.store;
  const { request } = opened;
  const context = await questionContext(portal, request);
  const documents = await findDocuments(portal, request.id);
  const page = (
    <EventPage
      context={visit.context}
      requestId={request.id}
      title={request.title}
      event={event}
      csrf={visit.token(eventForm(event, request.id))}
      version={request.version}
      {...(event === 'submit' && {
        missing: [...checkAll(context, visit.locale).keys()],
        answers: {
          answers: readAnswers(request.answers),
          platform: request.platform,
          documents: new Map([...documents].map(([key, list]) => [key, list.map(({ name }) => name)])),
        },
      })}
      {...(event === 'transfer' && { candidates: await candidatesFor(deps, opened) })}
      errors={errors ?? {}}
    />
  );
  return visit.show(page, formStatus(errors));
}

/** Members who may take over the request. */
async function candidatesFor({ store }: PortalDeps, { request }: RequestScope): Promise<readonly Person[]> {
  const members = await store.portal.memberships.list(request.organisationId);
  return members
    .filter(({ person, role }) => role !== 'reader' && person.id !== request.ownerId)
    .map(({ person }) => person);
}

async function carryOut(
  visit: RequestContext,
  deps: PortalDeps,
  input: { readonly opened: RequestScope; readonly event: string | undefined },
) {
  const { opened, event } = input;
  if (!isPartnerEvent(event)) throw new GaranceError('general.not_found');
  const { request, actor } = opened;
  const form = visit.form(eventForm(event, request.id));
  const decision = {
    requestId: request.id,
    event,
    actor: actor.personId,
    authorization: authorizationTowards(actor, request.organisationId),
    expectedVersion: Number(form.text('version')),
  };
  if (event === 'transfer') {
    requireOffered(opened, event);
    const sent = readForm(transferFields(await candidatesFor(deps, opened)), form, visit);
    if (!sent.ok) return showEvent(visit, deps, { opened, event, errors: sent.errors });
    await decideRequest(deps, { ...decision, newOwnerId: sent.data.new_owner });
  } else await decideRequest(deps, decision);
  return visit.goTo(`/requests/${request.id}`);
}
