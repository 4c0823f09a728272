/**
 * Seals stored values again under the current master key that are sealed under the other one. Can be interrupted and
 * repeated: values under the current key are skipped, and processes with both keys can read and write meanwhile.
 */
import { GaranceError } from '@garance/core';
import { type Kysely, sql } from 'kysely';
import type { Vault } from '../vault.ts';
import type { Tables } from './schema.ts';

/** A column of sealed values, with the context used by its table's functions. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** Text columns that identify a row. */
  readonly key: readonly [string, ...string[]];
  readonly purpose: string;
  /** Encryption context, from the values of `key` in their order. */
  readonly context: (...key: string[]) => string;
  /** Rows per transaction; default 100. Fewer for long values. */
  readonly rows?: number;
}

export interface ResealCounts {
  readonly table: string;
  readonly resealed: number;
  /** Values that were already under the current key. */
  readonly current: number;
  /** Values that neither key opens; they stay unchanged. */
  readonly unreadable: number;
}

interface ResealInput {
  readonly db: Kysely<Tables>;
  readonly vault: Vault;
  /** Rows per transaction, in place of the column's own number. */
  readonly batch?: number | undefined;
  /** After each transaction. */
  readonly onBatch?: ((counts: ResealCounts) => void | Promise<void>) | undefined;
}

/**
 * Reseals every value of the columns that is under the other master key. @returns counts per column
 * @throws the database's error; what was resealed stays, and the call can be repeated
 */
export async function resealColumns(
  input: ResealInput,
  columns: readonly SealedColumn[],
): Promise<readonly ResealCounts[]> {
  const counts: ResealCounts[] = [];
  for (const column of columns) counts.push(await resealColumn(input, column));
  return counts;
}

async function resealColumn(input: ResealInput, column: SealedColumn): Promise<ResealCounts> {
  const { db, batch = column.rows ?? 100, onBatch } = input;
  let counts: ResealCounts = { table: column.table, resealed: 0, current: 0, unreadable: 0 };
  let after: readonly string[] | undefined;
  for (;;) {
    const done = await db.transaction().execute(async (trx) => {
      const rows = await readBatch(trx, column, { after, batch });
      for (const row of rows) counts = add(counts, await resealRow({ ...input, db: trx }, column, row));
      return rows;
    });
    if (done.length === 0) return counts;
    after = done.at(-1)?.key;
    await onBatch?.(counts);
  }
}

interface Row {
  readonly key: readonly string[];
  readonly sealed: string;
}

async function readBatch(
  db: Kysely<Tables>,
  { table, column, key }: SealedColumn,
  { after, batch }: { readonly after: readonly string[] | undefined; readonly batch: number },
): Promise<readonly Row[]> {
  const names = sql.join(key.map((name) => sql.ref(name)));
  const later = after === undefined ? sql`` : sql`and (${names}) > (${sql.join([...after])})`;
  const { rows } = await sql<Record<string, string>>`
    select ${names}, ${sql.ref(column)} as sealed_value_here from ${sql.table(table)}
    where ${sql.ref(column)} is not null ${later}
    order by ${names} limit ${batch}`.execute(db);
  return rows.map((row) => ({
    key: key.map((name) => row[name] ?? ''),
    sealed: row.sealed_value_here ?? '',
  }));
}

type Outcome = 'resealed' | 'current' | 'unreadable';

async function resealRow(
  { db, vault }: Pick<ResealInput, 'db' | 'vault'>,
  { table, column, key, purpose, context }: SealedColumn,
  row: Row,
): Promise<Outcome> {
  let anew: string | undefined;
  try {
    anew = vault.reseal(purpose, row.sealed, context(...row.key));
  } catch (error) {
    if (error instanceof GaranceError && error.code === 'store.unreadable') return 'unreadable';
    throw error;
  }
  if (anew === undefined) return 'current';
  const isRow = sql.join(
    key.map((name, index) => sql`${sql.ref(name)} = ${row.key[index]}`),
    sql` and `,
  );
  // Replaces only the value that was read: one written meanwhile is under the current key.
  const { numAffectedRows } = await sql`
    update ${sql.table(table)} set ${sql.ref(column)} = ${anew}
    where ${isRow} and ${sql.ref(column)} = ${row.sealed}`.execute(db);
  return numAffectedRows === 0n ? 'current' : 'resealed';
}

function add(counts: ResealCounts, outcome: Outcome): ResealCounts {
  return { ...counts, [outcome]: counts[outcome] + 1 };
}
