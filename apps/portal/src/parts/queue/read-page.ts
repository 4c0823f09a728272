/**
 * Reads from the query string which part of a list is shown: the filters, kept in every link, and the start of the
 * page.
 */
import type { ListCursor } from '../../objects/service/table.ts';
import { queryText } from '../query-text.ts';
import type { RequestContext } from '../request-context.ts';

/** Rows of one page. */
export const pageSizes = {
  /** Work that waits, and lists with a search. */
  queue: 25,
  /** History lists: versions, reports, runs. */
  history: 20,
  /** Audit and trace. */
  log: 50,
} as const;

/** How the position of a row in its list is written in an address. */
interface Cursor<C> {
  /** Undefined for an invalid position: the list is shown from its beginning. */
  read(text: string): C | undefined;
  write(place: C): string;
}

/** `<epoch milliseconds>.<id>` */
export const timeCursor: Cursor<ListCursor> = {
  read: (text) => {
    const read = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(text);
    return read === null ? undefined : { atMs: Number(read[1]), id: read[2] ?? '' };
  },
  write: ({ atMs, id }) => `${atMs}.${id}`,
};

export const sequenceCursor: Cursor<number> = {
  read: (text) => (/^\d{1,15}$/.test(text) && Number(text) > 0 ? Number(text) : undefined),
  write: String,
};

/** The value by which the list is ordered. */
export const textCursor: Cursor<string> = {
  read: (text) => (text === '' ? undefined : text),
  write: (text) => text,
};

type Direction = 'after' | 'before';

interface List<T, C, D extends Direction> {
  /** Of the list, without its query. */
  readonly path: string;
  /** Filters as they stand in the address; empty ones are left out. */
  readonly kept?: Readonly<Record<string, string>>;
  readonly size: number;
  /** Name of the parameter: lists with the newest first continue `before` a row. */
  readonly direction: D;
  readonly cursor: Cursor<C>;
  readonly placeOf: (row: T) => C;
  readonly read: (page: { readonly limit: number } & { readonly [K in D]?: C }) => Promise<readonly T[]>;
}

export interface PageLinks {
  readonly nextHref: string | undefined;
  /** Absent on the first page. */
  readonly firstHref: string | undefined;
}

export interface Page<T> extends PageLinks {
  readonly rows: readonly T[];
  /** Address of this very page, for the language switch. */
  readonly currentHref: string;
}

/** One page of a list: reads one row more than is shown, to know whether there is a next page. */
export async function readPage<T, C, D extends Direction>(
  visit: RequestContext,
  { path, kept = {}, size, direction, cursor, placeOf, read }: List<T, C, D>,
): Promise<Page<T>> {
  const place = cursor.read(queryText(visit, direction));
  const from = (place === undefined ? {} : { [direction]: place }) as { readonly [K in D]?: C };
  const found = await read({ limit: size + 1, ...from });
  const rows = found.slice(0, size);
  const last = found.length > size ? rows.at(-1) : undefined;
  const hrefAt = (at: C | undefined) =>
    listHref(path, { ...kept, ...(at !== undefined && { [direction]: cursor.write(at) }) });
  return {
    rows,
    currentHref: hrefAt(place),
    nextHref: last && hrefAt(placeOf(last)),
    firstHref: place === undefined ? undefined : hrefAt(undefined),
  };
}

/** Address of a list with its filters. */
export function listHref(path: string, values: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== ''));
  return query.size === 0 ? path : `${path}?${query}`;
}
