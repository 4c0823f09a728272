/** `/administration/webhooks`: incoming and outgoing calls, for operators with a second factor. */
import { GaranceError } from '@garance/core';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../deps.ts';
import { replayDelivery } from '../../objects/datapass/receive.ts';
import type { DatapassDelivery } from '../../objects/datapass/tables/datapass-deliveries.ts';
import type { PathParams } from '../../parts/handler.ts';
import { queryText } from '../../parts/query-text.ts';
import { pageSizes, readPage, sequenceCursor } from '../../parts/queue/read-page.ts';
import type { RequestContext } from '../../parts/request-context.ts';
import type { Routes } from '../../parts/routes.ts';
import { mountEndpoints } from './endpoint-routes.tsx';
import { DeliveryListPage, DeliveryPage, deliveryStates } from './pages/delivery-pages.tsx';
import { requireWebhookManager } from './webhook-manager.ts';

const path = '/administration/webhooks';

export function mountWebhookAdministration(routes: Routes, deps: PortalDeps): void {
  routes.get(path, (visit) => showList(deps, visit));
  routes.get(`${path}/received/:hash`, (visit, params) => showDelivery(deps, visit, params));
  routes.post(`${path}/received/:hash/replay`, (visit, params) => replay(deps, visit, params));
  mountEndpoints(routes, deps);
}

async function showList(deps: PortalDeps, visit: RequestContext): Promise<FastifyReply> {
  requireWebhookManager(visit);
  const { portal } = deps.store;
  const state = deliveryStates.find((name) => name === queryText(visit, 'state'));
  const remote = queryText(visit, 'remote');
  const page = await readPage(visit, {
    path,
    kept: { state: state ?? '', remote },
    size: pageSizes.queue,
    direction: 'before',
    cursor: sequenceCursor,
    read: (at) =>
      portal.datapassDeliveries.list({
        ...at,
        ...(state !== undefined && { state }),
        ...(remote !== '' && { remoteId: remote }),
      }),
    placeOf: ({ sequence }) => sequence,
  });
  return visit.show(
    <DeliveryListPage
      context={{ ...visit.context, path: page.currentHref }}
      address={`${deps.config.origin}/datapass/webhook`}
      isConfigured={deps.config.datapassSecret !== undefined}
      filters={{ state: state ?? '', remote }}
      page={page}
      endpoints={await portal.webhookEndpoints.list()}
    />,
  );
}

async function findDelivery({ store }: PortalDeps, { hash }: PathParams): Promise<DatapassDelivery> {
  const isHash = /^[0-9a-f]{64}$/.test(hash ?? '');
  const delivery = isHash ? await store.portal.datapassDeliveries.find(hash ?? '') : undefined;
  if (delivery === undefined) throw new GaranceError('general.not_found');
  return delivery;
}

async function showDelivery(
  deps: PortalDeps,
  visit: RequestContext,
  params: PathParams,
): Promise<FastifyReply> {
  const { personId } = requireWebhookManager(visit);
  const { portal } = deps.store;
  const delivery = await findDelivery(deps, params);
  const done = queryText(visit, 'done');
  const link = await portal.datapassRequests.find(delivery.remoteId);
  // The page shows people's names and addresses: each view is recorded.
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

async function replay(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
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
