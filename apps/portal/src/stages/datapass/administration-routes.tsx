/** `/administration/webhooks`: what came in and what goes out, for operators with their second factor. */
import { GaranceError } from '@garance/core';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../deps.ts';
import { replayDelivery } from '../../objects/datapass/receive.ts';
import type { DatapassDelivery } from '../../objects/datapass/tables/datapass-deliveries.ts';
import type { PathParams, Routes } from '../../parts/routes.ts';
import type { Visit } from '../../parts/visit.ts';
import { mountEndpoints } from './endpoint-routes.tsx';
import { DeliveryListPage, DeliveryPage, deliveryStates } from './pages/delivery-pages.tsx';
import { readPage } from './read-page.ts';
import { requireWebhookManager } from './webhook-manager.ts';

const path = '/administration/webhooks';

export function mountWebhookAdministration(routes: Routes, deps: PortalDeps): void {
  routes.get(path, (visit) => showList(deps, visit));
  routes.get(`${path}/received/:hash`, (visit, params) => showDelivery(deps, visit, params));
  routes.post(`${path}/received/:hash/replay`, (visit, params) => replay(deps, visit, params));
  mountEndpoints(routes, deps);
}

async function showList(deps: PortalDeps, visit: Visit): Promise<FastifyReply> {
  requireWebhookManager(visit);
  const { portal } = deps.store;
  const query = visit.request.query as Readonly<Record<string, unknown>>;
  const state = deliveryStates.find((known) => known === query.state);
  const remote = typeof query.remote === 'string' ? query.remote.trim().slice(0, 100) : '';
  const { items, next } = await readPage(query.before, (page) =>
    portal.datapassDeliveries.list({
      ...page,
      ...(state !== undefined && { state }),
      ...(remote !== '' && { remoteId: remote }),
    }),
  );
  const filters = new URLSearchParams({
    ...(state !== undefined && { state }),
    ...(remote !== '' && { remote }),
    ...(next !== undefined && { before: next }),
  });
  const page = (
    <DeliveryListPage
      context={visit.context}
      address={`${deps.config.origin}/datapass/webhook`}
      isConfigured={deps.config.datapassSecret !== undefined}
      filters={{ state: state ?? '', remote }}
      deliveries={items}
      nextHref={next === undefined ? undefined : `${path}?${filters.toString()}`}
      endpoints={await portal.webhookEndpoints.list()}
    />
  );
  return visit.show(page);
}

async function findDelivery({ store }: PortalDeps, { hash }: PathParams): Promise<DatapassDelivery> {
  const known = /^[0-9a-f]{64}$/.test(hash ?? '');
  const delivery = known ? await store.portal.datapassDeliveries.find(hash ?? '') : undefined;
  if (delivery === undefined) throw new GaranceError('general.not_found');
  return delivery;
}

async function showDelivery(deps: PortalDeps, visit: Visit, params: PathParams): Promise<FastifyReply> {
  const { personId } = requireWebhookManager(visit);
  const { portal } = deps.store;
  const delivery = await findDelivery(deps, params);
  const { done } = visit.request.query as Readonly<Record<string, unknown>>;
  const link = await portal.datapassRequests.find(delivery.remoteId);
  // The page shows people's names and addresses: that somebody looked is on record.
  await portal.transaction(({ audit }) =>
    audit.append({
      atMs: deps.clock.now(),
      actor: personId,
      action: 'webhook.view',
      object: 'datapass-delivery',
      objectId: delivery.bodyHash,
    }),
  );
  const page = (
    <DeliveryPage
      context={visit.context}
      delivery={delivery}
      body={(await portal.datapassDeliveries.body(delivery.bodyHash)) ?? ''}
      requestId={link?.requestId}
      csrf={visit.token(`webhook.replay:${delivery.bodyHash}`)}
      done={done === 'replayed' || done === 'failed' ? done : undefined}
    />
  );
  return visit.show(page);
}

async function replay(deps: PortalDeps, visit: Visit, params: PathParams): Promise<FastifyReply> {
  const { personId } = requireWebhookManager(visit);
  const { bodyHash } = await findDelivery(deps, params);
  visit.form(`webhook.replay:${bodyHash}`);
  const done = await replayDelivery(deps, bodyHash).then(
    () => 'replayed' as const,
    (error: unknown) => {
      if (error instanceof GaranceError) return 'failed' as const;
      throw error;
    },
  );
  await deps.store.portal.transaction(({ audit }) =>
    audit.append({
      atMs: deps.clock.now(),
      actor: personId,
      action: 'webhook.replay',
      object: 'datapass-delivery',
      objectId: bodyHash,
      detail: { done },
    }),
  );
  return visit.goTo(`${path}/received/${bodyHash}?done=${done}`);
}
