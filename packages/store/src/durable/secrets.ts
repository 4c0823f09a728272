import type { Kysely } from 'kysely';
import type { Vault } from '../vault.ts';
import type { SecretStore } from './contract.ts';
import type { SealedColumn } from './reseal.ts';
import type { Tables } from './schema.ts';

const purpose = 'secret';

interface NamedSecrets extends SecretStore {
  find(name: string): Promise<Uint8Array | undefined>;
}

export const sealedSecrets: SealedColumn = {
  table: 'secret',
  column: 'sealed_value',
  key: ['name'],
  purpose,
  context: (name = '') => name,
};

/** Table `secret`: random keys created once, such as the subject key of an environment. */
export function createSecretStore(db: Kysely<Tables>, vault: Vault): NamedSecrets {
  const find = async (name: string): Promise<Uint8Array | undefined> => {
    const row = await db
      .selectFrom('secret')
      .select('sealed_value')
      .where('name', '=', name)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    return Buffer.from(vault.open(purpose, row.sealed_value, name), 'base64');
  };
  return {
    find,
    getOrCreate: async (name, make) => {
      const existing = await find(name);
      if (existing !== undefined) return existing;
      const made = Buffer.from(make()).toString('base64');
      // Of several nodes that create it at the same time, the first insert stays, and all read that one.
      await db
        .insertInto('secret')
        .values({ name, sealed_value: vault.seal(purpose, made, name) })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .execute();
      const stored = await find(name);
      if (stored === undefined) throw new Error(`secret ${name} vanished while being made`);
      return stored;
    },
  };
}
