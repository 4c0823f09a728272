/**
 * Embedded databases for tests, used one after another: unpacking one takes half a second of processor time, emptying
 * one a tenth of that. They live as long as the test worker.
 */
import { sql } from 'kysely';
import { connectPglite } from '../durable/connect-pglite.ts';
import type { DatabaseConnection } from '../durable/connection.ts';
import type { DurableStore } from '../durable/contract.ts';
import { hubMigrations } from '../durable/migrations/hub-migrations.ts';
import type { Migrations } from '../durable/migrations/migrate.ts';
import { buildDurableStore, type DurableStoreSettings } from '../durable/open-durable-store.ts';

interface Leasable {
  readonly connection: DatabaseConnection;
  /** Empties every table and puts back the rows that the migrations wrote. */
  reset(): Promise<void>;
}

/** Those of this worker that no test uses just now, by the migrations they were made with. */
const idle = new Map<Migrations, Leasable[]>();

/** An empty, migrated database in memory, of the caller's own until the connection is closed. */
export async function leaseDatabase(migrations: Migrations = hubMigrations): Promise<DatabaseConnection> {
  const shelf = idle.get(migrations) ?? [];
  idle.set(migrations, shelf);
  const leased = shelf.pop() ?? (await makeLeasable(migrations));
  let isClosed = false;
  return {
    ...leased.connection,
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      await leased.reset();
      shelf.push(leased);
    },
  };
}

/** A durable store over such a database, given back when the store is closed. */
export async function openLeasedStore(settings: DurableStoreSettings): Promise<DurableStore> {
  return buildDurableStore(await leaseDatabase(), settings);
}

async function makeLeasable(migrations: Migrations): Promise<Leasable> {
  const connection = await connectPglite('memory:', migrations);
  const { db } = connection;
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_name not like 'schema\\_migration%'`.execute(db);
  const names = rows.map(({ name }) => name);
  const first = new Map<string, string>();
  for (const name of names) {
    const found = await sql<{ rows: string | null }>`
      select json_agg(t)::text as rows from ${sql.table(name)} as t`.execute(db);
    const content = found.rows[0]?.rows;
    if (content !== undefined && content !== null) first.set(name, content);
  }
  const tables = sql.join(names.map((name) => sql.table(name)));
  return {
    connection,
    reset: async () => {
      await sql`truncate ${tables} restart identity cascade`.execute(db);
      for (const [name, content] of first) {
        const table = sql.table(name);
        await sql`insert into ${table} select * from json_populate_recordset(null::${table}, ${content}::json)`.execute(
          db,
        );
      }
    },
  };
}
