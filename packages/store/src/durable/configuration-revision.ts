import { type Kysely, sql, type Transaction } from 'kysely';
import { configurationChannel } from './connection.ts';
import type { Tables } from './schema.ts';

/** Number of configuration changes so far. */
export async function readRevision(db: Kysely<Tables>): Promise<number> {
  const row = await db.selectFrom('configuration_revision').select('revision').executeTakeFirstOrThrow();
  return Number(row.revision);
}

/**
 * Runs a change of the configuration in a transaction, which also increments the revision and sends the notice. The
 * revision's row is locked first: changes run one after another, and revisions become visible in order.
 */
export async function changeConfiguration<T>(
  db: Kysely<Tables>,
  change: (trx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  // Inside a transaction of the caller (the partner space publishes in one), the change becomes part of it.
  if (db.isTransaction) return changeWithin(db as Transaction<Tables>, change);
  return db.transaction().execute((trx) => changeWithin(trx, change));
}

async function changeWithin<T>(
  trx: Transaction<Tables>,
  change: (trx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  await trx.updateTable('configuration_revision').set({ revision: sql<number>`revision + 1` }).execute();
  const result = await change(trx);
  await sql`select pg_notify(${configurationChannel}, '')`.execute(trx);
  return result;
}
