import type { KyselyConfig, LogEvent } from 'kysely';

/** A query that has ended. Nothing of its text or parameters but what the code itself wrote. */
export interface ObservedQuery {
  readonly verb: 'select' | 'insert' | 'update' | 'delete' | 'merge' | 'other';
  /** The table that it reads first or writes; `none` where it has none, and for SQL written by hand. */
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

/** Kysely's setting that tells `observe` of each query. */
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

/** Where Kysely's nodes keep their first table. */
const places = ['into', 'table', 'from'] as const;

function tableOf(node: object): string {
  const fields = node as Readonly<Record<string, unknown>>;
  for (const place of places) {
    const name = firstTable(fields[place]);
    if (name !== undefined) return name;
  }
  return 'none';
}

/** Follows aliases and lists down to the name. */
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
