/** Services: the list, the creation of one, its page with the path on each platform. */

import { GaranceError, type Platform } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import { type Actor, authorizationTowards } from '../../objects/account/actor.ts';
import type { Organisation } from '../../objects/account/tables/accounts.ts';
import type { FormValues } from '../../objects/form/field.ts';
import { readForm } from '../../objects/form/read-form.ts';
import type { FieldErrors } from '../../objects/form.ts';
import { mayDo } from '../../objects/lifecycle/rights.ts';
import { createRequest, refuseSecond } from '../../objects/request/create-request.ts';
import { requestLifecycle } from '../../objects/request/lifecycle.ts';
import { acceptTerms } from '../../objects/request/save-step.ts';
import type { HabilitationRequest } from '../../objects/request/tables/requests.ts';
import { createService } from '../../objects/service/create-service.ts';
import {
  decideEligibility,
  type EligibilityAnswers,
  readEligibility,
} from '../../objects/service/decide-eligibility.ts';
import { isPlatform, platforms } from '../../objects/service/platforms.ts';
import { currentTerms } from '../../objects/service/terms.ts';
import { pathOf } from '../../objects/service-path.ts';
import { queriedEligibility } from '../../parts/eligibility.ts';
import { formStatus } from '../../parts/form/form-parts.tsx';
import { type RequestContext, requireActor } from '../../parts/request-context.ts';
import type { Routes } from '../../parts/routes.ts';
import { requireService, type ServiceScope } from '../../parts/scope/service-scope.ts';
import { newServiceFields } from './fields.ts';
import { listServices } from './list.tsx';
import { NewServicePage } from './pages/new-page.tsx';
import { ServicePage } from './pages/service-page.tsx';

const createForm = 'services.create:new';
const requestForm = (id: string): string => `services.request:${id}`;

export function mountServices(routes: Routes, deps: PortalDeps): void {
  routes.get('/services', (visit) => listServices(visit, deps));
  routes.get('/services/new', (visit) => {
    requireActor(visit);
    const answers = queriedEligibility(visit);
    if (decideEligibility(answers).kind !== 'eligible') return visit.goTo('/eligibility');
    return showNew(visit, deps, { answers, values: {}, errors: {} });
  });
  routes.post('/services', (visit) => create(visit, deps));
  routes.get('/services/:id', async (visit, params) =>
    showService(visit, deps, await requireService(deps, visit, { params, action: 'request.view' })),
  );
  routes.post('/services/:id/requests', async (visit, params) => {
    const { actor, service } = await requireService(deps, visit, { params, action: 'request.edit' });
    const platform = visit.form(requestForm(service.id)).text('platform');
    if (!isPlatform(platform)) throw new GaranceError('general.bad_request');
    const authorization = authorizationTowards(actor, service.organisationId);
    const input = { serviceId: service.id, platform, ownerId: actor.personId, authorization };
    const request = await refuseSecond(
      deps.store.portal.transaction((tables) => createRequest(tables, deps.clock, input)),
    );
    return visit.goTo(`/requests/${request.id}`);
  });
}

async function showService(visit: RequestContext, { store }: PortalDeps, { service, may }: ServiceScope) {
  const { portal } = store;
  const organisation = await portal.organisations.find(service.organisationId);
  if (organisation === undefined) throw new GaranceError('general.not_found');
  const requests = await portal.requests.ofService(service.id);
  const paths = [];
  for (const platform of platforms) paths.push(await pathOf(portal, service.id, platform));
  const csrf = visit.token(requestForm(service.id));
  const free = platforms.filter((platform) => !hasOpen(requests, platform));
  const inForce = await portal.habilitations.inForce(service.id, 'standard');
  return visit.show(
    <ServicePage
      context={visit.context}
      service={service}
      organisation={organisation}
      paths={paths}
      earlier={requests.filter(({ state }) => !requestLifecycle.states[state].open)}
      requestCsrf={may('request.edit') ? Object.fromEntries(free.map((platform) => [platform, csrf])) : {}}
      mayAddPlus={inForce !== undefined}
    />,
  );
}

function hasOpen(requests: readonly HabilitationRequest[], platform: Platform): boolean {
  return requests.some(
    (request) => request.platform === platform && requestLifecycle.states[request.state].open,
  );
}

/** Organisations in which this person may begin a request. */
async function writableOrganisations({ store }: PortalDeps, actor: Actor): Promise<readonly Organisation[]> {
  const own = actor.memberships.filter(({ role }) => mayDo('request.edit', [role]));
  return store.portal.organisations.findMany(own.map(({ organisationId }) => organisationId));
}

interface NewForm {
  readonly answers: EligibilityAnswers;
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

async function showNew(visit: RequestContext, deps: PortalDeps, { answers, values, errors }: NewForm) {
  const actor = requireActor(visit);
  const accepted = await deps.store.portal.termsAcceptances.ofPerson(actor.personId);
  const acceptance = accepted.find(({ version }) => version === currentTerms.version);
  const page = (
    <NewServicePage
      context={visit.context}
      csrf={visit.token(createForm)}
      answers={answers}
      organisations={await writableOrganisations(deps, actor)}
      personName={actor.name}
      values={values}
      errors={errors}
      {...(acceptance !== undefined && { acceptedAtMs: acceptance.acceptedAtMs })}
    />
  );
  return visit.show(page, formStatus(errors));
}

async function create(visit: RequestContext, deps: PortalDeps) {
  const actor = requireActor(visit);
  const form = visit.form(createForm);
  const answers = readEligibility((name) => form.text(name));
  const verdict = decideEligibility(answers);
  if (verdict.kind !== 'eligible') return visit.goTo('/eligibility');
  const { portal } = deps.store;
  const organisations = await writableOrganisations(deps, actor);
  const hasAccepted = await portal.termsAcceptances.has(actor.personId, currentTerms.version);
  const fields = newServiceFields({ organisations, personName: actor.name, hasAccepted });
  const sent = readForm(fields, form, visit);
  if (!sent.ok) return showNew(visit, deps, { answers, ...sent });
  const { name, organisation } = sent.data;
  const service = await portal.transaction(async (tables) => {
    await acceptTerms(tables, deps.clock, actor.personId);
    return createService(tables, deps.clock, {
      organisationId: organisation,
      name,
      kind: verdict.service,
      eligibility: { ...answers, terms: currentTerms.version },
      actor: actor.personId,
    });
  });
  return visit.goTo(`/services/${service.id}`);
}
