/** "Already on FranceConnect": from a service in production on standard to a request for plus that starts from what is known. */
import { GaranceError, type Registration } from '@garance/core';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../deps.ts';
import type { FieldErrors } from '../../objects/form.ts';
import { createRequest, isOpen } from '../../objects/request/create-request.ts';
import type { Habilitation } from '../../objects/request/tables/habilitations.ts';
import type { HabilitationRequest } from '../../objects/request/tables/requests.ts';
import { exampleSubjects } from '../../objects/service/example-subjects.ts';
import type { RequestContext } from '../../parts/request-context.ts';
import type { PathParams, Routes } from '../../parts/routes.ts';
import { requireService, type ServiceScope } from '../../parts/scope/service-scope.ts';
import { AddPlusPage, addPlusErrors } from './page.tsx';
import { planForPlus } from './plan.ts';

const path = '/services/:id/add-plus';
const shortestWhy = 20;

export function mountAddPlus(routes: Routes, deps: PortalDeps): void {
  routes.get(path, async (visit, params) => {
    const scope = await requireService(deps, visit, { params, action: 'request.view' });
    const start = await requireStart(deps, scope);
    const values = { level: '', why: '', identifiers: 'different' };
    return show(deps, visit, scope, { start, values, errors: {} });
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
  const isLive = production?.state === 'active' && registration?.status === 'active';
  if (!isLive || registration === undefined || habilitation === undefined) {
    throw new GaranceError('qualification.not_in_production');
  }
  const requests = await portal.requests.ofService(service.id);
  const existing = requests.find(({ platform, state }) => platform === 'plus' && isOpen(state));
  return { registration, habilitation, existing };
}

interface Shown {
  readonly start: Start;
  readonly values: { readonly level: string; readonly why: string; readonly identifiers: string };
  readonly errors: FieldErrors;
}

function show(
  deps: PortalDeps,
  visit: RequestContext,
  scope: ServiceScope,
  { start, values, errors }: Shown,
): FastifyReply {
  const { registration, existing } = start;
  const plan = planForPlus(registration, {
    standardIssuer: deps.issuerOf({ platform: 'standard', environment: 'production' }),
    plusIntegration: deps.issuerOf({ platform: 'plus', environment: 'integration' }),
    plusProduction: deps.issuerOf({ platform: 'plus', environment: 'production' }),
    commonIdentifier: existing?.commonIdentifier ?? values.identifiers === 'common',
  });
  return visit.show(
    AddPlusPage({
      context: visit.context,
      scope,
      plan,
      subjects: exampleSubjects(),
      existingHref: existing === undefined ? undefined : `/requests/${existing.id}`,
      values,
      errors,
      ...(scope.may('request.edit') && { csrf: visit.token(formId(scope)) }),
    }),
    Object.keys(errors).length === 0 ? 200 : 422,
  );
}

const formId = ({ service }: ServiceScope) => `add-plus.begin:${service.id}`;

async function begin(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const scope = await requireService(deps, visit, { params, action: 'request.edit' });
  const form = visit.form(formId(scope));
  const start = await requireStart(deps, scope);
  const values = {
    level: form.text('level'),
    why: form.text('why').slice(0, 2000),
    identifiers: form.text('identifiers'),
  };
  const errors = judge(values, addPlusErrors(visit.locale));
  if (Object.keys(errors).length > 0) return show(deps, visit, scope, { start, values, errors });
  const { level, why, identifiers } = values;
  const request = await deps.store.portal.transaction((tables) =>
    createRequest(tables, deps.clock, {
      serviceId: scope.service.id,
      platform: 'plus',
      ownerId: scope.actor.personId,
      from: start.habilitation,
      answers: { level: { already_connected: 'yes', level, why }, identifiers: { identifiers } },
    }),
  );
  return visit.goTo(`/requests/${request.id}`);
}

function judge(values: Shown['values'], texts: ReturnType<typeof addPlusErrors>): FieldErrors {
  const { level, why, identifiers } = values;
  return {
    ...(level !== 'eidas2' && level !== 'eidas3' && { level: texts.level }),
    ...(why.length < shortestWhy && { why: texts.why }),
    ...(identifiers !== 'common' && identifiers !== 'different' && { identifiers: texts.identifiers }),
  };
}
