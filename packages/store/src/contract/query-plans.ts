import { CompiledQuery, type RootOperationNode, sql } from 'kysely';
import type { DatabaseConnection } from '../durable/connection.ts';

export interface AskedQuery {
  readonly sql: string;
  /** Lines of the database's answer to `explain`. */
  readonly plan: readonly string[];
}

export interface WatchedConnection extends DatabaseConnection {
  /** What the database would do, or has done with `analyze`, for everything that `work` asks. Nothing else may ask meanwhile. */
  plansOf(work: () => Promise<unknown>, how?: 'plan' | 'analyze'): Promise<readonly AskedQuery[]>;
  /** Lets the database count what its tables hold: plans are made of it. */
  analyze(): Promise<void>;
}

/** The same connection, whose queries can be explained. Queries that write are left out: `analyze` would do them again. */
export function watchQueries(connection: DatabaseConnection): WatchedConnection {
  const asked: RootOperationNode[] = [];
  let watching = false;
  const db = connection.db.withPlugin({
    transformQuery: ({ node }) => {
      if (watching) asked.push(node);
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  const plansOf: WatchedConnection['plansOf'] = async (work, how = 'plan') => {
    asked.length = 0;
    watching = true;
    try {
      await work();
    } finally {
      watching = false;
    }
    const executor = connection.db.getExecutor();
    const plans: AskedQuery[] = [];
    for (const node of asked) {
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
