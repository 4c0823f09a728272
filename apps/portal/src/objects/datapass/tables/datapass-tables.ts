import type { Vault } from '@garance/store';
import type { Kysely } from 'kysely';
import type { Tables } from '../../schema.ts';
import { createDatapassDeliveries, type DatapassDeliveries } from './datapass-deliveries.ts';
import { createDatapassRequests, type DatapassRequests } from './datapass-requests.ts';
import { createWebhookCalls, type WebhookCalls } from './webhook-calls.ts';
import { createWebhookEndpoints, type WebhookEndpoints } from './webhook-endpoints.ts';

/** Webhooks in and out. */
export interface DatapassTables {
  readonly datapassDeliveries: DatapassDeliveries;
  readonly datapassRequests: DatapassRequests;
  readonly webhookEndpoints: WebhookEndpoints;
  readonly webhookCalls: WebhookCalls;
}

export function datapassTables(db: Kysely<Tables>, vault: Vault): DatapassTables {
  return {
    datapassDeliveries: createDatapassDeliveries(db, vault),
    datapassRequests: createDatapassRequests(db, vault),
    webhookEndpoints: createWebhookEndpoints(db, vault),
    webhookCalls: createWebhookCalls(db, vault),
  };
}
