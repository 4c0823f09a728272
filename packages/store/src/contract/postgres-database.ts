import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface TestDatabase {
  readonly url: string;
  /** Runs one statement in the database as an outsider. */
  run(statement: string): Promise<void>;
  /** Does `work` while an outsider's open transaction has run the statement, which is then rolled back. */
  during<T>(statement: string, work: () => Promise<T>): Promise<T>;
  drop(): Promise<void>;
}

/** Makes a database of its own on the server of the given address, to be dropped afterwards. */
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
