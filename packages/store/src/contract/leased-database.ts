/**
 * Embedded databases for tests, reused one after another: unpacking one takes half a second of processor time, emptying
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
  /** Empties every table, restores the rows that the migrations wrote, and drops tables added since. */
  reset(): Promise<void>;
}

/** Databases of this worker that are free, by the migrations with which they were made. */
const idle = new Map<Migrations, Leasable[]>();

/** An empty, migrated database in memory for the caller's exclusive use until the connection is closed. */
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

/** A durable store over such a database, which becomes free again when the store is closed. */
export async function openLeasedStore(settings: DurableStoreSettings): Promise<DurableStore> {
  return buildDurableStore(await leaseDatabase(), settings);
}

async function makeLeasable(migrations: Migrations): Promise<Leasable> {
  const connection = await connectPglite('memory:', migrations);
  const { db } = connection;
  const names = await listTables(db);
  const first = new Map<string, string>();
  for (const name of names) {
    const found = await sql<{ rows: string | null }>`
      select json_agg(t)::text as rows from ${sql.table(name)} as t`.execute(db);
    const content = found.rows[0]?.rows;
    if (content !== undefined && content !== null) first.set(name, content);
  }
  const emptied = sql.raw(`do $$ ${emptyTables(names)} $$`);
  return {
    connection,
    reset: async () => {
      // Partitions of sign-ins that a test created.
      const added = (await listTables(db)).filter((name) => !names.includes(name));
      if (added.length > 0)
        await sql`drop table ${sql.join(added.map((name) => sql.table(name)))}`.execute(db);
      await emptied.execute(db);
      for (const [name, content] of first) {
        const table = sql.table(name);
        await sql`insert into ${table} select * from json_populate_recordset(null::${table}, ${content}::json)`.execute(
          db,
        );
      }
    },
  };
}

/**
 * Truncating creates every file of a table again, which costs five times as much as deleting the few rows of a test.
 * Larger tables are truncated all the same, since deleting does not free their space.
 */
const mostBytes = 256 * 1024;

/** PL/pgSQL. Foreign keys are not checked meanwhile, since all tables end empty. */
function emptyTables(names: readonly string[]): string {
  const statements = names.map(
    (name) =>
      `if pg_relation_size('"${name}"') > ${mostBytes} then truncate "${name}" cascade; else delete from "${name}"; end if;`,
  );
  return `declare used record; begin
    set local session_replication_role = replica;
    ${statements.join('\n')}
    for used in select schemaname, sequencename from pg_sequences where last_value is not null loop
      execute format('alter sequence %I.%I restart', used.schemaname, used.sequencename);
    end loop;
  end`;
}

/** All tables except those in which migrations are recorded. */
async function listTables(db: DatabaseConnection['db']): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables
    where schemaname = 'public' and tablename not like 'schema\\_migration%'`.execute(db);
  return rows.map(({ name }) => name);
}
