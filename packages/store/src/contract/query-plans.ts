import { CompiledQuery, type RootOperationNode, sql } from 'kysely';
import type { DatabaseConnection } from '../durable/connection.ts';

export interface ExplainedQuery {
  readonly sql: string;
  /** Lines of the database's output of `explain`. */
  readonly plan: readonly string[];
}

export interface WatchedConnection extends DatabaseConnection {
  /** Plans of the queries of `work`, or with `analyze` their execution. No other query may run meanwhile. */
  plansOf(work: () => Promise<unknown>, how?: 'plan' | 'analyze'): Promise<readonly ExplainedQuery[]>;
  /** Updates the database's statistics, from which it makes its plans. */
  analyze(): Promise<void>;
}

/** The same connection with a record of its queries. Queries that write are left out: `analyze` would run them again. */
export function watchQueries(connection: DatabaseConnection): WatchedConnection {
  const recorded: RootOperationNode[] = [];
  let watching = false;
  const db = connection.db.withPlugin({
    transformQuery: ({ node }) => {
      if (watching) recorded.push(node);
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  const plansOf: WatchedConnection['plansOf'] = async (work, how = 'plan') => {
    recorded.length = 0;
    watching = true;
    try {
      await work();
    } finally {
      watching = false;
    }
    const executor = connection.db.getExecutor();
    const plans: ExplainedQuery[] = [];
    for (const node of recorded) {
      const { sql: text, parameters } = executor.compileQuery(node, { queryId: 'plan' });
      if (!/^\s*(select|with)\b/i.test(text) || /\b(update|delete|insert)\b/i.test(text)) continue;
      const explain = how === 'analyze' ? 'explain (analyze, buffers)' : 'explain';
      const { rows } = await connection.db.executeQuery<{ 'QUERY PLAN': string }>(
        CompiledQuery.raw(`${explain} ${text}`, [...parameters]),
      );
      plans.push({ sql: text, plan: rows.map((row) => row['QUERY PLAN']) });
    }
    return plans;
  };
  const analyze = async (): Promise<void> => {
    await sql`analyze`.execute(connection.db);
  };
  return { ...connection, db, plansOf, analyze };
}
