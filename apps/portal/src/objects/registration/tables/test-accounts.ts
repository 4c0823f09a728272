import { anyChanged, type SealedColumn, type StoreLogger, type Vault } from '@garance/store';
import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { writeColumns } from '../../columns.ts';
import type { Tables } from '../../schema.ts';

/** An invented person as whom the developers of one service may sign in, in integration only. */
export interface TestAccount {
  readonly id: string;
  readonly serviceId: string;
  readonly organisationId: string;
  /** At the demo identity providers. */
  readonly login: string;
  /** Claims that the provider returns: the pivot identity, e-mail, usage name (`spec/identity.md`). */
  readonly claims: Readonly<Record<string, string>>;
  readonly createdAtMs: number;
}

export interface TestAccountTable {
  find(id: string): Promise<TestAccount | undefined>;
  /** Oldest first. */
  ofService(serviceId: string): Promise<readonly TestAccount[]>;
  /** All test accounts, oldest first, by pages: `after` is an id. */
  list(page: { readonly after?: string; readonly limit: number }): Promise<readonly TestAccount[]>;
  /** False when the login is taken. */
  create(identity: TestAccount): Promise<boolean>;
  remove(id: string): Promise<void>;
}

const purpose = 'test-identity';
const claimsSchema = z.record(z.string(), z.string());

export const sealedTestIdentities: SealedColumn = {
  table: 'test_identity',
  column: 'sealed_identity',
  key: ['id'],
  purpose,
  context: (id = '') => id,
};

/** Table `test_identity`. Identities are encrypted: partners may enter real names although pages forbid it. */
export function createTestAccountTable(
  db: Kysely<Tables>,
  vault: Vault,
  logger: StoreLogger,
): TestAccountTable {
  const all = () => db.selectFrom('test_identity').selectAll();
  const read = (row: Selectable<Tables['test_identity']>): readonly TestAccount[] => {
    try {
      const claims = claimsSchema.parse(JSON.parse(vault.open(purpose, row.sealed_identity, row.id)));
      const { id, login } = row;
      const createdAtMs = Number(row.created_at_ms);
      return [
        { id, serviceId: row.service_id, organisationId: row.organisation_id, login, claims, createdAtMs },
      ];
    } catch {
      logger.error({ testAccount: row.id }, 'a test account cannot be opened');
      return [];
    }
  };
  return {
    find: async (id) => (await all().where('id', '=', id).execute()).flatMap(read)[0],
    ofService: async (serviceId) =>
      (await all().where('service_id', '=', serviceId).orderBy('created_at_ms').execute()).flatMap(read),
    list: async ({ after, limit }) => {
      let query = all().orderBy('id').limit(limit);
      if (after !== undefined) query = query.where('id', '>', after);
      return (await query.execute()).flatMap(read);
    },
    create: ({ claims, ...account }) =>
      anyChanged(
        db
          .insertInto('test_identity')
          .values({
            ...writeColumns(account),
            sealed_identity: vault.seal(purpose, JSON.stringify(claims), account.id),
          })
          .onConflict((conflict) => conflict.column('login').doNothing()),
      ),
    remove: async (id) => {
      await db.deleteFrom('test_identity').where('id', '=', id).execute();
    },
  };
}
