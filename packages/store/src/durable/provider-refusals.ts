import type { HubId } from '@garance/core';
import { type Kysely, type Selectable, sql } from 'kysely';
import { countChanged } from './changed-rows.ts';
import type { ProviderRefusal, ProviderRefusals } from './contract.ts';
import type { Tables } from './schema.ts';

/** Limit per provider: enough for a diagnosis, independent of the number of logins concerned. */
export const keptRefusals = 200;

/** Table `provider_refusal`: the newest rows of each provider. */
export function createProviderRefusals(db: Kysely<Tables>): ProviderRefusals {
  return {
    append: async (refusals) => {
      if (refusals.length === 0) return;
      await db.insertInto('provider_refusal').values(refusals.map(rowOf)).execute();
      await dropOlder(db);
    },
    list: async ({ platform, environment }, providerId, limit) => {
      const rows = await db
        .selectFrom('provider_refusal')
        .selectAll()
        .where('platform', '=', platform)
        .where('environment', '=', environment)
        .where('provider_id', '=', providerId)
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(readRow);
    },
    purge: (beforeMs) => countChanged(db.deleteFrom('provider_refusal').where('at_ms', '<', beforeMs)),
  };
}

/** Deletes all but the newest rows of each provider. The table is bounded, so the query reads little. */
async function dropOlder(db: Kysely<Tables>): Promise<void> {
  await sql`
    delete from provider_refusal where id in (
      select id from (
        select id, row_number() over (
          partition by platform, environment, provider_id order by id desc
        ) as place from provider_refusal
      ) as placed where place > ${keptRefusals}
    )`.execute(db);
}

function rowOf({ hub, providerId, atMs, error, check, providerError }: ProviderRefusal) {
  const { platform, environment }: HubId = hub;
  return {
    platform,
    environment,
    provider_id: providerId,
    at_ms: atMs,
    error,
    check_name: check ?? null,
    provider_error: providerError?.error ?? null,
    provider_description: providerError?.description ?? null,
  };
}

function readRow(row: Selectable<Tables['provider_refusal']>): ProviderRefusal {
  const providerError = {
    ...(row.provider_error !== null && { error: row.provider_error }),
    ...(row.provider_description !== null && { description: row.provider_description }),
  };
  return {
    hub: { platform: row.platform, environment: row.environment },
    providerId: row.provider_id,
    atMs: Number(row.at_ms),
    error: row.error,
    ...(row.check_name !== null && { check: row.check_name }),
    ...(Object.keys(providerError).length > 0 && { providerError }),
  };
}
