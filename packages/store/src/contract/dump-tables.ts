import { sql } from 'kysely';
import type { DatabaseConnection } from '../durable/connection.ts';

/** Every row of every table as text, by table; the order of rows is undefined. */
export async function dumpTables({
  db,
}: Pick<DatabaseConnection, 'db'>): Promise<ReadonlyMap<string, string>> {
  const tables = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema not in ('pg_catalog', 'information_schema')`.execute(db);
  const dump = new Map<string, string>();
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.table(name)} as t`.execute(
      db,
    );
    dump.set(name, rows.map(({ row }) => row).join('\n'));
  }
  return dump;
}
