/** The databases on which the tests of tables run: the embedded one always, PostgreSQL when a test server is configured. */
import { connectPostgres } from '../durable/connect-postgres.ts';
import type { DatabaseConnection } from '../durable/connection.ts';
import type { Migrations } from '../durable/migrations/migrate.ts';
import { leaseDatabase } from './leased-database.ts';
import { createTestDatabase } from './postgres-database.ts';

export interface TestDatabaseKind {
  /** Name in test titles. */
  readonly name: string;
  /** An empty, migrated database for one test, removed when the connection is closed. */
  connect(): Promise<DatabaseConnection>;
}

const logger = { warn: () => {}, error: () => {} };

/** The embedded database with these migrations. */
export function embeddedDatabase(migrations: Migrations): TestDatabaseKind {
  return { name: 'PGlite', connect: () => leaseDatabase(migrations) };
}

/** @param serverUrl a server on which databases may be created */
export function postgresServer(serverUrl: string, migrations: Migrations): TestDatabaseKind {
  return {
    name: 'PostgreSQL',
    connect: async () => {
      const database = await createTestDatabase(serverUrl);
      const connection = await connectPostgres({ url: database.url, migrations, logger, maxConnections: 4 });
      return {
        ...connection,
        close: async () => {
          await connection.close();
          await database.drop();
        },
      };
    },
  };
}

/** For `describe.each`. TEST_POSTGRES_URL is the address of the server; without it only the embedded database. */
export function testDatabases(migrations: Migrations): readonly TestDatabaseKind[] {
  const servers = [process.env.TEST_POSTGRES_URL ?? []].flat();
  return [embeddedDatabase(migrations), ...servers.map((url) => postgresServer(url, migrations))];
}
