import { sql } from 'kysely';
import type { DatabaseConnection } from '../durable/connection.ts';
import type { SealedColumn } from '../durable/reseal.ts';
import { createVault } from '../vault.ts';

/** Every sealed value of a database, by column, to test which ones a master key opens. */
export async function sealedValues(
  { db }: Pick<DatabaseConnection, 'db'>,
  columns: readonly SealedColumn[],
): Promise<
  readonly { readonly of: SealedColumn; readonly key: readonly string[]; readonly sealed: string }[]
> {
  const found = await Promise.all(
    columns.map(async (of) => {
      const { rows } = await sql<Record<string, string>>`
        select * from ${sql.table(of.table)} where ${sql.ref(of.column)} is not null`.execute(db);
      return rows.map((row) => ({
        of,
        key: of.key.map((name) => row[name] ?? ''),
        sealed: row[of.column] ?? '',
      }));
    }),
  );
  return found.flat();
}

/** Number of values that this master key opens alone. */
export async function countOpened(
  connection: Pick<DatabaseConnection, 'db'>,
  columns: readonly SealedColumn[],
  masterKey: Uint8Array,
): Promise<{ readonly opened: number; readonly all: number }> {
  const vault = createVault(masterKey);
  const values = await sealedValues(connection, columns);
  const opened = values.filter(({ of, key, sealed }) => {
    try {
      vault.open(of.purpose, sealed, of.context(...key));
      return true;
    } catch {
      return false;
    }
  });
  return { opened: opened.length, all: values.length };
}
