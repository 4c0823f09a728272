/** The partner's pages of a qualification: the list, each item, reports, mock-ups, submission. */

import { GaranceError, getErrorDefinition } from '@garance/core';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../deps.ts';
import { partnerNames } from '../../objects/account/people-names.ts';
import type { FormValues } from '../../objects/form/field.ts';
import { readForm } from '../../objects/form/read-form.ts';
import type { FieldErrors } from '../../objects/form.ts';
import { offeredEvents } from '../../objects/lifecycle/check-transition.ts';
import { initialOf, missingConditions } from '../../objects/lifecycle/lifecycle.ts';
import { decideQualification } from '../../objects/production/decide-qualification.ts';
import { ensureQualification } from '../../objects/qualification/begin.ts';
import { declareItem, requirePrerequisite } from '../../objects/qualification/items.ts';
import { type QualificationState, qualificationLifecycle } from '../../objects/qualification/lifecycle.ts';
import type { ReportSigner } from '../../objects/qualification/platform-key.ts';
import { type QualificationView, readView } from '../../objects/qualification/read.ts';
import { acceptReport } from '../../objects/qualification/reports.ts';
import { postToMockUps } from '../../objects/qualification/say.ts';
import type { Qualification } from '../../objects/qualification/tables/qualifications.ts';
import {
  draftMessage,
  messageFields,
  readMessage,
  type TypedMessage,
} from '../../parts/discussion/message-draft.ts';
import { formStatus } from '../../parts/form/form-parts.tsx';
import { requireVersion } from '../../parts/form/require-version.ts';
import type { PathParams } from '../../parts/handler.ts';
import { progressOf } from '../../parts/progress.tsx';
import { pageSizes, readPage, timeCursor } from '../../parts/queue/read-page.ts';
import type { RequestContext } from '../../parts/request-context.ts';
import type { Routes } from '../../parts/routes.ts';
import { type PlatformScope, requirePlatform } from '../../parts/scope/service-scope.ts';
import { declarationFields, reportFields } from './fields.ts';
import { ItemPage } from './pages/item-page.tsx';
import { MockUpsPage } from './pages/mock-ups-page.tsx';
import { QualificationPage } from './pages/qualification-page.tsx';
import { ReportPage, ReportsPage } from './pages/report-pages.tsx';

export const root = '/services/:id/:platform/qualification';
export const keysPath = '/qualifications/keys';

/** Form id for a form about one service and platform, used before the qualification exists. */
export function formId(verb: string, { service, platform }: Pick<PlatformScope, 'service' | 'platform'>) {
  return `qualification.${verb}:${service.id}.${platform}`;
}

export function mountPartner(routes: Routes, deps: PortalDeps, signer: ReportSigner): void {
  routes.get(root, (visit, params) => showQualification(deps, visit, params));
  routes.post(`${root}/submit`, (visit, params) => submit(deps, visit, params));
  routes.get(`${root}/items/:item`, async (visit, params) => {
    const scope = await requirePlatform(deps, visit, { params, action: 'qualification.view' });
    requirePrerequisite(scope.platform, params.item);
    return showItem(deps, visit, { scope, itemId: params.item ?? '', errors: {} });
  });
  routes.post(`${root}/items/:item`, (visit, params) => declare(deps, visit, params));
  routes.get(`${root}/reports`, async (visit, params) => {
    const scope = await requirePlatform(deps, visit, { params, action: 'qualification.view' });
    return showReports(deps, visit, { scope, values: {}, errors: {} });
  });
  routes.post(`${root}/reports`, (visit, params) => takeReport({ ...deps, signer }, visit, params));
  routes.get(`${root}/reports/:run`, async (visit, params) => {
    const scope = await requirePlatform(deps, visit, { params, action: 'qualification.view' });
    const stored = await deps.store.portal.qualificationReports.find((params.run ?? '').slice(0, 100));
    const { report } = stored ?? {};
    const isOfThis = report?.serviceId === scope.service.id && report.platform === scope.platform;
    if (stored === undefined || !isOfThis) throw new GaranceError('general.not_found');
    return visit.show(
      <ReportPage context={visit.context} scope={scope} stored={stored} keysHref={keysPath} />,
    );
  });
  routes.get(`${root}/mock-ups`, async (visit, params) => {
    const scope = await requirePlatform(deps, visit, { params, action: 'qualification.view' });
    return showMockUps(deps, visit, { scope });
  });
  routes.post(`${root}/mock-ups/messages`, (visit, params) => say(deps, visit, params));
}

/** Current data of a qualification. */
export async function viewOf(deps: PortalDeps, scope: PlatformScope): Promise<QualificationView> {
  const { portal } = deps.store;
  const { service, platform } = scope;
  const qualification = await portal.qualifications.findFor(service.id, platform);
  return readView(portal, { service, platform, nowMs: deps.clock.now(), qualification });
}

function stateOf(qualification: Qualification | undefined): QualificationState {
  return qualification?.state ?? initialOf(qualificationLifecycle);
}

function mayEditNow(scope: PlatformScope, { qualification }: QualificationView): boolean {
  const { editable } = qualificationLifecycle.states[stateOf(qualification)];
  return editable === true && scope.may('qualification.edit');
}

async function showQualification(
  deps: PortalDeps,
  visit: RequestContext,
  params: PathParams,
): Promise<FastifyReply> {
  const scope = await requirePlatform(deps, visit, { params, action: 'qualification.view' });
  const view = await viewOf(deps, scope);
  const { qualification, facts } = view;
  const state = stateOf(qualification);
  const history =
    qualification === undefined
      ? []
      : await deps.store.portal.history.list('qualification', qualification.id);
  const missing = missingConditions(qualificationLifecycle, { event: 'submit', state, facts });
  const maySubmit = offeredEvents(qualificationLifecycle, state, scope.authorization).includes('submit');
  const reason = qualificationLifecycle.states[state].explained ? history.at(-1)?.reason : undefined;
  return visit.show(
    <QualificationPage
      context={visit.context}
      scope={scope}
      view={view}
      steps={progressOf(qualificationLifecycle, state, history)}
      missing={missing}
      mayEdit={mayEditNow(scope, view)}
      {...(maySubmit &&
        missing.length === 0 && {
          submission: { csrf: visit.token(formId('submit', scope)), version: qualification?.version ?? 0 },
        })}
      {...(reason !== undefined && { reason })}
    />,
  );
}

async function submit(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const scope = await requirePlatform(deps, visit, { params, action: 'qualification.edit' });
  const form = visit.form(formId('submit', scope));
  const { service, platform, authorization, actor } = scope;
  const expectedVersion = requireVersion(form.text('version'));
  const qualification = await deps.store.portal.transaction((tables) =>
    ensureQualification(tables, deps.clock, { service, platform, actor: actor.personId }),
  );
  await decideQualification(deps, {
    qualificationId: qualification.id,
    event: 'submit',
    actor: actor.personId,
    authorization,
    // 0: there was no qualification when the page was shown.
    ...(expectedVersion > 0 && { expectedVersion }),
  });
  return visit.goTo(`${scope.base}/qualification`);
}

interface ShownItem {
  readonly scope: PlatformScope;
  readonly itemId: string;
  readonly errors: FieldErrors;
  /** Typed values of a refused form, and the version of the item that it was written over. */
  readonly values?: FormValues;
  readonly version?: number;
}

export async function showItem(
  deps: PortalDeps,
  visit: RequestContext,
  { scope, itemId, errors, ...typed }: ShownItem,
): Promise<FastifyReply> {
  const view = await viewOf(deps, scope);
  const state = view.items.find(({ prerequisite }) => prerequisite.id === itemId);
  if (state === undefined) throw new GaranceError('general.not_found');
  const { item } = state;
  const tokens = {
    declare: visit.token(formId(`declare-${itemId}`, scope)),
    attach: visit.token(formId(`attach-${itemId}`, scope)),
    remove: visit.token(formId(`detach-${itemId}`, scope)),
  };
  return visit.show(
    <ItemPage
      context={visit.context}
      scope={scope}
      state={state}
      documents={view.documents.get(itemId) ?? []}
      values={{ text: item?.text ?? '', link: item?.link ?? '', ...typed.values }}
      version={typed.version ?? item?.version ?? 0}
      errors={errors}
      {...(mayEditNow(scope, view) && { tokens })}
    />,
    formStatus(errors),
  );
}

async function declare(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const scope = await requirePlatform(deps, visit, { params, action: 'qualification.edit' });
  const itemId = requirePrerequisite(scope.platform, params.item).id;
  const form = visit.form(formId(`declare-${itemId}`, scope));
  const expectedVersion = requireVersion(form.text('version'));
  const sent = readForm(declarationFields, form, visit);
  if (!sent.ok) return showItem(deps, visit, { scope, itemId, version: expectedVersion, ...sent });
  const { service, platform, actor } = scope;
  const { text = '', link = '' } = sent.data;
  const input = { service, platform, itemId, expectedVersion, text, link, actor: actor.personId };
  if (!(await declareItem(deps, input))) {
    // Shows the typed values again, with the version saved meanwhile.
    const errors = { text: getErrorDefinition('portal.changed_meanwhile').citizen[visit.locale] };
    return showItem(deps, visit, { scope, itemId, ...sent, errors });
  }
  return visit.goTo(`${scope.base}/qualification`);
}

interface ShownReports {
  readonly scope: PlatformScope;
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

async function showReports(
  deps: PortalDeps,
  visit: RequestContext,
  { scope, values, errors }: ShownReports,
): Promise<FastifyReply> {
  const view = await viewOf(deps, scope);
  const { service, platform } = scope;
  const page = await readPage(visit, {
    path: `${scope.base}/qualification/reports`,
    size: pageSizes.history,
    direction: 'before',
    cursor: timeCursor,
    read: (at) => deps.store.portal.qualificationReports.list(service.id, platform, at),
    placeOf: ({ report, id }) => ({ atMs: report.finishedAtMs, id }),
  });
  return visit.show(
    <ReportsPage
      context={{ ...visit.context, path: page.currentHref }}
      scope={scope}
      page={page}
      counting={view.report?.id}
      hasRegistration={view.registration !== undefined}
      values={values}
      errors={errors}
      {...(scope.may('qualification.edit') && { csrf: visit.token(formId('report', scope)) })}
    />,
    formStatus(errors),
  );
}

async function takeReport(
  deps: PortalDeps & { readonly signer: ReportSigner },
  visit: RequestContext,
  params: PathParams,
): Promise<FastifyReply> {
  const scope = await requirePlatform(deps, visit, { params, action: 'qualification.edit' });
  const sent = readForm(reportFields, visit.form(formId('report', scope)), visit);
  if (!sent.ok) return showReports(deps, visit, { scope, ...sent });
  const { service, platform, actor } = scope;
  const order = { jws: sent.data.report, serviceId: service.id, platform, actor: actor.personId };
  const accepted = await acceptReport(deps, order);
  if (!accepted.ok) {
    const report = getErrorDefinition(accepted.error).citizen[visit.locale];
    return showReports(deps, visit, { scope, ...sent, errors: { report } });
  }
  return visit.goTo(`${scope.base}/qualification`);
}

interface ShownMockUps {
  readonly scope: PlatformScope;
  /** Reasons why documents were refused. */
  readonly errors?: readonly string[];
  /** A message that was refused. */
  readonly typed?: TypedMessage;
}

export async function showMockUps(
  deps: PortalDeps,
  visit: RequestContext,
  { scope, errors = [], typed }: ShownMockUps,
): Promise<FastifyReply> {
  const { portal } = deps.store;
  const { qualification, mockUps } = await viewOf(deps, scope);
  const mayWrite =
    scope.may('qualification.edit') && qualificationLifecycle.states[stateOf(qualification)].open;
  const tokens = {
    attach: visit.token(formId('attach-mock-ups', scope)),
    remove: visit.token(formId('detach-mock-ups', scope)),
  };
  return visit.show(
    <MockUpsPage
      context={visit.context}
      scope={scope}
      mockUps={mockUps}
      discussion={
        qualification === undefined ? [] : await portal.discussion.list('qualification', qualification.id)
      }
      nameOf={await partnerNames(portal, scope.service.organisationId, visit.locale)}
      errors={errors}
      {...(mayWrite && { tokens, draft: draftMessage(visit.token(formId('say', scope)), typed) })}
    />,
    formStatus(typed ?? errors),
  );
}

async function say(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const scope = await requirePlatform(deps, visit, { params, action: 'qualification.edit' });
  const sent = readMessage(visit.form(formId('say', scope)), visit.locale, messageFields);
  if (!sent.ok) return showMockUps(deps, visit, { scope, typed: sent });
  const { service, platform, actor } = scope;
  const author = actor.personId;
  await deps.store.portal.transaction(async (tables) => {
    const qualification = await ensureQualification(tables, deps.clock, { service, platform, actor: author });
    const message = { id: sent.id, text: sent.data.text, author };
    await postToMockUps(tables, deps, { qualification, service, message, from: 'partner' });
  });
  return visit.goTo(`${scope.base}/qualification/mock-ups`);
}
