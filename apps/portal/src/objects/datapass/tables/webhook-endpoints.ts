import type { SealedColumn, Vault } from '@garance/store';
import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { readColumns } from '../../columns.ts';
import type { Tables } from '../../schema.ts';

const purpose = 'webhook-secret';

/** An external system that receives events of requests. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly enabled: boolean;
  readonly createdAtMs: number;
}

export interface WebhookEndpoints {
  create(endpoint: Omit<WebhookEndpoint, 'enabled'>, secret: string): Promise<void>;
  find(id: string): Promise<WebhookEndpoint | undefined>;
  list(): Promise<readonly WebhookEndpoint[]>;
  /** Enabled endpoints that subscribed to this event. */
  listening(event: string): Promise<readonly WebhookEndpoint[]>;
  setEnabled(id: string, enabled: boolean): Promise<void>;
  /** HMAC key of calls to it. */
  secret(id: string): Promise<string>;
}

const eventsSchema = z.array(z.string());

export const sealedWebhookSecrets: SealedColumn = {
  table: 'webhook_endpoint',
  column: 'sealed_secret',
  key: ['id'],
  purpose,
  context: (id = '') => id,
};

/** Table `webhook_endpoint`: secrets are sealed. */
export function createWebhookEndpoints(db: Kysely<Tables>, vault: Vault): WebhookEndpoints {
  const all = async () => {
    const rows = await db.selectFrom('webhook_endpoint').selectAll().orderBy('created_at_ms').execute();
    return rows.map(readRow);
  };
  return {
    create: async ({ id, url, events, createdAtMs }, secret) => {
      await db
        .insertInto('webhook_endpoint')
        .values({
          id,
          url,
          events: JSON.stringify(events),
          sealed_secret: vault.seal(purpose, secret, id),
          enabled: true,
          created_at_ms: createdAtMs,
        })
        .execute();
    },
    find: async (id) => {
      const row = await db.selectFrom('webhook_endpoint').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : readRow(row);
    },
    list: all,
    listening: async (event) =>
      (await all()).filter((endpoint) => endpoint.enabled && endpoint.events.includes(event)),
    setEnabled: async (id, enabled) => {
      await db.updateTable('webhook_endpoint').set({ enabled }).where('id', '=', id).execute();
    },
    secret: async (id) => {
      const row = await db
        .selectFrom('webhook_endpoint')
        .select('sealed_secret')
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      return vault.open(purpose, row.sealed_secret, id);
    },
  };
}

function readRow(row: Selectable<Tables['webhook_endpoint']>): WebhookEndpoint {
  return {
    ...readColumns(row),
    events: eventsSchema.parse(row.events),
  };
}
