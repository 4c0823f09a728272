import { GaranceError } from '@garance/core';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../deps.ts';
import { type Actor, authorizationTowards } from '../../objects/account/actor.ts';
import type { FormValues } from '../../objects/form/field.ts';
import { readForm } from '../../objects/form/read-form.ts';
import type { FieldErrors } from '../../objects/form.ts';
import { type AuthorizationContext, mayEver } from '../../objects/lifecycle/check-transition.ts';
import { refusalError } from '../../objects/lifecycle/transition.ts';
import { tryDecideRequest } from '../../objects/request/decide.ts';
import {
  isReviewEvent,
  offeredDecisions,
  type ReviewEvent,
  wantsReason,
} from '../../objects/request/decisions.ts';
import { requestLifecycle } from '../../objects/request/lifecycle.ts';
import { namesOf } from '../../objects/request/read-review.ts';
import type { HabilitationRequest } from '../../objects/request/tables/requests.ts';
import { fillTemplate } from '../../parts/discussion/template-picker.tsx';
import { formStatus } from '../../parts/form/form-parts.tsx';
import type { PathParams } from '../../parts/handler.ts';
import { queryText } from '../../parts/query-text.ts';
import type { RequestContext } from '../../parts/request-context.ts';
import type { Routes } from '../../parts/routes.ts';
import { requireReviewed } from '../../parts/scope/request-scope.ts';
import { DecidePage } from './decide-page.tsx';
import { decisionFields } from './fields.ts';

interface Deciding {
  readonly actor: Actor;
  readonly request: HabilitationRequest;
  readonly authorization: AuthorizationContext;
  readonly event: ReviewEvent;
}

interface Shown extends Deciding {
  readonly values: FormValues;
  readonly errors?: FieldErrors;
  readonly overtaken?: boolean;
  readonly status?: number;
}

export function mountDecisions(routes: Routes, deps: PortalDeps): void {
  routes.get('/review/:id/decide/:event', async (visit, params) => {
    const deciding = await begin(deps, visit, params);
    const templates = await templatesFor(deps, deciding.event);
    const template = queryText(visit, 'template');
    const reason = fillTemplate(templates, template, { service: deciding.request.title }) ?? '';
    return show(deps, visit, { ...deciding, values: { reason } });
  });
  routes.post('/review/:id/decide/:event', (visit, params) => decide(deps, visit, params));
}

async function begin(deps: PortalDeps, visit: RequestContext, { id, event }: PathParams): Promise<Deciding> {
  const { actor, request, concern } = await requireReviewed(deps, visit, { id });
  if (!isReviewEvent(event)) throw new GaranceError('general.not_found');
  // A person who may never take the decision gets no page for it.
  const authorization = authorizationTowards(actor, concern);
  if (!mayEver(requestLifecycle, event, authorization)) throw new GaranceError('portal.not_allowed');
  return { actor, request, authorization, event };
}

async function decide(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const deciding = await begin(deps, visit, params);
  const { actor, request, authorization, event } = deciding;
  const form = visit.form(`review.decide:${request.id}`);
  const sent = readForm(decisionFields(event), form, visit);
  if (!sent.ok) return show(deps, visit, { ...deciding, ...sent });
  const { values } = sent;
  const outcome = await tryDecideRequest(deps, {
    requestId: request.id,
    event,
    actor: actor.personId,
    authorization,
    expectedVersion: Number(form.text('version')),
    ...(wantsReason(event) && { reason: sent.data.reason }),
  });
  if (!outcome.ok) {
    const { refusal } = outcome;
    if (refusal.kind === 'changed' || refusal.kind === 'not-now') {
      return show(deps, visit, { ...(await begin(deps, visit, params)), values, overtaken: true });
    }
    const isUnverified = refusal.kind === 'condition' && refusal.condition === 'organisation-proven';
    if (!isUnverified) throw refusalError(refusal);
    return show(deps, visit, { ...deciding, values, status: 409 });
  }
  return visit.goTo(`/review/${request.id}?done=${event}`);
}

async function show(
  deps: PortalDeps,
  visit: RequestContext,
  { request, authorization, event, values, errors = {}, overtaken = false, status }: Shown,
): Promise<FastifyReply> {
  const { portal } = deps.store;
  const last = overtaken ? (await portal.history.list('request', request.id)).at(-1) : undefined;
  const names = await namesOf(portal, last === undefined ? [] : [last.actor]);
  const page = (
    <DecidePage
      context={visit.context}
      request={request}
      event={event}
      csrf={visit.token(`review.decide:${request.id}`)}
      values={values}
      errors={errors}
      templates={await templatesFor(deps, event)}
      isUnverified={event === 'approve' && !(await portal.organisations.isProven(request.organisationId))}
      isOffered={offeredDecisions(request.state, authorization).includes(event)}
      {...(overtaken && { overtaken: { last, names } })}
    />
  );
  return visit.show(page, overtaken ? 409 : (status ?? formStatus(errors)));
}

function templatesFor({ store }: PortalDeps, event: ReviewEvent) {
  return store.portal.templates.list(`request.${event}`);
}
