import { Kysely, PostgresDialect } from 'kysely';
import type { ClientConfig, Pool, PoolClient, PoolConfig } from 'pg';
import { configurationChannel, type DatabaseConnection } from './connection.ts';
import type { StoreLogger } from './contract.ts';
import { checkSchema, type Migrations, migrate } from './migrations/migrate.ts';
import { logOf, type ObserveQueries } from './observe-queries.ts';
import { createPostgresListener } from './postgres-listener.ts';
import type { Tables } from './schema.ts';

export interface PostgresOptions {
  readonly url: string;
  readonly migrations: Migrations;
  readonly logger: StoreLogger;
  readonly maxConnections: number;
  /** Default `apply`. */
  readonly schema?: 'apply' | 'check';
  /** Time limits after which a silent database counts as unreachable (security.md, faults 2). */
  readonly statementTimeoutMs?: number;
  readonly connectTimeoutMs?: number;
  readonly observe?: ObserveQueries;
}

/**
 * Milliseconds without a statement after which a transaction is ended and its locks are released. Longer than any job
 * under a lock takes.
 */
const idleInTransactionMs = 60_000;

/** Connects to PostgreSQL 15 or newer by a pool, with one more connection for notices. */
export async function connectPostgres(options: PostgresOptions): Promise<DatabaseConnection> {
  const { default: pg } = await import('pg');
  const { statementTimeoutMs = 10_000, connectTimeoutMs = 3_000 } = options;
  const base: ClientConfig = {
    connectionString: options.url,
    application_name: 'garance',
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
  };
  const connect = (config: PoolConfig): Kysely<Tables> => {
    const pool = new pg.Pool({ ...base, ...config });
    // A broken connection fails its running query, if any, and is replaced at the next use. Its error is also emitted
    // on the pool (idle) or on the client (in use); without a listener there, it would end the process.
    const onError = (error: Error): void =>
      options.logger.warn({ reason: error.message }, 'database connection lost');
    pool.on('error', onError);
    pool.on('connect', (client) => client.on('error', onError));
    leaveReadOnlySessions(pool);
    return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), ...logOf(options.observe) });
  };

  // Without a statement timeout: another node may hold the advisory lock for the duration of its migration.
  const migrating = connect({ max: 2 });
  try {
    const bring = options.schema === 'check' ? checkSchema : migrate;
    await bring(migrating, options.migrations);
  } finally {
    await migrating.destroy();
  }

  const db = connect({
    max: options.maxConnections,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + 2_000,
    idle_in_transaction_session_timeout: idleInTransactionMs,
  });
  return {
    db,
    shared: true,
    listen: (onNotice) =>
      createPostgresListener({
        connect: () => new pg.Client(base),
        channel: configurationChannel,
        onNotice,
        logger: options.logger,
      }),
    close: () => db.destroy(),
  };
}

/** `read_only_sql_transaction`: a standby, or a server set to read-only. */
const isReadOnly = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '25006';

/**
 * A session that refused a write is not used again: another server may have become the primary behind the address, and
 * whether a session may write is fixed when it begins.
 */
function leaveReadOnlySessions(pool: Pool): void {
  const refused = new WeakSet<PoolClient>();
  pool.on('connect', (client) => {
    const query = client.query.bind(client);
    const watched = (...args: Parameters<typeof query>): unknown => {
      const answer: unknown = query(...args);
      if (!(answer instanceof Promise)) return answer;
      return answer.catch((error: unknown) => {
        if (isReadOnly(error)) refused.add(client);
        throw error;
      });
    };
    client.query = watched as typeof client.query;
  });
  // Removes a client that is ending from the pool.
  pool.on('release', (_error, client) => {
    if (refused.has(client)) client.end();
  });
}
