/** Webhook endpoints: create, enable, disable, and their calls with each attempt. */
import { randomBytes, randomUUID } from 'node:crypto';
import { GaranceError } from '@garance/core';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../deps.ts';
import type { WebhookCall } from '../../objects/datapass/tables/webhook-calls.ts';
import type { WebhookEndpoint } from '../../objects/datapass/tables/webhook-endpoints.ts';
import type { FormValues } from '../../objects/form/field.ts';
import { readForm } from '../../objects/form/read-form.ts';
import type { FieldErrors } from '../../objects/form.ts';
import { datapassEvents } from '../../objects/request/datapass-fields.ts';
import { requireId } from '../../objects/require-id.ts';
import { formStatus } from '../../parts/form/form-parts.tsx';
import type { PathParams } from '../../parts/handler.ts';
import { queryText } from '../../parts/query-text.ts';
import { pageSizes, readPage, sequenceCursor } from '../../parts/queue/read-page.ts';
import type { RequestContext } from '../../parts/request-context.ts';
import type { Routes } from '../../parts/routes.ts';
import { endpointFields } from './endpoint-fields.ts';
import { CallPage, EndpointPage, EndpointSecretPage, NewEndpointPage } from './pages/endpoint-pages.tsx';
import { requireWebhookManager } from './webhook-manager.ts';

const path = '/administration/webhooks';
const newForm = 'webhook.endpoint:new';

export function mountEndpoints(routes: Routes, deps: PortalDeps): void {
  routes.get(`${path}/endpoints/new`, (visit) => {
    manager(visit);
    return showNew(deps, visit, {
      id: randomUUID(),
      values: { url: '', events: datapassEvents },
      errors: {},
    });
  });
  routes.post(`${path}/endpoints`, (visit) => create(deps, visit));
  routes.get(`${path}/endpoints/:id`, (visit, params) => showEndpoint(deps, visit, params));
  routes.post(`${path}/endpoints/:id`, (visit, params) => change(deps, visit, params));
  routes.get(`${path}/calls/:sequence`, (visit, params) => showCall(deps, visit, params));
  routes.post(`${path}/calls/:sequence/replay`, (visit, params) => again(deps, visit, params));
}

const manager = (visit: RequestContext): string => requireWebhookManager(visit).personId;

interface NewEndpoint {
  readonly id: string;
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

function showNew({ outbound }: PortalDeps, visit: RequestContext, shown: NewEndpoint): FastifyReply {
  const fields = endpointFields(outbound.policy);
  const page = (
    <NewEndpointPage context={visit.context} csrf={visit.token(newForm)} fields={fields} {...shown} />
  );
  return visit.show(page, formStatus(shown.errors));
}

async function create(deps: PortalDeps, visit: RequestContext): Promise<FastifyReply> {
  const actor = manager(visit);
  const form = visit.form(newForm);
  const id = requireId(form.text('id'));
  const fields = endpointFields(deps.outbound.policy);
  const sent = readForm(fields, form, visit);
  if (!sent.ok) return showNew(deps, visit, { id, ...sent });
  const { url, events } = sent.data;
  const secret = randomBytes(32).toString('base64url');
  const atMs = deps.clock.now();
  await deps.store.portal.transaction(async (tables) => {
    if ((await tables.webhookEndpoints.find(id)) !== undefined)
      throw new GaranceError('portal.changed_meanwhile');
    await tables.webhookEndpoints.create({ id, url, events, createdAtMs: atMs }, secret);
    await tables.audit.append({
      atMs,
      actor,
      action: 'webhook.create',
      object: 'webhook-endpoint',
      objectId: id,
    });
  });
  return visit.show(<EndpointSecretPage context={visit.context} endpoint={{ id, url }} secret={secret} />);
}

async function findEndpoint({ store }: PortalDeps, { id }: PathParams): Promise<WebhookEndpoint> {
  const endpoint = await store.portal.webhookEndpoints.find(requireId(id));
  if (endpoint === undefined) throw new GaranceError('general.not_found');
  return endpoint;
}

async function showEndpoint(
  deps: PortalDeps,
  visit: RequestContext,
  params: PathParams,
): Promise<FastifyReply> {
  manager(visit);
  const endpoint = await findEndpoint(deps, params);
  const page = await readPage(visit, {
    path: `${path}/endpoints/${endpoint.id}`,
    size: pageSizes.queue,
    direction: 'before',
    cursor: sequenceCursor,
    read: (at) => deps.store.portal.webhookCalls.list({ ...at, endpointId: endpoint.id }),
    placeOf: ({ sequence }) => sequence,
  });
  return visit.show(
    <EndpointPage
      context={{ ...visit.context, path: page.currentHref }}
      endpoint={endpoint}
      page={page}
      csrf={visit.token(`webhook.endpoint:${endpoint.id}`)}
      isChanged={queryText(visit, 'done') === 'changed'}
    />,
  );
}

async function change(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const actor = manager(visit);
  const { id } = await findEndpoint(deps, params);
  const enabled = visit.form(`webhook.endpoint:${id}`).text('enabled') === 'yes';
  await deps.store.portal.transaction(async (tables) => {
    await tables.webhookEndpoints.setEnabled(id, enabled);
    await tables.audit.append({
      atMs: deps.clock.now(),
      actor,
      action: 'webhook.change',
      object: 'webhook-endpoint',
      objectId: id,
      detail: { enabled },
    });
  });
  return visit.goTo(`${path}/endpoints/${id}?done=changed`);
}

async function findCall({ store }: PortalDeps, { sequence }: PathParams): Promise<WebhookCall> {
  const isSequence = /^\d{1,15}$/.test(sequence ?? '');
  const [call] = isSequence
    ? await store.portal.webhookCalls.list({ before: Number(sequence) + 1, limit: 1 })
    : [];
  if (call === undefined || call.sequence !== Number(sequence)) throw new GaranceError('general.not_found');
  return call;
}

async function showCall(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  manager(visit);
  const call = await findCall(deps, params);
  const page = (
    <CallPage
      context={visit.context}
      call={call}
      attempts={await deps.store.portal.webhookCalls.attempts(call.id)}
      csrf={visit.token(`webhook.call:${call.id}`)}
      isQueued={queryText(visit, 'done') === 'queued'}
    />
  );
  return visit.show(page);
}

async function again(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const actor = manager(visit);
  const call = await findCall(deps, params);
  visit.form(`webhook.call:${call.id}`);
  await deps.store.portal.transaction(async (tables) => {
    await tables.webhookCalls.replay(call.id, deps.clock.now());
    await tables.audit.append({
      atMs: deps.clock.now(),
      actor,
      action: 'webhook.call-again',
      object: 'webhook-call',
      objectId: call.id,
    });
  });
  return visit.goTo(`${path}/calls/${call.sequence}?done=queued`);
}
