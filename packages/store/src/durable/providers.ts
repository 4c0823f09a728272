import { GaranceError, type Provider, providerSchema } from '@garance/core';
import type { Kysely, Selectable } from 'kysely';
import type { Vault } from '../vault.ts';
import { anyChanged } from './changed-rows.ts';
import { changeConfiguration } from './configuration-revision.ts';
import type { ProviderStore, StoreLogger } from './contract.ts';
import type { SealedColumn } from './reseal.ts';
import type { Tables } from './schema.ts';

type Row = Selectable<Tables['provider']>;

const purpose = 'provider-client-secret';

/** Encryption context: a secret copied to another provider's row cannot be opened, and so is not sent to that provider. */
function place(hub: { readonly platform: string; readonly environment: string }, id: string): string {
  return `${hub.platform}/${hub.environment}/${id}`;
}

export const sealedProviderSecrets: SealedColumn = {
  table: 'provider',
  column: 'sealed_client_secret',
  key: ['platform', 'environment', 'id'],
  purpose,
  context: (platform = '', environment = '', id = '') => place({ platform, environment }, id),
};

/** Table `provider`. */
export function createProviderStore(db: Kysely<Tables>, vault: Vault, logger: StoreLogger): ProviderStore {
  return {
    list: async (hub) => {
      const rows = await db
        .selectFrom('provider')
        .selectAll()
        .where('platform', '=', hub.platform)
        .where('environment', '=', hub.environment)
        .orderBy('display_order')
        .orderBy('id')
        .execute();
      return rows.flatMap((row) => readable(row, vault, logger));
    },
    put: async (provider) => {
      const { clientSecret, ...document } = providerSchema.parse(provider);
      const { platform, environment, id, status } = document;
      const values = {
        status,
        display_order: document.displayOrder,
        document: JSON.stringify(document),
        sealed_client_secret: vault.seal(purpose, clientSecret, place(document, id)),
      };
      await changeConfiguration(db, (trx) =>
        trx
          .insertInto('provider')
          .values({ platform, environment, id, ...values })
          .onConflict((conflict) => conflict.columns(['platform', 'environment', 'id']).doUpdateSet(values))
          .execute(),
      );
    },
    setStatus: (hub, id, status) =>
      changeConfiguration(db, async (trx) => {
        const update = trx
          .updateTable('provider')
          .set({ status })
          .where('platform', '=', hub.platform)
          .where('environment', '=', hub.environment)
          .where('id', '=', id);
        if (!(await anyChanged(update))) throw new GaranceError('store.not_found', { detail: 'provider' });
      }),
  };
}

/** Hub, id and status come from the columns. A row that cannot be opened or breaks the schema is left out and logged. */
function readable(row: Row, vault: Vault, logger: StoreLogger): readonly Provider[] {
  const { platform, environment, id, status } = row;
  const document = typeof row.document === 'object' ? row.document : {};
  const clientSecret = openSecret(row, vault);
  const parsed = providerSchema.safeParse({ ...document, platform, environment, id, status, clientSecret });
  if (parsed.success) return [parsed.data];
  const fields = parsed.error.issues.map((issue) => issue.path.join('.'));
  logger.error({ provider: id, platform, environment, fields }, 'an identity provider is not readable');
  return [];
}

function openSecret(row: Row, vault: Vault): string | undefined {
  try {
    return vault.open(purpose, row.sealed_client_secret, place(row, row.id));
  } catch {
    return undefined;
  }
}
