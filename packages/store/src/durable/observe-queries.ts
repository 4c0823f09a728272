import type { KyselyConfig, LogEvent } from 'kysely';

/** A query that has ended. Contains nothing of its text or parameters except names written in the code. */
export interface ObservedQuery {
  readonly verb: 'select' | 'insert' | 'update' | 'delete' | 'merge' | 'other';
  /** The table that it writes or reads first; `none` when there is none, and for raw SQL. */
  readonly table: string;
  readonly durationMs: number;
  readonly hasFailed: boolean;
}

/** Called when a query has ended, in the asynchronous context that began it. Must not throw. */
export type ObserveQueries = (query: ObservedQuery) => void;

const verbs: Readonly<Record<string, ObservedQuery['verb']>> = {
  SelectQueryNode: 'select',
  InsertQueryNode: 'insert',
  UpdateQueryNode: 'update',
  DeleteQueryNode: 'delete',
  MergeQueryNode: 'merge',
};

/** Kysely's option that calls `observe` for each query. */
export function logOf(observe: ObserveQueries | undefined): Pick<KyselyConfig, 'log'> {
  if (observe === undefined) return {};
  return {
    log: ({ level, query, queryDurationMillis }: LogEvent) =>
      observe({
        verb: verbs[query.query.kind] ?? 'other',
        table: tableOf(query.query),
        durationMs: queryDurationMillis,
        hasFailed: level === 'error',
      }),
  };
}

/** Properties of Kysely's nodes that contain their first table. */
const places = ['into', 'table', 'from'] as const;

function tableOf(node: object): string {
  const fields = node as Readonly<Record<string, unknown>>;
  for (const place of places) {
    const name = firstTable(fields[place]);
    if (name !== undefined) return name;
  }
  return 'none';
}

/** Follows aliases and lists to the name. */
function firstTable(node: unknown): string | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  const { kind, table, node: inner, froms, identifier } = node as Readonly<Record<string, unknown>>;
  if (kind === 'FromNode' && Array.isArray(froms)) return firstTable(froms[0]);
  if (kind === 'AliasNode') return firstTable(inner);
  if (kind === 'TableNode') return firstTable(table);
  if (kind === 'SchemableIdentifierNode') return nameOf(identifier);
  return undefined;
}

function nameOf(identifier: unknown): string | undefined {
  const { name } = (identifier ?? {}) as { readonly name?: unknown };
  return typeof name === 'string' ? name : undefined;
}
