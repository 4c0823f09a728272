/**
 * The production stage: from the qualification to a service that citizens use. It owns the production registration, the
 * delivery of its secret (`delivery-routes.tsx`), and every stop; it does not judge the qualification.
 */

import { GaranceError, parsePublicName } from '@garance/core';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../deps.ts';
import { partnerNames } from '../../objects/account/people-names.ts';
import { type FormValues, readFields, textOf } from '../../objects/form/field.ts';
import { neededBy } from '../../objects/form/parse-fields.ts';
import { readForm } from '../../objects/form/read-form.ts';
import type { FieldErrors } from '../../objects/form.ts';
import { offeredEvents } from '../../objects/lifecycle/check-transition.ts';
import { initialOf, missingConditions } from '../../objects/lifecycle/lifecycle.ts';
import { nameProblem, requestName } from '../../objects/production/display-name.ts';
import { productionLifecycle } from '../../objects/production/lifecycle.ts';
import { mailProduction } from '../../objects/production/mails.ts';
import { productionForm } from '../../objects/production/production-form.ts';
import { type ProductionView, readProduction } from '../../objects/production/read.ts';
import { shownState } from '../../objects/production/stage.ts';
import { closeProduction, resumeProduction, suspendProduction } from '../../objects/production/stop.ts';
import { lookAtWorld, saveDraft } from '../../objects/registration/drafts.ts';
import { knownFields, registrationErrors } from '../../objects/registration/fields.ts';
import { publishVersion } from '../../objects/registration/publish.ts';
import { ensureAccess } from '../../objects/registration/registrations.ts';
import type { RegistrationFormValues } from '../../objects/registration/tables/registration-drafts.ts';
import { formStatus } from '../../parts/form/form-parts.tsx';
import { requireVersion } from '../../parts/form/require-version.ts';
import type { PathParams } from '../../parts/handler.ts';
import { readTrace } from '../../parts/registration/trace-routes.tsx';
import type { RequestContext } from '../../parts/request-context.ts';
import type { Routes } from '../../parts/routes.ts';
import { productionFormId as formId, requireProduction } from '../../parts/scope/production-scope.ts';
import { type PlatformScope, requirePlatform } from '../../parts/scope/service-scope.ts';
import { requireMayLook } from '../../parts/session/limit-looks.ts';
import { mountDelivery } from './delivery-routes.tsx';
import { stopFields } from './fields.ts';
import { ProductionPage } from './production-page.tsx';
import { ProductionRegistrationPage } from './registration-page.tsx';
import { ProductionTracePage } from './trace-page.tsx';

const root = '/services/:id/:platform/production';

export function mountProduction(routes: Routes, deps: PortalDeps): void {
  routes.get(root, async (visit, params) => {
    const scope = await requirePlatform(deps, visit, { params, action: 'production.view' });
    return showProduction(deps, visit, { scope });
  });
  routes.get(`${root}/registration`, async (visit, params) => {
    const scope = await requirePlatform(deps, visit, { params, action: 'production.edit' });
    const view = await requireProduction(deps, scope, 'editable');
    const errors = view.draft === undefined ? {} : registrationErrors(visit.locale, view.problems);
    return showRegistration(deps, visit, { scope, view, form: view.form, errors });
  });
  routes.post(`${root}/registration`, (visit, params) => save(deps, visit, params));
  routes.post(`${root}/publish`, (visit, params) => publish(deps, visit, params));
  mountDelivery(routes, deps);
  routes.get(`${root}/trace`, (visit, params) => showTrace(deps, visit, params));
  routes.post(`${root}/stop`, (visit, params) => stop(deps, visit, params));
}

function missingFor({ production, facts }: ProductionView): readonly string[] {
  const state = production?.state ?? initialOf(productionLifecycle);
  return missingConditions(productionLifecycle, { event: 'activate', state, facts });
}

interface ShownProduction {
  readonly scope: PlatformScope;
  readonly values?: FormValues;
  readonly errors?: FieldErrors;
}

async function showProduction(
  deps: PortalDeps,
  visit: RequestContext,
  { scope, values = {}, errors = {} }: ShownProduction,
): Promise<FastifyReply> {
  const { portal } = deps.store;
  const { service, platform, authorization } = scope;
  const view = await readProduction(portal, deps, { service, platform });
  const { production, registration, access } = view;
  const state = production && shownState(production, registration);
  const offered =
    production === undefined ? [] : offeredEvents(productionLifecycle, production.state, authorization);
  const events = (['suspend', 'resume', 'close'] as const).filter((event) => offered.includes(event));
  return visit.show(
    <ProductionPage
      context={visit.context}
      scope={scope}
      view={view}
      state={state}
      reason={production?.reason ?? (state === production?.state ? undefined : access?.reason)}
      issuer={deps.issuerOf(view.hub)}
      nameOf={await partnerNames(portal, service.organisationId, visit.locale)}
      missing={missingFor(view)}
      mayEdit={scope.may('production.edit')}
      maySecret={scope.may('production-secret.create')}
      mayTrace={scope.may('trace.view')}
      endCsrf={visit.token(formId('end-secret', scope))}
      {...(events.length > 0 && { operator: { events, csrf: visit.token(formId('stop', scope)) } })}
      values={values}
      errors={errors}
      relaxedAddresses={deps.config.relaxedAddresses}
    />,
    formStatus(errors),
  );
}

async function showTrace(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const scope = await requirePlatform(deps, visit, { params, action: 'trace.view' });
  const { service, platform } = scope;
  const access = await deps.store.portal.clientRegistrations.findFor(service.id, {
    platform,
    environment: 'production',
  });
  const path = `${scope.base}/production/trace`;
  const trace = await readTrace(deps, visit, { clientId: access?.clientId, path });
  return visit.show(<ProductionTracePage scope={scope} {...trace} />);
}

interface ShownRegistration {
  readonly scope: PlatformScope;
  readonly view: ProductionView;
  readonly form: RegistrationFormValues;
  readonly errors: FieldErrors;
}

function showRegistration(
  deps: PortalDeps,
  visit: RequestContext,
  { scope, view, form, errors }: ShownRegistration,
): FastifyReply {
  const { production, draft, facts } = view;
  const { live, activatable } = productionLifecycle.states[production?.state ?? 'closed'];
  const canPublish = live && facts['fields-valid'];
  return visit.show(
    <ProductionRegistrationPage
      context={visit.context}
      scope={scope}
      view={view}
      form={form}
      version={draft?.version ?? 0}
      csrf={visit.token(formId('registration', scope))}
      canActivate={activatable === true && missingFor(view).length === 0}
      {...(canPublish && {
        publication: {
          csrf: visit.token(formId('publish', scope)),
          secondFactor: scope.actor.secondFactor,
        },
      })}
      errors={errors}
      relaxedAddresses={deps.config.relaxedAddresses}
    />,
    formStatus(errors),
  );
}

async function save(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const scope = await requirePlatform(deps, visit, { params, action: 'production.edit' });
  const sent = visit.form(formId('registration', scope));
  const expectedVersion = requireVersion(sent.text('version'));
  const before = await requireProduction(deps, scope, 'editable');
  const { service, platform, actor } = scope;
  const { habilitation } = before;
  if (habilitation === undefined) {
    throw new GaranceError('portal.condition_missing', { detail: 'habilitation-in-force' });
  }
  // Fields that the partner may not change here are not read from the form.
  const typed = productionForm(before.qualifiedForm, readFields(knownFields, sent), habilitation);
  const requestedName = requestedNameOf(before, textOf(typed, 'displayName'));
  // A new name waits for an officer; the other changes are saved at once.
  const form = requestedName === undefined ? typed : { ...typed, displayName: before.name.current };
  const { portal } = deps.store;
  const access = await ensureAccess(deps.store, deps.clock, { service, hub: before.hub });
  const input = { access, form, expectedVersion, actor: actor.personId, authorization: scope.authorization };
  const saved = await saveDraft(deps, input);
  if (saved.kind !== 'changed-meanwhile' && requestedName !== undefined) {
    const { current } = before.name;
    await requestName(deps, {
      accessId: access.id,
      service,
      platform,
      name: requestedName,
      current,
      actor: actor.personId,
    });
  }
  const view = await readProduction(portal, deps, { service, platform });
  if (saved.kind === 'changed-meanwhile') throw new GaranceError('portal.changed_meanwhile');
  if (view.problems.length > 0) {
    const errors = registrationErrors(visit.locale, view.problems);
    return showRegistration(deps, visit, { scope, view, form: saved.draft.form, errors });
  }
  await requireMayLook(deps, visit, { personId: actor.personId, serviceId: service.id });
  await lookAtWorld(deps, { access, habilitation, draft: saved.draft });
  return visit.goTo(`${scope.base}/production/registration`);
}

/** A typed name that may be shown and that no officer has accepted; undefined when there is none to request. */
function requestedNameOf({ name }: ProductionView, typed: string): string | undefined {
  const parsed = parsePublicName(typed);
  return parsed.ok && !name.accepted.has(parsed.name) ? parsed.name : undefined;
}

async function publish(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  // Changing redirect URIs needs the same second factor as reading the secret.
  const scope = await requirePlatform(deps, visit, { params, action: 'production-secret.create' });
  const sent = visit.form(formId('publish', scope));
  const expectedVersion = requireVersion(sent.text('version'));
  const { access, draft, production, name } = await requireProduction(deps, scope, 'live');
  if (access === undefined || draft === undefined || production === undefined) {
    throw new GaranceError('portal.not_now');
  }
  if (nameProblem(name, textOf(draft.form, 'displayName')).length > 0) {
    throw new GaranceError('portal.condition_missing', { detail: 'display-name' });
  }
  const { service, platform, actor, authorization } = scope;
  const order = { deps, accessId: access.id, draftId: draft.id, actor: actor.personId, authorization };
  await deps.store.portal.transaction(async (tables) => {
    await publishVersion(tables, { ...order, expectedVersion });
    const nowMs = deps.clock.now();
    await mailProduction(tables, {
      deps,
      service,
      platform,
      id: production.id,
      about: 'registration',
      nowMs,
    });
  });
  return visit.goTo(`${scope.base}/production`);
}

const stops = { suspend: suspendProduction, resume: resumeProduction, close: closeProduction } as const;

async function stop(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const scope = await requirePlatform(deps, visit, { params, action: 'service.manage' });
  const form = visit.form(formId('stop', scope));
  const event = form.text('event');
  if (event !== 'suspend' && event !== 'resume' && event !== 'close') {
    throw new GaranceError('general.bad_request');
  }
  const { locale } = visit;
  const alsoWrong = neededBy(event !== 'resume', 'reason');
  const sent = readForm(stopFields, form, { locale, alsoWrong });
  if (!sent.ok) return showProduction(deps, visit, { scope, ...sent });
  const { reason = '' } = sent.data;
  const { service, platform, actor, authorization } = scope;
  const order = {
    deps,
    serviceId: service.id,
    platform,
    actor: actor.personId,
    authorization,
    reason,
    expectedVersion: requireVersion(form.text('version')),
  };
  const done = await deps.store.portal.transaction((tables) => stops[event](tables, order));
  if (!done) throw new GaranceError('portal.not_now');
  return visit.goTo(`${scope.base}/production`);
}
