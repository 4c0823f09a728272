/** "Already on FranceConnect": from a service in production on standard to a prefilled request for plus. */

import { GaranceError, type Registration } from '@garance/core';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../deps.ts';
import { type FormValues, textOf } from '../../objects/form/field.ts';
import { readForm } from '../../objects/form/read-form.ts';
import type { FieldErrors } from '../../objects/form.ts';
import type { Habilitation } from '../../objects/habilitation/table.ts';
import { productionLifecycle } from '../../objects/production/lifecycle.ts';
import { createRequest } from '../../objects/request/create-request.ts';
import { requestLifecycle } from '../../objects/request/lifecycle.ts';
import type { HabilitationRequest } from '../../objects/request/tables/requests.ts';
import { exampleSubjects } from '../../objects/service/example-subjects.ts';
import { formStatus } from '../../parts/form/form-parts.tsx';
import type { PathParams } from '../../parts/handler.ts';
import type { RequestContext } from '../../parts/request-context.ts';
import type { Routes } from '../../parts/routes.ts';
import { requireService, type ServiceScope } from '../../parts/scope/service-scope.ts';
import { addPlusFields } from './fields.ts';
import { AddPlusPage } from './page.tsx';
import { planForPlus } from './plan.ts';

const path = '/services/:id/add-plus';

export function mountAddPlus(routes: Routes, deps: PortalDeps): void {
  routes.get(path, async (visit, params) => {
    const scope = await requireService(deps, visit, { params, action: 'request.view' });
    const start = await requireStart(deps, scope);
    const values = { level: '', why: '', identifiers: 'different' };
    return show(deps, visit, { scope, start, values, errors: {} });
  });
  routes.post(path, (visit, params) => begin(deps, visit, params));
}

interface Start {
  readonly registration: Registration;
  readonly habilitation: Habilitation;
  readonly existing: HabilitationRequest | undefined;
}

/** @throws GaranceError `qualification.not_in_production` */
async function requireStart({ store }: PortalDeps, { service }: ServiceScope): Promise<Start> {
  const { portal } = store;
  const production = await portal.productions.findFor(service.id, 'standard');
  const hub = { platform: 'standard', environment: 'production' } as const;
  const registration = await portal.registrationDrafts.current(service.id, hub);
  const habilitation = await portal.habilitations.inForce(service.id, 'standard');
  const isLive =
    production !== undefined &&
    productionLifecycle.states[production.state].live &&
    registration?.status === 'active';
  if (!isLive || registration === undefined || habilitation === undefined) {
    throw new GaranceError('qualification.not_in_production');
  }
  const requests = await portal.requests.ofService(service.id);
  const existing = requests.find(
    ({ platform, state }) => platform === 'plus' && requestLifecycle.states[state].open,
  );
  return { registration, habilitation, existing };
}

interface Shown {
  readonly scope: ServiceScope;
  readonly start: Start;
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

function show(
  deps: PortalDeps,
  visit: RequestContext,
  { scope, start, values, errors }: Shown,
): FastifyReply {
  const { registration, existing } = start;
  const plan = planForPlus(registration, {
    standardIssuer: deps.issuerOf({ platform: 'standard', environment: 'production' }),
    plusIntegration: deps.issuerOf({ platform: 'plus', environment: 'integration' }),
    plusProduction: deps.issuerOf({ platform: 'plus', environment: 'production' }),
    commonIdentifier: existing?.commonIdentifier ?? textOf(values, 'identifiers') === 'common',
  });
  return visit.show(
    <AddPlusPage
      context={visit.context}
      scope={scope}
      plan={plan}
      subjects={exampleSubjects()}
      existingHref={existing === undefined ? undefined : `/requests/${existing.id}`}
      values={values}
      errors={errors}
      {...(scope.may('request.edit') && { csrf: visit.token(formId(scope)) })}
    />,
    formStatus(errors),
  );
}

const formId = ({ service }: ServiceScope) => `add-plus.begin:${service.id}`;

async function begin(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const scope = await requireService(deps, visit, { params, action: 'request.edit' });
  const form = visit.form(formId(scope));
  const start = await requireStart(deps, scope);
  const sent = readForm(addPlusFields, form, visit);
  if (!sent.ok) return show(deps, visit, { scope, start, ...sent });
  const { level, why, identifiers } = sent.data;
  const request = await deps.store.portal.transaction((tables) =>
    createRequest(tables, deps.clock, {
      serviceId: scope.service.id,
      platform: 'plus',
      ownerId: scope.actor.personId,
      authorization: scope.authorization,
      from: start.habilitation,
      answers: { level: { already_connected: 'yes', level, why }, identifiers: { identifiers } },
    }),
  );
  return visit.goTo(`/requests/${request.id}`);
}
