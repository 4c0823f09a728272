/** `/qualifications`: the officers' pages. */

import { GaranceError } from '@garance/core';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../deps.ts';
import { authorizationTowards, requireAction } from '../../objects/account/actor.ts';
import { partnerNames } from '../../objects/account/people-names.ts';
import type { FormValues } from '../../objects/form/field.ts';
import { neededBy } from '../../objects/form/parse-fields.ts';
import { readForm } from '../../objects/form/read-form.ts';
import type { FieldErrors } from '../../objects/form.ts';
import { offeredEvents } from '../../objects/lifecycle/check-transition.ts';
import { isStateOf, missingConditions } from '../../objects/lifecycle/lifecycle.ts';
import type { PortalTables } from '../../objects/portal-store.ts';
import { decideQualification } from '../../objects/production/decide-qualification.ts';
import { isOfQualification } from '../../objects/qualification/documents.ts';
import { judgeItem, requirePrerequisite } from '../../objects/qualification/items.ts';
import { qualificationLifecycle } from '../../objects/qualification/lifecycle.ts';
import type { ReportSigner } from '../../objects/qualification/platform-key.ts';
import { readView } from '../../objects/qualification/read.ts';
import { postToMockUps } from '../../objects/qualification/say.ts';
import type { Qualification } from '../../objects/qualification/tables/qualifications.ts';
import { platforms } from '../../objects/service/platforms.ts';
import {
  draftMessage,
  messageFields,
  readMessage,
  type TypedMessage,
} from '../../parts/discussion/message-draft.ts';
import { sendDocument } from '../../parts/documents/send-document.ts';
import { formStatus } from '../../parts/form/form-parts.tsx';
import { requireVersion } from '../../parts/form/require-version.ts';
import type { PathParams } from '../../parts/handler.ts';
import { queryText } from '../../parts/query-text.ts';
import { pageSizes, readPage, timeCursor } from '../../parts/queue/read-page.ts';
import { type RequestContext, requireActor } from '../../parts/request-context.ts';
import type { Routes } from '../../parts/routes.ts';
import { type QualificationScope, requireQualification } from '../../parts/scope/qualification-scope.ts';
import { decisionFields, judgementFields, withdrawalFields } from './fields.ts';
import { OfficerPage } from './pages/officer-page.tsx';
import { QueuePage } from './pages/queue-page.tsx';
import { keysPath } from './partner-routes.tsx';

export function mountOfficer(routes: Routes, deps: PortalDeps, signer: ReportSigner): void {
  // Public, so that every reader of a report can verify its signature.
  routes.get(keysPath, async ({ reply }) =>
    reply
      .header('cache-control', 'public, max-age=600')
      .type('application/jwk-set+json')
      .send(JSON.stringify(await signer.publicKeys())),
  );
  routes.get('/qualifications', (visit) => showQueue(deps, visit));
  routes.get('/qualifications/:id', async (visit, params) => {
    const found = await requireQualification(deps, visit, { params, action: 'qualification.view' });
    return showOne(deps, visit, found);
  });
  routes.get('/qualifications/:id/documents/:document', async (visit, params) => {
    const { qualification } = await requireQualification(deps, visit, {
      params,
      action: 'qualification.view',
    });
    return sendDocument(deps, visit, { id: params.document, isOwn: isOfQualification(qualification.id) });
  });
  routes.post('/qualifications/:id/items/:item', (visit, params) => judge(deps, visit, params));
  routes.post('/qualifications/:id/decision', (visit, params) => decide(deps, visit, params));
  routes.post('/qualifications/:id/withdraw', (visit, params) => withdraw(deps, visit, params));
  routes.post('/qualifications/:id/messages', async (visit, params) => {
    const found = await requireQualification(deps, visit, { params, action: 'qualification.judge' });
    const { qualification, service, actor } = found;
    const sent = readMessage(visit.form(formId('say', qualification)), visit.locale, messageFields);
    if (!sent.ok) return showOne(deps, visit, { ...found, typed: sent });
    const message = { id: sent.id, text: sent.data.text, author: actor.personId };
    await deps.store.portal.transaction(async (tables) => {
      const locked = (await tables.qualifications.lock(qualification.id)) ?? qualification;
      await postToMockUps(tables, deps, { qualification: locked, service, message, from: 'team' });
    });
    return visit.goTo(`/qualifications/${qualification.id}`);
  });
}

const formId = (verb: string, { id }: Qualification) => `qualification.${verb}:${id}`;

async function showQueue(deps: PortalDeps, visit: RequestContext): Promise<FastifyReply> {
  requireAction(requireActor(visit), 'queue.view', undefined);
  const { portal } = deps.store;
  const queryOf = (name: string) => queryText(visit, name);
  const requestedState = queryOf('state');
  const state = isStateOf(qualificationLifecycle, requestedState) ? requestedState : 'submitted';
  const platform = platforms.find((value) => value === queryOf('platform'));
  const text = queryOf('text');
  const page = await readPage(visit, {
    path: '/qualifications',
    kept: { state: state === 'submitted' ? '' : state, platform: platform ?? '', text },
    size: pageSizes.queue,
    direction: 'after',
    cursor: timeCursor,
    read: (at) =>
      portal.qualifications.queue({ state, text, ...(platform !== undefined && { platform }), ...at }),
    placeOf: ({ submittedAtMs, createdAtMs, id }) => ({ atMs: submittedAtMs ?? createdAtMs, id }),
  });
  const organisations = await portal.organisations.findMany(page.rows.map((row) => row.organisationId));
  const services = await portal.services.findMany(page.rows.map((row) => row.serviceId));
  const names = new Map([...organisations, ...services].map(({ id, name }) => [id, name]));
  const rows = page.rows.map((qualification) => ({
    qualification,
    service: names.get(qualification.serviceId) ?? qualification.serviceId,
    organisation: names.get(qualification.organisationId) ?? '',
  }));
  return visit.show(
    <QueuePage
      context={{ ...visit.context, path: page.currentHref }}
      filters={{ state, platform: platform ?? '', text }}
      page={{ ...page, rows }}
      nowMs={deps.clock.now()}
    />,
  );
}

interface Typed {
  readonly errors?: FieldErrors;
  readonly values?: FormValues;
  /** A message that was refused. */
  readonly typed?: TypedMessage;
}

async function showOne(
  deps: PortalDeps,
  visit: RequestContext,
  { actor, qualification, service, concern, errors = {}, values = {}, typed }: QualificationScope & Typed,
): Promise<FastifyReply> {
  const { portal } = deps.store;
  const { id, version, state, dueOn, organisationId, platform } = qualification;
  const nowMs = deps.clock.now();
  const view = await readView(portal, { service, platform, nowMs, qualification });
  const { facts } = view;
  const missing = missingConditions(qualificationLifecycle, { event: 'accept', state: 'submitted', facts });
  return visit.show(
    <OfficerPage
      context={visit.context}
      view={{ ...view, qualification }}
      id={id}
      version={version}
      state={state}
      dueOn={dueOn}
      organisation={(await portal.organisations.find(organisationId))?.name ?? ''}
      discussion={await portal.discussion.list('qualification', id, { withInternal: true })}
      draft={draftMessage(visit.token(formId('say', qualification)), typed)}
      history={await portal.history.list('qualification', id)}
      nameOf={await teamNames(portal, organisationId, visit)}
      offered={offeredEvents(qualificationLifecycle, state, authorizationTowards(actor, concern))}
      canAccept={missing.length === 0}
      token={(verb) => visit.token(formId(verb, qualification))}
      errors={errors}
      values={values}
    />,
    formStatus(typed ?? errors),
  );
}

/** The team sees its own members by name. */
async function teamNames(tables: PortalTables, organisationId: string, visit: RequestContext) {
  const partners = await partnerNames(tables, organisationId, visit.locale);
  const officers = await tables.platformRoles.list('qualification-officer');
  const names = new Map(officers.map(({ id, name }) => [id, name]));
  return (person: string) => names.get(person) ?? partners(person);
}

async function judge(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const found = await requireQualification(deps, visit, { params, action: 'qualification.judge' });
  const { qualification, actor } = found;
  const itemId = requirePrerequisite(qualification.platform, params.item).id;
  const form = visit.form(formId(`judge-${itemId}`, qualification));
  const verdict = form.text('verdict');
  if (verdict !== 'accepted' && verdict !== 'changes') throw new GaranceError('general.bad_request');
  const field = `comment-${itemId}` as const;
  const { locale } = visit;
  const alsoWrong = neededBy(verdict === 'changes', field);
  const sent = readForm(judgementFields(itemId), form, { locale, alsoWrong });
  if (!sent.ok) return showOne(deps, visit, { ...found, ...sent });
  await judgeItem(deps, {
    qualificationId: qualification.id,
    itemId,
    expectedVersion: requireVersion(form.text('version')),
    verdict,
    comment: sent.data[field] ?? '',
    actor: actor.personId,
  });
  return visit.goTo(`/qualifications/${qualification.id}#item-${itemId}`);
}

async function decide(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const found = await requireQualification(deps, visit, { params, action: 'qualification.judge' });
  const { qualification, actor, concern } = found;
  const form = visit.form(formId('decide', qualification));
  const event = form.text('event');
  if (event !== 'accept' && event !== 'request_changes') throw new GaranceError('general.bad_request');
  const { locale } = visit;
  const alsoWrong = neededBy(event === 'request_changes', 'reason');
  const sent = readForm(decisionFields, form, { locale, alsoWrong });
  if (!sent.ok) return showOne(deps, visit, { ...found, ...sent });
  const { reason } = sent.data;
  await decideQualification(deps, {
    qualificationId: qualification.id,
    event,
    actor: actor.personId,
    authorization: authorizationTowards(actor, concern),
    expectedVersion: requireVersion(form.text('version')),
    ...(reason !== undefined && { reason }),
  });
  return visit.goTo(`/qualifications/${qualification.id}`);
}

async function withdraw(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const found = await requireQualification(deps, visit, { params, action: 'service.manage' });
  const { qualification, actor, concern } = found;
  const form = visit.form(formId('withdraw', qualification));
  const sent = readForm(withdrawalFields, form, visit);
  if (!sent.ok) return showOne(deps, visit, { ...found, ...sent });
  await decideQualification(deps, {
    qualificationId: qualification.id,
    event: 'withdraw',
    actor: actor.personId,
    authorization: authorizationTowards(actor, concern),
    expectedVersion: requireVersion(form.text('version')),
    reason: sent.data.withdrawReason,
  });
  return visit.goTo(`/qualifications/${qualification.id}`);
}
