import { afterAll, describe } from 'vitest';
import { describeBelievedOnRead } from '../contract/believed-on-read.ts';
import { durableContract } from '../contract/durable-contract.ts';
import { createTestDatabase, type TestDatabase } from '../contract/postgres-database.ts';
import { describeNodes } from '../contract/postgres-nodes.ts';
import { describeResealing } from '../contract/reseal-contract.ts';
import { describeSecretsAtRest } from '../contract/secrets-at-rest.ts';
import { createVault } from '../vault.ts';
import { connectPostgres } from './connect-postgres.ts';
import { hubMigrations } from './migrations/hub-migrations.ts';
import { openDurableStore } from './open-durable-store.ts';

const serverUrl = process.env.TEST_POSTGRES_URL;
const logger = { warn: () => {}, error: () => {} };

if (serverUrl === undefined) {
  process.stdout.write('PostgreSQL run of the durable store skipped: TEST_POSTGRES_URL is not set.\n');
}

describe.skipIf(serverUrl === undefined)('PostgreSQL (skipped when TEST_POSTGRES_URL is not set)', () => {
  const databases: TestDatabase[] = [];
  const create = async (): Promise<TestDatabase> => {
    const database = await createTestDatabase(serverUrl ?? '');
    databases.push(database);
    return database;
  };
  const vault = createVault(new Uint8Array(32).fill(1));
  const connect = async () =>
    connectPostgres({ url: (await create()).url, migrations: hubMigrations, logger, maxConnections: 4 });
  // Registered first, hence run last: databases are dropped when every store is closed.
  afterAll(async () => {
    for (const database of databases) await database.drop();
  });

  durableContract('PostgreSQL', async (clock) =>
    openDurableStore({ url: (await create()).url, vault, clock }),
  );
  describeSecretsAtRest('PostgreSQL', connect);
  describeBelievedOnRead('PostgreSQL', connect);
  describeResealing('PostgreSQL', connect, true);
  describeNodes(create, vault);
});
