/** Maps rows to objects: `service_id` is `serviceId`, a time in `…_ms` is a number, and NULL columns are absent. */

type Camel<Column extends string> = Column extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Column;
type Snake<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? First extends Lowercase<First>
    ? `${First}${Snake<Rest>}`
    : `_${Lowercase<First>}${Snake<Rest>}`
  : '';

/** PostgreSQL's driver hands a bigint over as text. */
type Cell<Column, Value> = Column extends `${string}_ms` ? number : Value;

/** Columns that this mapping never returns, in any table: sealed values, hashes of secrets, search words. */
type Hidden = `sealed_${string}` | 'secret_hash' | 'search_text';
const hidden = /^(?:sealed_\w*|secret_hash|search_text)$/;

type Shown<Row> = Exclude<keyof Row & string, Hidden>;

export type ReadColumns<Row> = {
  readonly [Column in Shown<Row> as null extends Row[Column] ? never : Camel<Column>]: Cell<
    Column,
    Row[Column]
  >;
} & {
  readonly [Column in Shown<Row> as null extends Row[Column] ? Camel<Column> : never]?: Cell<
    Column,
    NonNullable<Row[Column]>
  >;
};

/** @param except columns that the object does not have, or that are read in another way */
export function readColumns<Row extends object, Except extends keyof Row & string = never>(
  row: Row,
  ...except: readonly Except[]
): ReadColumns<Omit<Row, Except>> {
  const kept = Object.entries(row).filter(
    ([column, value]) =>
      value !== null && !hidden.test(column) && !(except as readonly string[]).includes(column),
  );
  const read = kept.map(([column, value]) => [
    column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
    column.endsWith('_ms') ? Number(value) : value,
  ]);
  return Object.fromEntries(read) as ReadColumns<Omit<Row, Except>>;
}

export type WrittenColumns<T> = { [Name in keyof T & string as Snake<Name>]: T[Name] };

/** Absent fields are left out: NULL in a new row. */
export function writeColumns<T extends object>(object: T): WrittenColumns<T> {
  const written = Object.entries(object).map(([name, value]) => [
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    value,
  ]);
  return Object.fromEntries(written) as WrittenColumns<T>;
}
