/** The request as a whole: its page, the events that a partner may cause, the discussion. */

import { randomUUID } from 'node:crypto';
import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import { standingTowards } from '../../objects/account/actor.ts';
import { partnerNames } from '../../objects/account/people-names.ts';
import { mayEver, offeredEvents } from '../../objects/lifecycle/check-transition.ts';
import { mayDo } from '../../objects/lifecycle/rights.ts';
import { readAnswers } from '../../objects/request/answers.ts';
import { decideRequest } from '../../objects/request/decide.ts';
import { findDocuments } from '../../objects/request/documents.ts';
import { clean, isEditable } from '../../objects/request/fill-step.ts';
import { requestLifecycle } from '../../objects/request/lifecycle.ts';
import { questionContext } from '../../objects/request/question-context.ts';
import { checkAll } from '../../objects/request/questions/validate.ts';
import { requireId } from '../../objects/require-id.ts';
import { postMessage } from '../../parts/discussion/post-message.ts';
import { formStatus } from '../../parts/form/form-parts.tsx';
import { isPartnerEvent, type PartnerEvent } from '../../parts/request/event-texts.ts';
import type { Routes } from '../../parts/routes.ts';
import { type OpenedRequest, openRequest } from '../../parts/scope/open-request.ts';
import type { Visit } from '../../parts/visit.ts';
import { EventPage } from './pages/event-page.tsx';
import { RequestPage } from './pages/request-page.tsx';
import { pageTexts } from './pages/texts.ts';

const eventForm = (event: PartnerEvent, id: string): string => `habilitation.${event}:${id}`;
const discussionForm = (id: string): string => `habilitation.discuss:${id}`;

export function mountRequests(routes: Routes, deps: PortalDeps): void {
  const { portal } = deps.store;
  routes.get('/requests/:id', async (visit, { id }) =>
    showRequest(visit, deps, await openRequest(portal, visit, { id, action: 'request.view' })),
  );
  routes.post('/requests/:id/discussion', async (visit, { id }) => {
    const opened = await openRequest(portal, visit, { id, action: 'request.discuss' });
    const form = visit.form(discussionForm(opened.request.id));
    const text = clean(form.text('text')).slice(0, 5000);
    if (text !== '') {
      await postMessage(deps, { ...opened, messageId: requireId(form.text('message_id')), text });
    }
    return visit.goTo(`/requests/${opened.request.id}#discussion`);
  });
  routes.get('/requests/:id/events/:event', async (visit, { id, event }) => {
    const opened = await openRequest(portal, visit, { id, action: 'request.view' });
    return showEvent(visit, deps, { opened, event: requireOffered(opened, event) });
  });
  routes.post('/requests/:id/events/:event', async (visit, { id, event }) => {
    const opened = await openRequest(portal, visit, { id, action: 'request.view' });
    return carryOut(visit, deps, { opened, event });
  });
}

function eventsFor({ actor, request }: OpenedRequest): readonly PartnerEvent[] {
  const standing = standingTowards(actor, request.organisationId);
  return offeredEvents(requestLifecycle, request.state, standing).filter((event) => isPartnerEvent(event));
}

async function showRequest(visit: Visit, { store }: PortalDeps, opened: OpenedRequest) {
  const { request, service, actor, organisation } = opened;
  const { portal } = store;
  const { roles } = standingTowards(actor, organisation.id);
  const incomplete = new Set(checkAll(await questionContext(portal, request), visit.locale).keys());
  const mayDiscuss = mayDo('request.discuss', roles);
  return visit.show(
    RequestPage({
      context: visit.context,
      request,
      serviceName: service.name,
      ...(organisation.proof === undefined && { unverifiedHref: `/organisations/${organisation.id}` }),
      history: await portal.history.list('request', request.id),
      messages: await portal.discussion.list('request', request.id),
      nameOf: await partnerNames(portal, organisation.id, visit.locale),
      incomplete,
      mayEdit: isEditable(request) && mayDo('request.edit', roles),
      events: eventsFor(opened),
      ...(mayDiscuss && {
        discussion: { csrf: visit.token(discussionForm(request.id)), messageId: randomUUID() },
      }),
    }),
  );
}

function requireOffered(opened: OpenedRequest, event: string | undefined): PartnerEvent {
  if (!isPartnerEvent(event)) throw new GaranceError('general.not_found');
  if (eventsFor(opened).includes(event)) return event;
  const theirs = mayEver(
    requestLifecycle,
    event,
    standingTowards(opened.actor, opened.request.organisationId),
  );
  throw new GaranceError(theirs ? 'portal.not_now' : 'portal.not_allowed', { detail: opened.request.state });
}

interface EventWish {
  readonly opened: OpenedRequest;
  readonly event: PartnerEvent;
  readonly error?: string;
}

async function showEvent(visit: Visit, { store }: PortalDeps, { opened, event, error }: EventWish) {
  const { portal } = store;
  const { request } = opened;
  const context = await questionContext(portal, request);
  const documents = await findDocuments(portal, request.id);
  const page = EventPage({
    context: visit.context,
    requestId: request.id,
    title: request.title,
    event,
    csrf: visit.token(eventForm(event, request.id)),
    version: request.version,
    ...(event === 'submit' && {
      missing: [...checkAll(context, visit.locale).keys()],
      answers: {
        answers: readAnswers(request.answers),
        platform: request.platform,
        documents: new Map([...documents].map(([key, list]) => [key, list.map(({ name }) => name)])),
      },
    }),
    ...(event === 'transfer' && {
      candidates: (await portal.memberships.list(request.organisationId))
        .filter(({ person, role }) => role !== 'reader' && person.id !== request.ownerId)
        .map(({ person }) => person),
    }),
    ...(error !== undefined && { error }),
  });
  return visit.show(page, formStatus(error));
}

async function carryOut(
  visit: Visit,
  deps: PortalDeps,
  wanted: { readonly opened: OpenedRequest; readonly event: string | undefined },
) {
  const { opened, event } = wanted;
  if (!isPartnerEvent(event)) throw new GaranceError('general.not_found');
  const { request, actor } = opened;
  const form = visit.form(eventForm(event, request.id));
  const newOwnerId = form.text('new_owner');
  // Whether this person may at all is the decision's to say; only then a forgotten answer is.
  if (event === 'transfer' && newOwnerId === '' && eventsFor(opened).includes('transfer')) {
    return showEvent(visit, deps, { opened, event, error: pageTexts(visit.locale).newOwner });
  }
  await decideRequest(deps, {
    requestId: request.id,
    event,
    actor: actor.personId,
    standing: standingTowards(actor, request.organisationId),
    expectedVersion: Number(form.text('version')),
    ...(event === 'transfer' && newOwnerId !== '' && { newOwnerId }),
  });
  return visit.goTo(`/requests/${request.id}`);
}
