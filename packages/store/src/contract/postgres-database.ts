import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { connectPostgres } from '../durable/connect-postgres.ts';
import type { Migrations } from '../durable/migrations/migrate.ts';

export interface TestDatabase {
  readonly url: string;
  /** Runs one statement on a connection outside the store. */
  run(statement: string): Promise<void>;
  /** Runs `work` while a transaction outside the store has executed the statement; it is rolled back afterwards. */
  during<T>(statement: string, work: () => Promise<T>): Promise<T>;
  count(table: string): Promise<number>;
  /** Names of a table's columns that can be written; of none when there is no such table. */
  columns(table: string): Promise<readonly string[]>;
  drop(): Promise<void>;
}

const logger = { warn: () => {}, error: () => {} };

/**
 * Creates a database on the server at the given address; the caller drops it.
 * @param migrations applied to it; none: it is empty
 */
export async function createTestDatabase(serverUrl: string, migrations?: Migrations): Promise<TestDatabase> {
  const name = `garance_test_${randomBytes(6).toString('hex')}`;
  await runOn(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  if (migrations !== undefined) {
    const connection = await connectPostgres({ url: url.href, migrations, logger, maxConnections: 1 });
    await connection.close();
  }
  return {
    url: url.href,
    run: (statement) => runOn(url.href, statement),
    during: (statement, work) => during(url.href, statement, work),
    count: (table) =>
      withClient(url.href, async (client) => {
        const { rows } = await client.query<{ count: string }>(
          `select count(*) from ${client.escapeIdentifier(table)}`,
        );
        return Number(rows[0]?.count);
      }),
    columns: (table) =>
      withClient(url.href, async (client) => {
        const { rows } = await client.query<{ column_name: string }>(
          `select column_name from information_schema.columns
          where table_name = $1 and is_identity = 'NO'`,
          [table],
        );
        return rows.map((row) => row.column_name);
      }),
    drop: () => runOn(serverUrl, `drop database ${name} with (force)`),
  };
}

/**
 * Tries each statement on one connection, each in a transaction that is rolled back unless it makes a temporary table.
 * @returns the code of each one's error, in their order; undefined where there was none
 */
export function tryStatements(
  url: string,
  statements: readonly string[],
): Promise<readonly (string | undefined)[]> {
  return withClient(url, async (client) => {
    const codes: (string | undefined)[] = [];
    for (const statement of statements) {
      const lasts = /temporary table|into sign_in_partition/.test(statement);
      await client.query(lasts ? 'select 1' : 'begin');
      try {
        await client.query(statement);
        codes.push(undefined);
      } catch (error) {
        codes.push(error instanceof pg.DatabaseError ? error.code : String(error));
      }
      await client.query('rollback');
    }
    return codes;
  });
}

async function during<T>(url: string, statement: string, work: () => Promise<T>): Promise<T> {
  return withClient(url, async (client) => {
    await client.query('begin');
    await client.query(statement);
    return work();
  });
}

function runOn(url: string, statement: string): Promise<void> {
  return withClient(url, async (client) => {
    await client.query(statement);
  });
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'garance-test' });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
