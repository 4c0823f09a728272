import type { DeleteResult, InsertResult, UpdateResult } from 'kysely';

/** A query that inserts, updates or deletes rows, not yet executed. */
interface ChangeQuery {
  executeTakeFirstOrThrow(): Promise<InsertResult | UpdateResult | DeleteResult>;
}

/** Executes the query. @returns how many rows it inserted, updated or deleted */
export async function countChanged(query: ChangeQuery): Promise<number> {
  const result = await query.executeTakeFirstOrThrow();
  if ('numUpdatedRows' in result) return Number(result.numUpdatedRows);
  if ('numDeletedRows' in result) return Number(result.numDeletedRows);
  return Number(result.numInsertedOrUpdatedRows ?? 0n);
}

/** Executes the query. @returns whether it inserted, updated or deleted a row */
export async function anyChanged(query: ChangeQuery): Promise<boolean> {
  return (await countChanged(query)) > 0;
}
