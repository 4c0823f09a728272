/**
 * Runs SQL in one transaction on a connection of its own, with no time limit: for the owner of the tables.
 * @param url `postgres://…`
 * @throws the error of PostgreSQL, with its `code`; nothing is changed then
 */
export async function runStatements(url: string, statements: readonly string[]): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, application_name: 'garance' });
  await client.connect();
  try {
    await client.query(['begin', ...statements, 'commit'].join(';\n'));
  } finally {
    await client.end();
  }
}
