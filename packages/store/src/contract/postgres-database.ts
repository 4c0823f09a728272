import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface TestDatabase {
  readonly url: string;
  /** Runs one statement on a connection outside the store. */
  run(statement: string): Promise<void>;
  /** Runs `work` while a transaction outside the store has executed the statement; it is rolled back afterwards. */
  during<T>(statement: string, work: () => Promise<T>): Promise<T>;
  drop(): Promise<void>;
}

/** Creates a database on the server at the given address; the caller drops it. */
export async function createTestDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `garance_test_${randomBytes(6).toString('hex')}`;
  await runOn(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    run: (statement) => runOn(url.href, statement),
    during: (statement, work) => during(url.href, statement, work),
    drop: () => runOn(serverUrl, `drop database ${name} with (force)`),
  };
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
