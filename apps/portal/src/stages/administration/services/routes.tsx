/** `/administration/services`: every published registration, suspended and resumed with a reason. */

import { GaranceError, type HubId } from '@garance/core';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../../deps.ts';
import { type Actor, authorizationTowards } from '../../../objects/account/actor.ts';
import { record } from '../../../objects/account/record-act.ts';
import { blankOf, type FormValues } from '../../../objects/form/field.ts';
import { readForm } from '../../../objects/form/read-form.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import { findHub, hubSlug, hubsOf } from '../../../objects/hubs.ts';
import type { PortalTables } from '../../../objects/portal-store.ts';
import { resumeService, suspendService } from '../../../objects/registration/registrations.ts';
import type { RegistrationSummary } from '../../../objects/registration/tables/registration-search.ts';
import { formStatus } from '../../../parts/form/form-parts.tsx';
import type { PathParams } from '../../../parts/handler.ts';
import { queryText } from '../../../parts/query-text.ts';
import { pageSizes, readPage, textCursor } from '../../../parts/queue/read-page.ts';
import type { RequestContext } from '../../../parts/request-context.ts';
import type { Routes } from '../../../parts/routes.ts';
import { requireStaff } from '../operator.ts';
import { accessFields } from './fields.ts';
import { ServiceListPage, ServicePage } from './pages.tsx';

const root = '/administration/services';
const formId = (event: 'suspend' | 'resume', id: string) => `administration.${event}-service:${id}`;

export function mountServicesAdministration(routes: Routes, deps: PortalDeps): void {
  routes.get(root, (visit) => showList(deps, visit));
  routes.get(`${root}/:id`, async (visit, params) =>
    showOne(deps, visit, {
      ...(await enter(deps, visit, params)),
      values: blankOf(accessFields),
      errors: {},
    }),
  );
  for (const event of ['suspend', 'resume'] as const) {
    routes.post(`${root}/:id/${event}`, (visit, params) => change(deps, visit, { params, event }));
  }
}

async function showList({ store, environments }: PortalDeps, visit: RequestContext): Promise<FastifyReply> {
  requireStaff(visit, 'service.manage');
  const hubs = hubsOf(environments);
  const hub = findHub(environments, queryText(visit, 'hub')) ?? hubs[0];
  if (hub === undefined) throw new GaranceError('general.not_found');
  const text = queryText(visit, 'text');
  const requestedStatus = queryText(visit, 'status');
  const status =
    requestedStatus === 'active' || requestedStatus === 'suspended' ? requestedStatus : undefined;
  const page = await readPage(visit, {
    path: root,
    kept: { hub: hubSlug(hub), text, status: status ?? '' },
    size: pageSizes.queue,
    direction: 'after',
    cursor: textCursor,
    read: (at) =>
      store.portal.registrationSearch.list({ hub, text, ...(status !== undefined && { status }), ...at }),
    placeOf: ({ clientId }) => clientId,
  });
  const organisations = await store.portal.organisations.findMany(page.rows.map((row) => row.organisationId));
  return visit.show(
    <ServiceListPage
      visit={visit}
      hubs={hubs}
      hub={hub}
      text={text}
      status={status ?? ''}
      page={page}
      organisationOf={(id) => organisations.find((organisation) => organisation.id === id)?.name ?? ''}
    />,
  );
}

interface Scene {
  readonly actor: Actor;
  readonly registration: RegistrationSummary;
}

async function enter({ store }: PortalDeps, visit: RequestContext, { id = '' }: PathParams): Promise<Scene> {
  const actor = requireStaff(visit, 'service.manage');
  if (!/^[\w.-]{1,100}$/.test(id)) throw new GaranceError('general.not_found');
  const registration = await store.portal.registrationSearch.find(id);
  if (registration === undefined) throw new GaranceError('general.not_found');
  requireStaff(visit, 'service.manage', registration.organisationId);
  return { actor, registration };
}

async function showOne(
  { store }: PortalDeps,
  visit: RequestContext,
  { registration, values, errors }: Scene & { readonly values: FormValues; readonly errors: FieldErrors },
): Promise<FastifyReply> {
  const { portal } = store;
  const access = await portal.clientRegistrations.find(registration.id);
  const event = (access?.state ?? registration.status) === 'active' ? 'suspend' : 'resume';
  const page = (
    <ServicePage
      visit={visit}
      path={`${root}/${registration.id}`}
      registration={registration}
      access={access}
      service={await portal.services.find(registration.serviceId)}
      organisation={await portal.organisations.find(registration.organisationId)}
      event={event}
      csrf={visit.token(formId(event, registration.id))}
      values={values}
      errors={errors}
    />
  );
  return visit.show(page, formStatus(errors));
}

interface Change {
  readonly params: PathParams;
  readonly event: 'suspend' | 'resume';
}

async function change(
  deps: PortalDeps,
  visit: RequestContext,
  { params, event }: Change,
): Promise<FastifyReply> {
  const scene = await enter(deps, visit, params);
  const { actor, registration } = scene;
  const sent = readForm(accessFields, visit.form(formId(event, registration.id)), visit);
  if (!sent.ok) return showOne(deps, visit, { ...scene, ...sent });
  const { reason } = sent.data;
  await deps.store.portal.transaction(async (tables) => {
    const changed = await ofPartner(tables, deps, { actor, registration, event, ...sent.data });
    if (changed > 0) return;
    // A registration that is not managed here (seeded, imported) has no client registration in the partner space.
    if ((await tables.clientRegistrations.find(registration.id)) !== undefined)
      throw new GaranceError('portal.not_now');
    const to = event === 'suspend' ? 'suspended' : 'active';
    if (registration.status === to) throw new GaranceError('portal.not_now', { detail: to });
    await tables.registrations.setStatus(registration.id, to);
    const act = { actor, action: `registration.${event}`, object: 'registration', objectId: registration.id };
    await record(tables, deps, { ...act, detail: { reason } });
  });
  return visit.goTo(`${root}/${registration.id}?done=${event === 'suspend' ? 'suspended' : 'resumed'}`);
}

interface PartnerChange extends Scene {
  readonly event: 'suspend' | 'resume';
  readonly reason: string;
  readonly everywhere: boolean;
}

function ofPartner(
  tables: PortalTables,
  deps: PortalDeps,
  { actor, registration, event, reason, everywhere }: PartnerChange,
): Promise<number> {
  const { hub, serviceId } = registration;
  const where: Partial<HubId> = everywhere ? {} : hub;
  const authorization = authorizationTowards(actor, registration.organisationId);
  const order = { deps, serviceId, ...where, actor: actor.personId, authorization, reason };
  return event === 'suspend' ? suspendService(tables, order) : resumeService(tables, order);
}
