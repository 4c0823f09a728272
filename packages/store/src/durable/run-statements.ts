import type { Client } from 'pg';

/**
 * Runs SQL in one transaction on a separate connection, without a time limit: for the owner of the tables.
 * @param url `postgres://…`
 * @throws the error of PostgreSQL, with its `code`; nothing is changed then
 */
export function runStatements(url: string, statements: readonly string[]): Promise<void> {
  return withClient(url, async (client) => {
    await client.query(['begin', ...statements, 'commit'].join(';\n'));
  });
}

/** Whether the database has no user table. @throws the error of PostgreSQL */
export function isEmptyDatabase(url: string): Promise<boolean> {
  const tables = `select count(*)::int as count from information_schema.tables
    where table_schema not in ('pg_catalog', 'information_schema')`;
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ readonly count: number }>(tables);
    return rows[0]?.count === 0;
  });
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, application_name: 'garance' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
